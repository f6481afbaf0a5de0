using Postroom.Deliveries;
using Postroom.Sqlite;
using Postroom.Tests.Contracts;

namespace Postroom.Tests.Sqlite;

/// <summary>A process that dies leaves its files as they are at that moment: so does a copy of them.</summary>
public sealed class KillSafetyTests : IAsyncLifetime
{
    readonly DataFolder _folder = new();
    readonly DataFolder _afterwards = new();
    readonly SqliteTestStore _store;

    public KillSafetyTests() => _store = _folder.OpenStore();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
        _afterwards.Dispose();
    }

    [Fact]
    public async Task What_was_accepted_is_there_after_a_kill()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _store.AcceptAsync(_store.Message())));
        await using var after = Kill();

        foreach (var id in ids) Assert.NotNull(await after.Outbox.ReadBytesAsync(id, Token));
    }

    [Fact]
    public async Task What_was_in_hand_is_taken_back_at_once_and_may_be_sent_again()
    {
        var id = await _store.AcceptAsync(_store.Message());
        await using var after = Kill();

        Assert.Equal(1, await after.Outbox.RecoverAsync(Token));
        Assert.Equal(id, Assert.Single(await after.Outbox.LeaseAsync(10, Token)).Id);
    }

    [Fact]
    public async Task What_was_delivered_is_not_sent_again()
    {
        await _store.FinishAsync(await _store.AcceptAndLeaseAsync(_store.Message()), new DeliveryOutcome.Delivered("250 Ok"));
        await using var after = Kill();

        Assert.Equal(0, await after.Outbox.RecoverAsync(Token));
        Assert.Empty(await after.Outbox.LeaseAsync(10, Token));
    }

    [Fact]
    public async Task The_ledger_balances_after_a_kill()
    {
        await _store.AcceptAsync(_store.Message());
        await _store.FinishAsync(await _store.AcceptAndLeaseAsync(_store.Message()), new DeliveryOutcome.Delivered("250 Ok"));
        await using var after = Kill();
        await after.Outbox.RecoverAsync(Token);

        Assert.True((await after.Records.LedgerAsync(Token)).IsBalanced);
    }

    [Fact]
    public async Task A_visitor_hands_nothing_over_and_leases_nothing()
    {
        await using var visitor = _folder.OpenStore(StoreUse.Visit);

        await visitor.AcceptAsync(visitor.Message());

        Assert.Equal(0, visitor.Ready.Count);
        await Assert.ThrowsAsync<InvalidOperationException>(() => visitor.Outbox.LeaseAsync(10, Token));
        Assert.Single(await _store.Outbox.LeaseAsync(10, Token));
    }

    SqliteTestStore Kill()
    {
        Directory.CreateDirectory(_afterwards.Path);
        foreach (var file in new[] { "postroom.db", "postroom.db-wal" })
            File.Copy(Path.Combine(_folder.Path, file), Path.Combine(_afterwards.Path, file));
        return _afterwards.OpenStore();
    }
}
