using Postroom.Deliveries;
using Postroom.Outbox;
using Postroom.Sandbox;
using Postroom.Sqlite;
using Postroom.Tests.Contracts;

namespace Postroom.Tests.Sqlite;

public sealed class DiskReserveTests : IAsyncLifetime
{
    const long MiB = 1024 * 1024;

    readonly DataFolder _folder = new();
    readonly SqliteTestStore _store;
    long _free = 500 * MiB;

    public DiskReserveTests() => _store = _folder.OpenStore(StoreUse.Serve, new SqliteOptions { FreeBytes = _ => _free });

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Below_the_reserve_nothing_new_is_accepted()
    {
        _free = 63 * MiB;

        var outcome = await _store.Outbox.AcceptAsync(_store.Message(), Token);

        Assert.Contains("64 MiB", Assert.IsType<AcceptOutcome.Unavailable>(outcome).Reason, StringComparison.Ordinal);
        Assert.Equal(0, _store.Ready.Count);
    }

    [Fact]
    public async Task Below_the_reserve_outcomes_are_still_recorded()
    {
        var leased = await _store.AcceptAndLeaseAsync(_store.Message());
        _free = 0;
        _folder.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, await _store.FinishAsync(leased, new DeliveryOutcome.Delivered("250 Ok")));
    }

    [Fact]
    public async Task Accepts_again_by_itself_when_there_is_room()
    {
        _free = 0;
        await _store.Outbox.AcceptAsync(_store.Message(), Token);
        _free = 500 * MiB;
        _folder.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.IsType<AcceptOutcome.Stored>(await _store.Outbox.AcceptAsync(_store.Message(), Token));
    }

    [Fact]
    public async Task What_was_accepted_since_the_last_look_counts()
    {
        _free = 65 * MiB;
        await _store.AcceptAsync(_store.Message() with { Bytes = new byte[MiB] });

        Assert.IsType<AcceptOutcome.Unavailable>(await _store.Outbox.AcceptAsync(_store.Message(), Token));
    }

    [Fact]
    public async Task The_sandbox_keeps_the_reserve_too()
    {
        _free = 0;

        Assert.False(await _store.Sandbox.AddAsync(
            new SandboxMessage(_folder.Time.GetUtcNow(), "", ["ann@example.org"], new byte[1], "", ""), Token));
    }
}
