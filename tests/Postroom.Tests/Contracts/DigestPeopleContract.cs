using Postroom.Notifications;
using Postroom.People;
using Postroom.Tests.Notifications;

namespace Postroom.Tests.Contracts;

/// <summary>What becomes of mails to come when the directory changes.</summary>
public abstract class DigestPeopleContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    [Fact]
    public async Task The_digests_of_two_people_made_one_become_one()
    {
        var (ben, cora) = (await ToldAsync("ben"), await ToldAsync("cora"));

        await Store.Directory.MergeAsync(ben.Id, cora.Id, Token);
        Store.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(2, Assert.Single(await Store.Digests.ClaimAsync(10, 10, Token)).Items.Count);
    }

    [Fact]
    public async Task The_digests_of_a_removed_person_go_along()
    {
        var ben = await ToldAsync("ben");

        await Store.Directory.RemoveAsync(ben.Id, Token);

        Assert.Null(await Store.Digests.NextDueAsync(Token));
    }

    async Task<Person> ToldAsync(string login)
    {
        await Store.Directory.PutAsync([new DirectoryEntry("hub", login, Email: $"{login}@example.org")], isLearnt: true, Token);
        var person = (await Store.Directory.FindByEmailAsync($"{login}@example.org", Token))!;
        var e = Events.Of(PullRequestEventKind.Pushed, Events.Ann, login);
        await Store.Notices.RecordAsync(
            Events.Handled(e, Store.Time.GetUtcNow(), new Recipient(login, person, NoticeKind.Pushed, RecipientReason.Reviewer, IsImmediate: false)), Token);
        return person;
    }
}
