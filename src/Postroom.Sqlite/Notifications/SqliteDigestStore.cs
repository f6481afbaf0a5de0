using Postroom.Notifications.Digests;

namespace Postroom.Sqlite.Notifications;

/// <summary>The mails to come, on SQLite.</summary>
sealed class SqliteDigestStore(SqliteDatabase database) : IDigestStore
{
    // The first entry of the index digests_next.
    internal const string NextDue = "select min(next_at) from digests";

    public async Task<IReadOnlyList<Digest>> ClaimAsync(
        int limit, int mostMailsPerHour, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1_000);
        var claimed = await database.Writer.WriteAsync(
            transaction => DigestClaim.Run(
                transaction, database.Time.GetUtcNow(), limit, mostMailsPerHour), cancellationToken);
        if (claimed.Count == 0) return [];
        // Sealed digests do not change, so they are read beside the writer.
        return await database.Readers.ReadAsync<IReadOnlyList<Digest>>(
            connection =>
            {
                var reading = new DigestReading(connection);
                return [.. claimed.Select(reading.Read).OfType<Digest>()];
            },
            cancellationToken);
    }

    public Task FinishAsync(IReadOnlyList<DigestOutcome> outcomes, CancellationToken cancellationToken) =>
        database.Writer.WriteAsync(
        transaction =>
        {
            foreach (var outcome in outcomes) DigestFinish.Run(transaction, outcome, database.Time.GetUtcNow());
            return outcomes.Count;
        },
        cancellationToken);

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => connection.Prepared(NextDue).ReadOne(row => row.TimeOrNull(0)), cancellationToken);
}
