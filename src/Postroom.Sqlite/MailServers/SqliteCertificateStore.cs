using Postroom.MailServers.Trust;
using Postroom.Sqlite.Database;

namespace Postroom.Sqlite.MailServers;

/// <summary>The trust store on SQLite.</summary>
sealed class SqliteCertificateStore(SqliteDatabase database) : ICertificateStore
{
    // There are dozens, so a scan is as good as an index.
    const string All = "select sha256, kind, der, chain, protected_key, added_at, added_by from certificates order by added_at, sha256";

    // One statement: of two nodes that add the same, one does.
    const string Insert = """
        insert into certificates (sha256, kind, der, chain, protected_key, added_at, added_by)
        values (@sha256, @kind, @der, @chain, @protected_key, @added_at, @added_by)
        on conflict (sha256) do nothing
        """;

    const string Delete = "delete from certificates where sha256 = @sha256";

    public async Task<IReadOnlyList<StoredCertificate>> ListAsync(CancellationToken cancellationToken) =>
        await database.Readers.ReadAsync(connection => connection.Prepared(All).ReadAll(Read), cancellationToken);

    public Task<bool> AddAsync(StoredCertificate certificate, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(Insert).Set("@sha256", certificate.Sha256).Set("@kind", (long)certificate.Kind)
            .Set("@der", certificate.Der.Span).Set("@chain", certificate.Chain).Set("@protected_key", certificate.ProtectedKey)
            .Set("@added_at", certificate.AddedAt).Set("@added_by", certificate.AddedBy).Run() == 1,
        cancellationToken);

    public Task<bool> DeleteAsync(string sha256, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(Delete).Set("@sha256", sha256).Run() == 1, cancellationToken);

    static StoredCertificate Read(Statement row) => new()
    {
        Sha256 = row.Text(0),
        Kind = (CertificateKind)row.Int(1),
        Der = row.Bytes(2).ToArray(),
        Chain = row.Text(3),
        ProtectedKey = row.TextOrNull(4),
        AddedAt = row.Time(5),
        AddedBy = row.Text(6),
    };
}
