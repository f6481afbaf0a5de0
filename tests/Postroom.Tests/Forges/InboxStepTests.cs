using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Postroom.Accepting.Http;
using Postroom.Forges;
using Postroom.Notifications;
using Postroom.Tests.Contracts;
using Postroom.Tests.Forges.Support;

namespace Postroom.Tests.Forges;

/// <summary>The worker on the real store, handing over to the test.</summary>
public sealed class InboxStepTests : IAsyncDisposable
{
    readonly SqliteTestStore _store = new();
    readonly List<PullRequestEvent> _told = [];
    Exception? _fault;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task An_event_is_handed_over_and_processed()
    {
        await AddForgeAsync();
        await AddAsync("1", Payloads.Bytes(Payloads.Gitea("opened")));

        await RunAsync();

        Assert.Equal((InboxState.Processed, "opened 1"), (await StateAsync(), $"{string.Join(',', _told.Select(e => $"{e.Kind.ToString().ToLowerInvariant()} {e.EventId}"))}"));
    }

    [Fact]
    public async Task A_fault_is_kept_and_tried_again_later()
    {
        await AddForgeAsync();
        await AddAsync("1", Payloads.Bytes(Payloads.Gitea("opened")));
        _fault = new InvalidOperationException("The kettle is\r\nempty.");
        await RunAsync();
        var before = Assert.Single(await ItemsAsync());
        _fault = null;
        _store.Time.Advance(TimeSpan.FromSeconds(5));

        await RunAsync();

        Assert.Equal(("It could not be processed: The kettle is empty.", InboxState.Processed, 1), (before.Reason!.ToString(), await StateAsync(), _told.Count));
    }

    [Fact]
    public async Task After_the_last_attempt_it_is_failed_and_can_be_replayed()
    {
        await AddForgeAsync();
        await AddAsync("1", Payloads.Bytes(Payloads.Gitea("opened")));
        _fault = new InvalidOperationException("empty");
        for (var i = 0; i < 8; i++)
        {
            await RunAsync();
            _store.Time.Advance(TimeSpan.FromHours(1));
        }

        var failed = Assert.Single(await ItemsAsync());
        _fault = null;
        await _store.Inbox.ReplayAsync(failed.Id, Token);
        await RunAsync();

        Assert.Equal((InboxState.Failed, 8, InboxState.Processed), (failed.State, failed.Attempts, await StateAsync()));
    }

    [Fact]
    public async Task One_that_fails_does_not_hold_up_the_next()
    {
        await AddForgeAsync();
        await AddAsync("1", "{}"u8.ToArray());
        await AddAsync("2", Payloads.Bytes(Payloads.Gitea("opened")));

        await RunAsync();

        Assert.Equal(["2"], _told.Select(e => e.EventId));
    }

    [Fact]
    public async Task A_store_that_cannot_is_not_the_events_fault()
    {
        await AddForgeAsync();
        await AddAsync("1", Payloads.Bytes(Payloads.Gitea("opened")));
        _fault = new StoreUnavailableException("full");

        await Assert.ThrowsAsync<StoreUnavailableException>(RunAsync);

        Assert.Equal(InboxState.Received, await StateAsync());
    }

    [Fact]
    public async Task Events_of_a_forge_that_was_deleted_are_ignored()
    {
        await AddAsync("1", Payloads.Bytes(Payloads.Gitea("opened")));

        await RunAsync();

        Assert.Equal((InboxState.Ignored, "SourceGone", 0), (await StateAsync(), (await ItemsAsync())[0].Reason!.Code, _told.Count));
    }

    [Fact]
    public void Pauses_grow_to_an_hour() =>
        Assert.Equal([5, 30, 120, 600, 1_800, 3_600, 3_600], Enumerable.Range(1, 7).Select(attempts => InboxStep.PauseAfter(attempts).TotalSeconds));

    [Fact]
    public async Task Old_events_are_forgotten()
    {
        await _store.Inbox.AddAsync(Event("1", default) with { State = InboxState.Ignored }, Token);
        _store.Time.Advance(TimeSpan.FromDays(31));

        await RunAsync();

        Assert.Empty(await ItemsAsync());
    }

    async Task RunAsync()
    {
        using var worker = Worker();
        await worker.RunOnceAsync(Token);
    }

    InboxWorker Worker()
    {
        var options = Options.Create(new ForgeOptions());
        var step = new InboxStep(_store.Inbox, new InboxReading(_store.Forges, _store.Memory, Story.Lookup(_store.Time)), Tell, options, _store.Time, NullLogger<InboxStep>.Instance);
        return new InboxWorker(_store.Inbox, step, new InboxSignal(), new BodyRoom(_store.Time), options, _store.Time, NullLogger<InboxWorker>.Instance);
    }

    Task Tell(PullRequestEvent e, CancellationToken cancellationToken)
    {
        if (_fault is not null) return Task.FromException(_fault);
        _told.Add(e);
        return Task.CompletedTask;
    }

    Task<bool> AddForgeAsync() => _store.Forges.AddAsync(
        new ForgeSource { Id = "source", Kind = ForgeKind.Gitea, Name = "Work", ProtectedSecret = "x", CreatedAt = _store.Time.GetUtcNow(), SecretSetAt = _store.Time.GetUtcNow() }, Token);

    Task<bool> AddAsync(string id, byte[] body) => _store.Inbox.AddAsync(Event(id, body), Token);

    NewInboxEvent Event(string id, byte[]? body) => new()
    {
        Source = "source",
        EventId = id,
        Forge = ForgeKind.Gitea,
        EventName = "pull_request",
        ReceivedAt = _store.Time.GetUtcNow(),
        Body = body,
    };

    Task<IReadOnlyList<InboxItem>> ItemsAsync() => _store.Inbox.SearchAsync(new InboxFilter(), 10, Token);

    async Task<InboxState> StateAsync() => Assert.Single(await ItemsAsync()).State;
}
