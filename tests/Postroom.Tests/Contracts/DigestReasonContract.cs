using Postroom.Notifications;
using Postroom.Notifications.Digests;
using Postroom.People;
using Postroom.Tests.Notifications;

namespace Postroom.Tests.Contracts;

/// <summary>What becomes of several reasons on which one event is told to one person.</summary>
public abstract class DigestReasonContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    static readonly NoticeReason Named = new(NoticeKind.Mentioned, RecipientReason.Mentioned);
    static readonly NoticeReason Reviews = new(NoticeKind.Commented, RecipientReason.Reviewer);

    [Fact]
    public async Task An_event_told_on_several_grounds_is_one_item_that_keeps_them_all()
    {
        await TellAsync(await RecipientAsync("ben", Named) with { Further = [Reviews] });

        var item = await OnlyItemAsync();

        Assert.Equal((Named.Kind, (RecipientReason?)Named.Reason), (item.Kind, item.Reason));
        Assert.Equal([Reviews], item.Further);
    }

    [Fact]
    public async Task Of_two_people_made_one_the_strongest_ground_comes_first()
    {
        var (ben, alias) = (await RecipientAsync("ben", Reviews), await RecipientAsync("ben-admin", Named));
        await TellAsync(ben, alias);

        await Store.Directory.MergeAsync(ben.Person!.Id, alias.Person!.Id, Token);

        var item = await OnlyItemAsync();
        Assert.Equal((Named.Kind, Reviews), (item.Kind, Assert.Single(item.Further)));
    }

    async Task<DigestItem> OnlyItemAsync()
    {
        Store.Time.Advance(TimeSpan.FromMinutes(30));
        return Assert.Single(Assert.Single(await Store.Digests.ClaimAsync(10, 10, Token)).Items);
    }

    Task<bool> TellAsync(params Recipient[] recipients) =>
        Store.Notices.RecordAsync(Events.Handled(Events.Comment(Events.Ann, "@ben-admin"), Store.Time.GetUtcNow(), recipients), Token);

    async Task<Recipient> RecipientAsync(string login, NoticeReason reason)
    {
        await Store.Directory.PutAsync([new DirectoryEntry("hub", login, Email: $"{login}@example.org")], isLearnt: true, Token);
        var person = await Store.Directory.FindByEmailAsync($"{login}@example.org", Token);
        return new Recipient(login, person, reason.Kind, reason.Reason, IsImmediate: false);
    }
}
