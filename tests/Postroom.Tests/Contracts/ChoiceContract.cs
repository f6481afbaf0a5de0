using Postroom.Notifications;
using Postroom.Notifications.Choices;
using Postroom.People;
using Postroom.Tests.Notifications;

namespace Postroom.Tests.Contracts;

public abstract class ChoiceContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    static readonly Watch Repository = new("hub", "PROJ", "wiki", 0);

    [Fact]
    public async Task Who_chose_nothing_has_the_defaults() =>
        Assert.Equal(PersonChoices.Default, await Store.Choices.FindAsync(await PersonAsync(), Token));

    [Fact]
    public async Task Choices_come_back_as_they_were_saved()
    {
        var person = await PersonAsync();
        var choices = new PersonChoices { IsPrivate = true, IsTextOnly = true, Timing = new Dictionary<NoticeTopic, NoticeTiming> { [NoticeTopic.Pushes] = NoticeTiming.Off } };

        await Store.Choices.SaveAsync(person, PersonChoices.Default, Token);
        await Store.Choices.SaveAsync(person, choices, Token);

        Assert.Equivalent(choices, await Store.Choices.FindAsync(person, Token), strict: true);
    }

    [Fact]
    public async Task Choices_of_kinds_come_back_beside_those_of_topics()
    {
        var person = await PersonAsync();
        var choices = new PersonChoices
        {
            Timing = new Dictionary<NoticeTopic, NoticeTiming> { [NoticeTopic.Comments] = NoticeTiming.Off },
            KindTiming = new Dictionary<NoticeKind, NoticeTiming> { [NoticeKind.Replied] = NoticeTiming.Immediately, [NoticeKind.Opened] = NoticeTiming.Digest, [NoticeKind.ReviewerRemoved] = NoticeTiming.Off },
        };

        await Store.Choices.SaveAsync(person, choices, Token);

        Assert.Equivalent(choices, await Store.Choices.FindAsync(person, Token), strict: true);
    }

    [Fact]
    public async Task Choices_of_nobody_are_not_saved() =>
        Assert.False(await Store.Choices.SaveAsync(Guid.Empty, PersonChoices.Default, Token));

    [Fact]
    public async Task Who_unsubscribed_from_all_is_unsubscribed_from_each()
    {
        var person = await PersonAsync();

        await Store.Choices.UnsubscribeAsync(person, 0, Token);

        Assert.True((await SubscriptionAsync(person, 7)).IsUnsubscribed);
    }

    [Fact]
    public async Task Who_unsubscribed_from_one_is_subscribed_to_others()
    {
        var person = await PersonAsync();
        var thread = await ThreadAsync(person);

        await Store.Choices.UnsubscribeAsync(person, thread, Token);

        Assert.Equal(
            (true, false),
            ((await SubscriptionAsync(person, 7)).IsUnsubscribed, (await SubscriptionAsync(person, 8)).IsUnsubscribed));
    }

    [Fact]
    public async Task Unsubscribing_can_be_taken_back()
    {
        var person = await PersonAsync();
        await Store.Choices.UnsubscribeAsync(person, 0, Token);
        await Store.Choices.UnsubscribeAsync(person, 0, Token);

        Assert.True(await Store.Choices.ResubscribeAsync(person, 0, Token));
        Assert.Empty(await Store.Choices.UnsubscribedAsync(person, Token));
    }

    [Fact]
    public async Task The_list_of_what_was_unsubscribed_has_all_first()
    {
        var person = await PersonAsync();
        await Store.Choices.UnsubscribeAsync(person, await ThreadAsync(person), Token);
        await Store.Choices.UnsubscribeAsync(person, 0, Token);

        Assert.Equal(["", "wiki#7"], (await Store.Choices.UnsubscribedAsync(person, Token)).Select(entry => entry.Label));
    }

    [Fact]
    public async Task A_pull_request_that_is_not_there_cannot_be_unsubscribed() =>
        Assert.False(await Store.Choices.UnsubscribeAsync(await PersonAsync(), 99, Token));

    [Fact]
    public async Task Who_watches_a_repository_watches_each_pull_request()
    {
        var person = await PersonAsync();
        await Store.Choices.WatchAsync(person, Repository, Token);
        await Store.Choices.WatchAsync(person, Repository with { Number = 7 }, Token);

        Assert.Equal(person, Assert.Single(await Store.Choices.WatchersAsync(Repository with { Number = 7 }, Token)).Id);
        Assert.Empty(await Store.Choices.WatchersAsync(Repository with { Repository = "shop", Number = 7 }, Token));
    }

    [Fact]
    public async Task Watching_ends_on_wish()
    {
        var person = await PersonAsync();
        await Store.Choices.WatchAsync(person, Repository, Token);
        await Store.Choices.WatchAsync(person, Repository, Token);

        Assert.True(await Store.Choices.UnwatchAsync(person, Repository, Token));
        Assert.Empty(await Store.Choices.WatchesAsync(person, Token));
    }

    [Fact]
    public async Task A_thread_is_known_as_something_to_watch()
    {
        var thread = await ThreadAsync(await PersonAsync());

        Assert.Equal((Repository with { Number = 7 }, null), (await Store.Choices.FindThreadAsync(thread, Token), await Store.Choices.FindThreadAsync(0, Token)));
    }

    [Theory, InlineData(null, 2), InlineData("proj/wiki", 1), InlineData("ANN@", 2), InlineData("nobody", 0), InlineData("%", 0)]
    public async Task All_watchers_are_listed_and_searched(string? text, int found)
    {
        var person = await PersonAsync();
        await Store.Choices.WatchAsync(person, Repository with { Repository = "shop", Number = 3 }, Token);
        await Store.Choices.WatchAsync(person, Repository, Token);

        var listed = await Store.Choices.ListWatchersAsync(text, 10, Token);

        Assert.Equal(found, listed.Count);
        Assert.All(listed, watcher => Assert.Equal("ann@example.org", watcher.Person.Email));
    }

    [Fact]
    public async Task The_list_of_watchers_is_bounded()
    {
        var person = await PersonAsync();
        for (var number = 1; number <= 3; number++) await Store.Choices.WatchAsync(person, Repository with { Number = number }, Token);

        Assert.Equal([1L, 2L], (await Store.Choices.ListWatchersAsync(null, 2, Token)).Select(watcher => watcher.Watch.Number));
    }

    async Task<Guid> PersonAsync()
    {
        await Store.Directory.PutAsync([new DirectoryEntry("hub", "ann", Email: "ann@example.org")], isLearnt: true, Token);
        return (await Store.Directory.FindByEmailAsync("ann@example.org", Token))!.Id;
    }

    async Task<PersonSubscription> SubscriptionAsync(Guid person, long number) =>
        (await Store.Choices.ReadAsync([person], "hub", ThreadNames.Of(Events.Seven with { Number = number }).Root, Token))[person];

    async Task<long> ThreadAsync(Guid person)
    {
        await Store.Notices.RecordAsync(Events.Handled(Events.Opened, Store.Time.GetUtcNow()), Token);
        for (var thread = 1L; ; thread++)
            if (await Store.Choices.LabelAsync(thread, Token) == "wiki#7" && person != Guid.Empty) return thread;
    }
}
