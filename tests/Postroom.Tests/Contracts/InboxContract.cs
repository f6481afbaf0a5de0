using Postroom.Forges;

namespace Postroom.Tests.Contracts;

public abstract class InboxContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task An_event_is_kept_whole()
    {
        await Store.Inbox.AddAsync(Event("1"), Token);

        var item = Assert.Single(await Store.Inbox.SearchAsync(new InboxFilter(), 10, Token));
        var found = await Store.Inbox.FindAsync(item.Id, Token);

        Assert.Equal(
            ("source", "1", ForgeKind.GitHub, "pull_request", InboxState.Received, new InboxSubject("opened", "tea/kettle #12", "Pour the tea", "Jane"), "X-GitHub-Event: pull_request\n", "{}"),
            (item.Source, item.EventId, item.Forge!.Value, item.EventName, item.State, item.Subject!, found!.Headers, System.Text.Encoding.UTF8.GetString(found.Body.Span)));
    }

    [Fact]
    public async Task The_same_id_of_the_same_source_is_kept_once()
    {
        var added = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Store.Inbox.AddAsync(Event("1"), Token)));

        Assert.Equal((1, 1), (added.Count(isNew => isNew), (await Store.Inbox.SearchAsync(new InboxFilter(), 10, Token)).Count));
    }

    [Theory, InlineData(9, false), InlineData(11, true), InlineData(300, true)]
    public async Task What_begins_alike_is_a_repeat_for_a_short_while(int minutes, bool isKept)
    {
        NewInboxEvent Same(string id) => Event(id) with { RepeatKey = "sha256-ab-" };
        await Store.Inbox.AddAsync(Same("sha256-ab-1"), Token);
        Store.Time.Advance(TimeSpan.FromMinutes(minutes));

        Assert.Equal(isKept, await Store.Inbox.AddAsync(Same("sha256-ab-2"), Token));
    }

    [Fact]
    public async Task Of_the_same_bytes_at_once_one_is_kept()
    {
        await using var other = Store.OpenAnotherNode();

        var added = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            (i % 2 == 0 ? Store : other).Inbox.AddAsync(Event($"sha256-ab-{i}") with { RepeatKey = "sha256-ab-" }, Token)));

        Assert.Single(added, isNew => isNew);
    }

    [Fact]
    public async Task What_begins_otherwise_is_no_repeat()
    {
        await Store.Inbox.AddAsync(Event("sha256-ab-1") with { RepeatKey = "sha256-ab-" }, Token);

        Assert.True(await Store.Inbox.AddAsync(Event("sha256-ac-1") with { RepeatKey = "sha256-ac-" }, Token));
    }

    [Fact]
    public async Task The_same_id_of_another_source_is_another_event()
    {
        await Store.Inbox.AddAsync(Event("1"), Token);

        Assert.True(await Store.Inbox.AddAsync(Event("1") with { Source = "other" }, Token));
    }

    [Fact]
    public async Task An_event_in_hand_is_nobody_elses()
    {
        for (var i = 0; i < 30; i++) await Store.Inbox.AddAsync(Event($"{i}"), Token);
        await using var other = Store.OpenAnotherNode();

        var claimed = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? Store : other).Inbox.ClaimAsync(5, Lease, Token)));

        var ids = claimed.SelectMany(events => events.Select(found => found.Item.Id)).ToList();
        Assert.Equal((30, 30), (ids.Count, ids.Distinct().Count()));
    }

    [Fact]
    public async Task Events_are_claimed_in_the_order_they_came()
    {
        for (var i = 0; i < 5; i++) await Store.Inbox.AddAsync(Event($"{i}"), Token);

        Assert.Equal(["0", "1", "2", "3", "4"], (await Store.Inbox.ClaimAsync(10, Lease, Token)).Select(found => found.Item.EventId));
    }

    [Fact]
    public async Task Large_events_are_claimed_one_at_a_time_and_small_ones_together()
    {
        var sizes = new[] { 10, 5_000_000, 5_000_000, 1_000_000, 1_000_000 };
        foreach (var (i, size) in sizes.Index()) await Store.Inbox.AddAsync(Event($"{i}") with { Body = new byte[size] }, Token);

        var claims = new List<int>();
        for (var i = 0; i < 4; i++) claims.Add((await Store.Inbox.ClaimAsync(10, Lease, Token)).Count);

        Assert.Equal([2, 1, 2, 0], claims);
    }

    [Fact]
    public async Task What_a_dead_node_held_is_due_again()
    {
        await Store.Inbox.AddAsync(Event("1"), Token);
        await Store.Inbox.ClaimAsync(1, Lease, Token);
        Store.Time.Advance(Lease);

        Assert.Equal(2, Assert.Single(await Store.Inbox.ClaimAsync(1, Lease, Token)).Item.Attempts);
    }

    [Fact]
    public async Task Who_held_it_before_can_no_longer_finish_it()
    {
        await Store.Inbox.AddAsync(Event("1"), Token);
        var late = (await Store.Inbox.ClaimAsync(1, Lease, Token))[0].Item;
        Store.Time.Advance(Lease);
        await Store.Inbox.ClaimAsync(1, Lease, Token);

        Assert.False(await Store.Inbox.FinishAsync(late, InboxState.Failed, new ForgeReason("Fault", "late"), null, Token));
    }

    [Fact]
    public async Task A_finished_event_says_why_and_when()
    {
        await Store.Inbox.AddAsync(Event("1"), Token);
        var item = (await Store.Inbox.ClaimAsync(1, Lease, Token))[0].Item;
        await Store.Inbox.FinishAsync(item, InboxState.Failed, new ForgeReason("Fault", "no room"), null, Token);

        var now = (await Store.Inbox.FindAsync(item.Id, Token))!.Item;
        Assert.Equal((InboxState.Failed, new ForgeReason("Fault", "no room"), Store.Time.GetUtcNow(), null), (now.State, now.Reason, now.DoneAt!.Value, now.DueAt));
    }

    [Fact]
    public async Task An_event_put_off_is_due_at_its_time()
    {
        await Store.Inbox.AddAsync(Event("1"), Token);
        var item = (await Store.Inbox.ClaimAsync(1, Lease, Token))[0].Item;
        await Store.Inbox.DeferAsync(item, Store.Time.GetUtcNow().AddSeconds(30), new ForgeReason("Fault", "x"), Token);

        var before = await Store.Inbox.ClaimAsync(1, Lease, Token);
        Store.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal((0, 1), (before.Count, (await Store.Inbox.ClaimAsync(1, Lease, Token)).Count));
    }

    [Fact]
    public async Task A_failed_event_is_replayed_from_the_start()
    {
        await Store.Inbox.AddAsync(Event("1") with { State = InboxState.Failed, Reason = new ForgeReason("Missing", "title") }, Token);
        var item = Assert.Single(await Store.Inbox.SearchAsync(new InboxFilter(State: InboxState.Failed), 10, Token));

        Assert.True(await Store.Inbox.ReplayAsync(item.Id, Token));
        Assert.Equal(1, Assert.Single(await Store.Inbox.ClaimAsync(1, Lease, Token)).Item.Attempts);
    }

    [Fact]
    public async Task Only_what_is_done_with_and_whole_can_be_replayed()
    {
        await Store.Inbox.AddAsync(Event("1"), Token);
        await Store.Inbox.AddAsync(Event("2") with { State = InboxState.Ignored, Body = default }, Token);
        var items = await Store.Inbox.SearchAsync(new InboxFilter(), 10, Token);

        Assert.Equal((false, false), (await Store.Inbox.ReplayAsync(items[0].Id, Token), await Store.Inbox.ReplayAsync(items[1].Id, Token)));
    }

    [Fact]
    public async Task All_failed_events_are_replayed_at_once()
    {
        foreach (var (id, state) in new[] { ("1", InboxState.Failed), ("2", InboxState.Failed), ("3", InboxState.Ignored) })
            await Store.Inbox.AddAsync(Event(id) with { State = state }, Token);

        Assert.Equal((2, 2), (await Store.Inbox.ReplayFailedAsync(Token), (await Store.Inbox.ClaimAsync(10, Lease, Token)).Count));
    }

    [Theory]
    [InlineData("kettle", null, null, 3)]
    [InlineData("jane", null, null, 3)]
    [InlineData("100%", null, null, 0)]
    [InlineData(null, InboxState.Failed, null, 1)]
    [InlineData(null, InboxState.Received, null, 2)]
    [InlineData(null, null, "other", 1)]
    [InlineData("kettle", InboxState.Failed, "other", 0)]
    public async Task Events_are_found_by_text_state_and_source(string? text, InboxState? state, string? source, int expected)
    {
        await Store.Inbox.AddAsync(Event("1"), Token);
        await Store.Inbox.AddAsync(Event("2") with { State = InboxState.Failed }, Token);
        await Store.Inbox.AddAsync(Event("3") with { Source = "other" }, Token);

        Assert.Equal(expected, (await Store.Inbox.SearchAsync(new InboxFilter(text, state, source), 10, Token)).Count);
    }

    [Fact]
    public async Task Older_events_are_on_the_next_page()
    {
        for (var i = 0; i < 5; i++) await Store.Inbox.AddAsync(Event($"{i}"), Token);
        var first = await Store.Inbox.SearchAsync(new InboxFilter(), 2, Token);

        var next = await Store.Inbox.SearchAsync(new InboxFilter(BeforeId: first[^1].Id), 2, Token);

        Assert.Equal(["4", "3", "2", "1"], first.Concat(next).Select(item => item.EventId));
    }

    [Fact]
    public async Task Old_events_are_forgotten_and_failed_ones_stay()
    {
        foreach (var (id, state) in new[] { ("1", InboxState.Received), ("2", InboxState.Failed), ("3", InboxState.Ignored), ("4", InboxState.Processed) })
            await Store.Inbox.AddAsync(Event(id) with { State = state }, Token);
        Store.Time.Advance(TimeSpan.FromDays(31));
        await Store.Inbox.AddAsync(Event("5") with { State = InboxState.Ignored, ReceivedAt = Store.Time.GetUtcNow() }, Token);

        var forgotten = await Store.Inbox.ForgetAsync(Store.Time.GetUtcNow().AddDays(-30), Token);

        Assert.Equal((2, "5 2 1"), (forgotten, string.Join(' ', (await Store.Inbox.SearchAsync(new InboxFilter(), 10, Token)).Select(item => item.EventId))));
    }

    [Fact]
    public async Task A_forge_is_kept_changed_and_removed()
    {
        var source = Source("a", "Work");
        var changed = source with { Name = "Play", BaseUrl = new Uri("https://git.example.com/x"), ProtectedSecret = "other", SecretSetAt = source.SecretSetAt.AddDays(1) };

        Assert.True(await Store.Forges.AddAsync(source, Token));
        Assert.True(await Store.Forges.UpdateAsync(changed, Token));
        Assert.Equal(changed, await Store.Forges.FindAsync("a", Token));
        Assert.True(await Store.Forges.DeleteAsync("a", Token));
        Assert.Null(await Store.Forges.FindAsync("a", Token));
    }

    [Fact]
    public async Task The_name_of_a_forge_is_its_own_whatever_its_case()
    {
        await Store.Forges.AddAsync(Source("a", "Work"), Token);
        await Store.Forges.AddAsync(Source("b", "Play"), Token);

        Assert.Equal(
            (false, false, true),
            (await Store.Forges.AddAsync(Source("c", "WORK"), Token), await Store.Forges.UpdateAsync(Source("b", "work"), Token), await Store.Forges.UpdateAsync(Source("a", "work"), Token)));
    }

    [Fact]
    public async Task Forges_are_listed_by_name()
    {
        await Store.Forges.AddAsync(Source("a", "work"), Token);
        await Store.Forges.AddAsync(Source("b", "Play"), Token);

        Assert.Equal(["Play", "work"], (await Store.Forges.ListAsync(Token)).Select(source => source.Name));
    }

    NewInboxEvent Event(string id) => new()
    {
        Source = "source",
        EventId = id,
        Forge = ForgeKind.GitHub,
        EventName = "pull_request",
        ReceivedAt = Store.Time.GetUtcNow(),
        Subject = new InboxSubject("opened", "tea/kettle #12", "Pour the tea", "Jane"),
        Headers = "X-GitHub-Event: pull_request\n",
        Body = "{}"u8.ToArray(),
    };

    ForgeSource Source(string id, string name) => new()
    {
        Id = id,
        Kind = ForgeKind.Gitea,
        Name = name,
        ProtectedSecret = "protected",
        CreatedAt = Store.Time.GetUtcNow(),
        SecretSetAt = Store.Time.GetUtcNow(),
    };
}
