using Postroom.Notifications.Stories;

namespace Postroom.Sqlite.Notifications;

/// <summary>The mails to come, on SQLite.</summary>
sealed class SqliteStoryStore(SqliteDatabase database) : IStoryStore
{
    // The first entry of the index stories_next.
    internal const string NextDue = "select min(next_at) from stories";

    public async Task<IReadOnlyList<Story>> ClaimAsync(int limit, int mostMailsPerHour, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1_000);
        var claimed = await database.Writer.WriteAsync(
            transaction => StoryClaim.Run(transaction, database.Time.GetUtcNow(), limit, mostMailsPerHour), cancellationToken);
        if (claimed.Count == 0) return [];
        // Sealed stories do not change, so they are read beside the writer.
        return await database.Readers.ReadAsync<IReadOnlyList<Story>>(
            connection =>
            {
                var reading = new StoryReading(connection);
                return [.. claimed.Select(reading.Read).OfType<Story>()];
            },
            cancellationToken);
    }

    public Task FinishAsync(IReadOnlyList<StoryOutcome> outcomes, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction =>
        {
            foreach (var outcome in outcomes) StoryFinish.Run(transaction, outcome, database.Time.GetUtcNow());
            return outcomes.Count;
        },
        cancellationToken);

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => connection.Prepared(NextDue).ReadOne(row => row.TimeOrNull(0)), cancellationToken);
}
