using Postroom.Forges;
using Postroom.Forges.Memory;

namespace Postroom.Tests.Contracts;

/// <summary>What every store must remember of the people of pull requests, with the rows of the inbox.</summary>
public abstract class MemoryContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    const string Root = "pr.gitlab.tea.kettle.12";

    static readonly ForgeIdentity Ann = new("7", "ann", "Ann");
    static readonly ForgeIdentity Ben = new("8", "ben", "Ben");

    int _events;

    [Fact]
    public async Task Nothing_is_remembered_of_what_was_never_seen() =>
        Assert.Equal((0, 0), Counts(await RecallAsync("7")));

    [Fact]
    public async Task Who_is_seen_in_a_payload_that_is_ignored_is_known_by_number_afterwards()
    {
        await Store.Inbox.AddAsync(Event() with { State = InboxState.Ignored, Sighting = Seen() with { People = [Ann] } }, Token);

        Assert.Equal(Ann, (await RecallAsync("7")).ById["7"]);
    }

    [Fact]
    public async Task What_an_event_showed_is_remembered_when_it_is_done_with()
    {
        await FinishAsync(Seen() with { People = [Ann], Root = Root, Present = [new SeenRole(PullRequestRole.Author, new ForgeIdentity("7", null))] });

        var recalled = await RecallAsync();
        Assert.Equal(("7", "ann"), (Assert.Single(recalled.Memory.Having(PullRequestRole.Author)).Id, recalled.ById["7"].Login));
    }

    [Fact]
    public async Task Who_held_an_event_before_leaves_nothing_behind()
    {
        await Store.Inbox.AddAsync(Event(), Token);
        var late = (await Store.Inbox.ClaimAsync(1, TimeSpan.FromMinutes(2), Token))[0].Item;
        Store.Time.Advance(TimeSpan.FromMinutes(2));
        await Store.Inbox.ClaimAsync(1, TimeSpan.FromMinutes(2), Token);

        await Store.Inbox.FinishAsync(late, InboxState.Processed, null, Seen() with { People = [Ann], Root = Root }, Token);

        Assert.Equal((0, 0), Counts(await RecallAsync("7")));
    }

    [Fact]
    public async Task A_repeat_at_the_door_leaves_nothing_behind()
    {
        await Store.Inbox.AddAsync(Event() with { EventId = "same" }, Token);

        await Store.Inbox.AddAsync(Event() with { EventId = "same", State = InboxState.Ignored, Sighting = Seen() with { People = [Ann] } }, Token);

        Assert.Empty((await RecallAsync("7")).ById);
    }

    [Fact]
    public async Task Payloads_add_up()
    {
        await FinishAsync(Seen() with { Root = Root, Present = [new SeenRole(PullRequestRole.Asked, Ann)] });
        await FinishAsync(Seen() with { Root = Root, Comment = new SeenComment("c1", "d1", Ben, false) });

        var memory = (await RecallAsync()).Memory;
        Assert.Equal(("ann", "ben", "c1"), (Login(memory, PullRequestRole.Asked), Login(memory, PullRequestRole.Commenter), Assert.Single(memory.Comments).Id));
    }

    [Fact]
    public async Task Events_of_two_nodes_add_up()
    {
        await using var other = Store.OpenAnotherNode();
        for (var i = 0; i < 20; i++) await Store.Inbox.AddAsync(Event(), Token);
        var claimed = await Store.Inbox.ClaimAsync(20, TimeSpan.FromMinutes(2), Token);

        await Task.WhenAll(claimed.Select((found, i) => (i % 2 == 0 ? Store : other).Inbox.FinishAsync(
            found.Item, InboxState.Processed, null, Seen() with { Root = Root, Present = [new SeenRole(PullRequestRole.Asked, new ForgeIdentity($"{i}", $"p{i}"))] }, Token)));

        Assert.Equal(20, (await RecallAsync()).Memory.Having(PullRequestRole.Asked).Count());
    }

    [Fact]
    public async Task A_login_that_changed_is_the_new_one_for_the_same_number()
    {
        await FinishAsync(Seen() with { People = [Ann] });
        await FinishAsync(Seen() with { People = [Ann with { Login = "anna" }] });

        Assert.Equal("anna", (await RecallAsync("7")).ById["7"].Login);
    }

    [Fact]
    public async Task A_login_that_somebody_else_took_over_is_theirs_alone()
    {
        await FinishAsync(Seen() with { People = [Ann] });
        await FinishAsync(Seen() with { People = [new ForgeIdentity("9", "ANN")] });

        var recalled = await RecallAsync("7", "9");
        Assert.Equal((false, "ANN"), (recalled.ById.ContainsKey("7"), recalled.ById["9"].Login));
    }

    [Fact]
    public async Task What_an_older_payload_says_when_it_is_processed_late_does_not_count()
    {
        var earlier = Seen() with { People = [Ann with { Login = "old" }], Root = Root, Present = [new SeenRole(PullRequestRole.Asked, Ann)] };
        Store.Time.Advance(TimeSpan.FromHours(1));
        await FinishAsync(Seen() with { People = [Ann], Root = Root, Removed = [new SeenRole(PullRequestRole.Asked, Ann)] });

        await FinishAsync(earlier);

        var recalled = await RecallAsync("7");
        Assert.Equal(("ann", 0), (recalled.ById["7"].Login, recalled.Memory.Having(PullRequestRole.Asked).Count()));
    }

    [Fact]
    public async Task Sources_do_not_know_each_others_people()
    {
        await FinishAsync(Seen() with { People = [Ann], Root = Root, Present = [new SeenRole(PullRequestRole.Asked, Ann)] });

        Assert.Equal((0, 0), Counts(await Store.Memory.RecallAsync("other", Root, ["7"], Token)));
    }

    [Fact]
    public async Task A_deleted_pull_request_is_forgotten()
    {
        await FinishAsync(Seen() with { Root = Root, Present = [new SeenRole(PullRequestRole.Asked, Ann)] });
        await FinishAsync(Seen() with { Root = Root, IsDeleted = true });

        Assert.Empty((await RecallAsync()).Memory.Roles);
    }

    [Fact]
    public async Task With_a_forge_all_that_is_remembered_of_it_goes()
    {
        await FinishAsync(Seen() with { People = [Ann], Root = Root, Present = [new SeenRole(PullRequestRole.Asked, Ann)] });

        await Store.Forges.DeleteAsync("source", Token);

        Assert.Equal((0, 0), Counts(await RecallAsync("7")));
    }

    [Fact]
    public async Task What_nothing_confirmed_for_long_is_forgotten_and_what_was_stays()
    {
        await FinishAsync(Seen() with { People = [Ann], Root = Root, Present = [new SeenRole(PullRequestRole.Asked, Ann)] });
        await FinishAsync(Seen() with { Root = "old", Present = [new SeenRole(PullRequestRole.Asked, Ann)], People = [Ben] });
        Store.Time.Advance(TimeSpan.FromDays(3));
        await FinishAsync(Seen() with { People = [Ann], Root = Root });

        var forgotten = await Store.Memory.ForgetAsync(Store.Time.GetUtcNow().AddDays(-1), Token);

        var recalled = await RecallAsync("7", "8");
        Assert.Equal((2, 1, "7"), (forgotten, recalled.Memory.Roles.Count, Assert.Single(recalled.ById).Key));
    }

    Sighting Seen() => new() { Source = "source", At = Store.Time.GetUtcNow() };

    NewInboxEvent Event() => new()
    {
        Source = "source",
        EventId = $"{++_events}",
        Forge = ForgeKind.GitLab,
        EventName = "Merge Request Hook",
        ReceivedAt = Store.Time.GetUtcNow(),
        Body = "{}"u8.ToArray(),
    };

    async Task FinishAsync(Sighting sighting)
    {
        await Store.Inbox.AddAsync(Event(), Token);
        var found = Assert.Single(await Store.Inbox.ClaimAsync(1, TimeSpan.FromMinutes(2), Token));
        Assert.True(await Store.Inbox.FinishAsync(found.Item, InboxState.Processed, null, sighting, Token));
    }

    Task<Recollection> RecallAsync(params string[] ids) => Store.Memory.RecallAsync("source", Root, ids, Token);

    static string? Login(PullRequestMemory memory, PullRequestRole role) => Assert.Single(memory.Having(role)).Login;

    static (int Roles, int People) Counts(Recollection recalled) => (recalled.Memory.Roles.Count, recalled.ById.Count);
}
