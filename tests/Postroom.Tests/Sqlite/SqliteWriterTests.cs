using Postroom.Deliveries;
using Postroom.Outbox;
using Postroom.Sqlite.Writing;
using Postroom.Tests.Contracts;

namespace Postroom.Tests.Sqlite;

public sealed class SqliteWriterTests : IAsyncLifetime
{
    readonly DataFolder _folder = new();
    readonly SqliteTestStore _store;

    public SqliteWriterTests() => _store = _folder.OpenStore();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task All_that_waits_shares_one_commit()
    {
        using var gate = new ManualResetEventSlim();
        var first = _store.Database.Writer.WriteAsync(_ => gate.Wait(TimeSpan.FromSeconds(30), Token), Token);
        while (_store.Database.Writer.Waiting > 0) await Task.Yield();
        var before = _store.Database.Writer.Commits;
        var rest = Enumerable.Range(0, 100).Select(_ => _store.Outbox.AcceptAsync(_store.Message(), Token)).ToList();

        gate.Set();
        await Task.WhenAll([first, .. rest]);

        Assert.Equal(2, _store.Database.Writer.Commits - before);
    }

    [Fact]
    public async Task A_change_that_fails_fails_alone()
    {
        using var gate = new ManualResetEventSlim();
        var first = _store.Database.Writer.WriteAsync(_ => gate.Wait(TimeSpan.FromSeconds(30), Token), Token);
        var before = _store.Outbox.AcceptAsync(_store.Message(), Token);
        var faulty = _store.Database.Writer.WriteAsync<int>(_ => throw new FormatException("Mine."), Token);
        var after = _store.Outbox.AcceptAsync(_store.Message(), Token);

        gate.Set();
        await first;

        await Assert.ThrowsAsync<FormatException>(() => faulty);
        Assert.IsType<AcceptOutcome.Stored>(await before);
        Assert.IsType<AcceptOutcome.Stored>(await after);
        Assert.Equal(2, _store.Ready.Drain().Count);
    }

    [Fact]
    public async Task One_that_fails_costs_the_others_no_commit_of_their_own()
    {
        using var gate = new ManualResetEventSlim();
        var first = _store.Database.Writer.WriteAsync(_ => gate.Wait(TimeSpan.FromSeconds(30), Token), Token);
        while (_store.Database.Writer.Waiting > 0) await Task.Yield();
        var before = _store.Database.Writer.Commits;
        var good = Enumerable.Range(0, 50).Select(_ => _store.Outbox.AcceptAsync(_store.Message(), Token)).ToList();
        var faulty = _store.Database.Writer.WriteAsync<int>(Torn, Token);
        good.AddRange(Enumerable.Range(0, 50).Select(_ => _store.Outbox.AcceptAsync(_store.Message(), Token)));

        gate.Set();
        await first;

        await Assert.ThrowsAsync<FormatException>(() => faulty);
        Assert.All(await Task.WhenAll(good), outcome => Assert.IsType<AcceptOutcome.Stored>(outcome));
        Assert.Equal(2, _store.Database.Writer.Commits - before);
        Assert.True((await _store.Records.LedgerAsync(Token)).IsBalanced);
        Assert.Equal(
            0,
            await _store.Database.Readers.ReadAsync(
                connection => connection.ReadNumber("select count(*) from settings"), Token));

        // What it did before it failed is undone, in the tables and in the ledger.
        static int Torn(WriteTransaction transaction)
        {
            transaction.Ledger.Accepted(transaction.Ledger.RowOf("torn", DateTimeOffset.UnixEpoch), 1);
            transaction.Connection.Run("insert into settings (document, version, json, saved_by, saved_at) values ('torn', 1, '{}', 'ann', 0)");
            throw new FormatException("Mine.");
        }
    }

    [Fact]
    public async Task A_full_disk_refuses_and_says_so()
    {
        await FillDiskAsync();

        var outcome = await _store.Outbox.AcceptAsync(Large(), Token);

        Assert.Contains("full", Assert.IsType<AcceptOutcome.Unavailable>(outcome).Reason, StringComparison.Ordinal);
        Assert.Equal(0, _store.Ready.Count);
    }

    [Fact]
    public async Task Other_changes_on_a_full_disk_are_told_to_come_again()
    {
        await FillDiskAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(() =>
            _store.Settings.SaveAsync("Site", new string('x', 300_000), 0, "ann", _folder.Time.GetUtcNow(), Token));
    }

    [Fact]
    public async Task What_has_room_is_stored_beside_what_has_none()
    {
        var leased = await _store.AcceptAndLeaseAsync(_store.Message());
        await FillDiskAsync();

        var accepts = Enumerable.Range(0, 10).Select(_ => _store.Outbox.AcceptAsync(Large(), Token)).ToList();
        var finished = await _store.FinishAsync(leased, new DeliveryOutcome.Delivered("250 Ok"));

        Assert.Equal(1, finished);
        Assert.All(await Task.WhenAll(accepts), outcome => Assert.IsType<AcceptOutcome.Unavailable>(outcome));
    }

    [Fact]
    public async Task Works_again_when_there_is_room_again()
    {
        await FillDiskAsync();
        await _store.Outbox.AcceptAsync(Large(), Token);

        await SetMostPagesAsync(1_000_000);

        Assert.IsType<AcceptOutcome.Stored>(await _store.Outbox.AcceptAsync(Large(), Token));
        Assert.True((await _store.Records.LedgerAsync(Token)).IsBalanced);
    }

    [Fact]
    public async Task A_closed_store_takes_nothing()
    {
        await _store.DisposeAsync();

        Assert.IsType<AcceptOutcome.Unavailable>(await _store.Outbox.AcceptAsync(_store.Message(), Token));
    }

    [Fact]
    public async Task Closing_first_writes_what_is_queued()
    {
        using var gate = new ManualResetEventSlim();
        var first = _store.Database.Writer.WriteAsync(_ => gate.Wait(TimeSpan.FromSeconds(30), Token), Token);
        var queued = _store.Outbox.AcceptAsync(_store.Message(), Token);
        var closing = _store.Database.DisposeAsync();

        gate.Set();
        await closing;

        Assert.True(await first);
        Assert.IsType<AcceptOutcome.Stored>(await queued);
    }

    OutboxMessage Large() => _store.Message() with { Bytes = new byte[300_000] };

    async Task FillDiskAsync() => await SetMostPagesAsync(1); // SQLite takes the pages in use as the least.

    Task<long> SetMostPagesAsync(int pages) => _store.Database.Writer.WriteAsync(
        transaction => transaction.Connection.ReadNumber(FormattableString.Invariant($"pragma max_page_count = {pages}")), Token);
}
