using Postroom.Notifications;
using Postroom.Tests.Notifications;

namespace Postroom.Tests.Contracts;

public abstract class NoticeContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    [Fact]
    public async Task A_repeat_changes_nothing()
    {
        var first = await RecordAsync("1", NotSentReason.NoAddress);

        Assert.Equal((true, false, 1), (first, await RecordAsync("1", NotSentReason.NoAddress), (await ListAsync()).Count));
    }

    [Fact]
    public async Task Of_one_event_on_two_nodes_one_is_kept()
    {
        await using var other = Store.OpenAnotherNode();
        var handled = Events.Handled(Events.Opened, Store.Time.GetUtcNow());

        var kept = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => (number % 2 == 0 ? Store : other).Notices.RecordAsync(handled, Token)));

        Assert.Single(kept, wasKept => wasKept);
    }

    [Fact]
    public async Task The_same_id_of_another_source_is_another_event()
    {
        await RecordAsync("1", NotSentReason.NoAddress);
        var elsewhere = Events.Opened with { Source = "gitlab" };

        Assert.True(await Store.Notices.RecordAsync(Events.Handled(elsewhere, Store.Time.GetUtcNow()), Token));
    }

    [Fact]
    public async Task A_notice_not_sent_says_whom_what_and_why()
    {
        await RecordAsync("1", NotSentReason.NoAddress);

        var notice = Assert.Single(await ListAsync());
        Assert.Equal(
            new UnsentNotice(notice.Number, Store.Time.GetUtcNow(), "hub", "1", "wiki#7", NoticeKind.Opened, "ben", null, null, NotSentReason.NoAddress), notice);
    }

    [Fact]
    public async Task The_list_is_newest_first_and_goes_on()
    {
        for (var number = 1; number <= 3; number++) await RecordAsync($"{number}", NotSentReason.OwnAction);
        var first = await Store.Notices.ListAsync(null, null, null, 2, Token);

        var second = await Store.Notices.ListAsync(null, null, first[^1].Number, 2, Token);

        Assert.Equal(["3", "2", "1"], first.Concat(second).Select(notice => notice.EventId));
    }

    [Theory, InlineData("BE", NotSentReason.NoAddress, 1), InlineData("wiki#7", null, 2), InlineData("nobody", null, 0), InlineData(null, NotSentReason.Expired, 0)]
    public async Task The_list_is_searched_by_text_and_reason(string? text, NotSentReason? reason, int found)
    {
        await RecordAsync("1", NotSentReason.NoAddress);
        await RecordAsync("2", NotSentReason.OwnAction);

        Assert.Equal(found, (await Store.Notices.ListAsync(text, reason, null, 10, Token)).Count);
    }

    [Fact]
    public async Task Nothing_is_known_of_a_text_before_its_first_event() =>
        Assert.Equal(EarlierText.None, await EarlierAsync("c1", "d1"));

    [Fact]
    public async Task Whom_a_text_named_is_remembered_over_all_its_versions()
    {
        await KeepAsync(Events.Comment(Events.Ann, "@ben, look", "1"));
        await KeepAsync(Events.Comment(Events.Ann, "@cora, look", "2") with { Kind = PullRequestEventKind.CommentEdited });
        await KeepAsync(Events.Comment(Events.Ann, "@dan", "3", "c2"));

        Assert.Equal(["", "BEN", "CORA"], (await EarlierAsync("c1")).Named!.Order());
    }

    [Fact]
    public async Task A_text_that_names_nobody_is_remembered_as_such()
    {
        await KeepAsync(Events.Opened);

        Assert.Equal([""], (await EarlierAsync("")).Named!);
    }

    [Fact]
    public async Task A_discussion_is_known_by_its_first_comment()
    {
        await KeepAsync(InDiscussion("c1", "d1", "1"));
        await KeepAsync(InDiscussion("c2", "d1", "2"));
        await KeepAsync(InDiscussion("c3", "d2", "3"));

        Assert.Equal(("c1", "c3", null), ((await EarlierAsync("", "d1")).Answered, (await EarlierAsync("", "d2")).Answered, (await EarlierAsync("", "d3")).Answered));
    }

    [Fact]
    public async Task Whom_a_text_named_is_forgotten_with_time()
    {
        await KeepAsync(Events.Comment(Events.Ann, "@ben, look", "1"));
        Store.Time.Advance(TimeSpan.FromDays(2));

        await Store.Notices.PruneAsync(Store.Time.GetUtcNow().AddDays(-1), Token);

        Assert.Null((await EarlierAsync("c1")).Named);
    }

    [Fact]
    public async Task What_is_old_is_forgotten_and_what_is_young_stays()
    {
        await RecordAsync("1", NotSentReason.NoAddress);
        Store.Time.Advance(TimeSpan.FromDays(2));
        await RecordAsync("2", NotSentReason.NoAddress);

        await Store.Notices.PruneAsync(Store.Time.GetUtcNow().AddDays(-1), Token);

        Assert.Equal("2", Assert.Single(await ListAsync()).EventId);
    }

    static PullRequestEvent InDiscussion(string comment, string discussion, string id)
    {
        var e = Events.Comment(Events.Ann, "Hm", id, comment);
        return e with { Comment = e.Comment! with { Discussion = discussion } };
    }

    Task<bool> KeepAsync(PullRequestEvent e) => Store.Notices.RecordAsync(Events.Handled(e, Store.Time.GetUtcNow()), Token);

    Task<EarlierText> EarlierAsync(string text, string? discussion = null) =>
        Store.Notices.EarlierAsync("hub", ThreadNames.Of(Events.Seven).Root, text, discussion, Token);

    Task<bool> RecordAsync(string id, NotSentReason reason) => Store.Notices.RecordAsync(
        Events.Handled(Events.Opened with { EventId = id }, Store.Time.GetUtcNow(), new Recipient("ben", null, NoticeKind.Opened, RecipientReason.Reviewer, true, reason)),
        Token);

    Task<IReadOnlyList<UnsentNotice>> ListAsync() => Store.Notices.ListAsync(null, null, null, 10, Token);
}
