using Postroom.MailServers.Trust;

namespace Postroom.Sqlite.MailServers;

/// <summary>What servers showed, and the warnings given, on SQLite.</summary>
sealed class SqliteCertificateLog(SqliteDatabase database) : ICertificateLog
{
    // At most one for each mail server there ever was.
    const string Presented = "select server, der, seen_at from presented_certificates order by server limit 100";

    // Two nodes may talk to the same server: what was seen later stays.
    const string Note = """
        insert into presented_certificates (server, der, seen_at) values (@server, @der, @seen_at)
        on conflict (server) do update set der = excluded.der, seen_at = excluded.seen_at where excluded.seen_at >= seen_at
        """;

    // By the primary key.
    const string Warned = "select 1 from certificate_warnings where sha256 = @sha256 and days = @days";

    const string Warn = "insert into certificate_warnings (sha256, days, at) values (@sha256, @days, @at) on conflict do nothing";

    // As many as certificates were ever in use when they ended: few.
    const string Snoozes = "select sha256, days from certificate_snoozes limit 1000";

    const string PutAside = """
        insert into certificate_snoozes (sha256, days, at, actor) values (@sha256, @days, @at, @actor)
        on conflict (sha256) do update set days = excluded.days, at = excluded.at, actor = excluded.actor
        """;

    public async Task<IReadOnlyList<CertificateSnooze>> ListSnoozesAsync(CancellationToken cancellationToken) => await database.Readers.ReadAsync(
        connection => connection.Prepared(Snoozes).ReadAll(row => new CertificateSnooze(row.Text(0), row.Int(1))), cancellationToken);

    public Task SnoozeAsync(CertificateSnooze snooze, DateTimeOffset at, string by, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(PutAside).Set("@sha256", snooze.Sha256).Set("@days", snooze.Days).Set("@at", at).Set("@actor", by).Run(),
        cancellationToken);

    public async Task<IReadOnlyList<PresentedCertificate>> ListPresentedAsync(CancellationToken cancellationToken) => await database.Readers.ReadAsync(
        connection => connection.Prepared(Presented).ReadAll(row => new PresentedCertificate(row.Text(0), row.Bytes(1).ToArray(), row.Time(2))),
        cancellationToken);

    public Task NotePresentedAsync(PresentedCertificate presented, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(Note).Set("@server", presented.Server).Set("@der", presented.Der.Span).Set("@seen_at", presented.SeenAt).Run(),
        cancellationToken);

    public Task<bool> WasWarnedAsync(string sha256, int days, CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection => connection.Prepared(Warned).Set("@sha256", sha256).Set("@days", days).ReadAll(_ => true).Count > 0, cancellationToken);

    public Task NoteWarnedAsync(string sha256, int days, DateTimeOffset at, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(Warn).Set("@sha256", sha256).Set("@days", days).Set("@at", at).Run(), cancellationToken);
}
