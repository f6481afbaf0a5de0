using Postroom.Mail.Dkim;
using Postroom.Signing;
using Postroom.Sqlite.Database;

namespace Postroom.Sqlite.Signing;

/// <summary>The keys that sign, on SQLite.</summary>
sealed class SqliteSigningKeyStore(SqliteDatabase database) : ISigningKeyStore
{
    const string ReadKeys = """
        select domain, selector, algorithm, public_key, state, created_at, active_at, retiring_at, retired_at, protected_key
          from signing_keys order by domain, created_at desc, selector
        """;

    const string ReadDomains = "select domain, signs_subdomains, sends_unsigned, rotates_after_days, keeps_record_days from signing_domains order by domain";

    // Looked up by the primary key in the transaction that inserts, which no other node can write into.
    const string FindTaken = "select 1 from signing_keys where domain = @domain and selector = @selector";

    const string Insert = """
        insert into signing_keys (domain, selector, algorithm, public_key, state, created_at, protected_key)
        values (@domain, @selector, @algorithm, @public_key, @state, @created_at, @protected_key)
        """;

    // Served by the primary key. Both statements of an activation are one transaction, and signing_keys_active allows no second
    // active key of a kind whatever another node does meanwhile.
    const string Replace = """
        update signing_keys set state = 2, retiring_at = @at
         where domain = @domain and selector <> @selector and state = 1
           and algorithm = (select algorithm from signing_keys where domain = @domain and selector = @selector and state in (0, 2))
        """;

    const string Activate = """
        update signing_keys set state = 1, active_at = @at, retiring_at = null where domain = @domain and selector = @selector and state in (0, 2)
        """;

    // One statement that reads the state it moves from: a step is made once, whichever node makes it.
    const string Retire = """
        update signing_keys
           set state = case state when 1 then 2 else 3 end,
               retiring_at = case state when 1 then @at else retiring_at end,
               retired_at = case state when 1 then null else @at end,
               protected_key = case state when 1 then protected_key else '' end
         where domain = @domain and selector = @selector and state in (0, 1, 2)
        returning domain, selector, algorithm, public_key, state, created_at, active_at, retiring_at, retired_at, protected_key
        """;

    const string Choose = """
        insert into signing_domains (domain, signs_subdomains, sends_unsigned, rotates_after_days, keeps_record_days)
        values (@domain, @signs_subdomains, @sends_unsigned, @rotates_after_days, @keeps_record_days)
        on conflict (domain) do update set signs_subdomains = excluded.signs_subdomains, sends_unsigned = excluded.sends_unsigned,
            rotates_after_days = excluded.rotates_after_days, keeps_record_days = excluded.keeps_record_days
        """;

    public Task<SigningSnapshot> ReadAsync(CancellationToken cancellationToken) => database.Readers.ReadAsync(
        connection =>
            new SigningSnapshot(
                connection.Prepared(ReadKeys).ReadAll(ReadKey), connection.Prepared(ReadDomains).ReadAll(ReadDomain)),
        cancellationToken);

    public Task<bool> AddAsync(IReadOnlyList<SigningKey> keys, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction =>
        {
            foreach (var key in keys)
            {
                if (transaction.Prepared(FindTaken).Set("@domain", key.Domain).Set("@selector", key.Selector).ReadAll(row => row.Int(0)).Count > 0) return false;
            }

            foreach (var key in keys)
            {
                transaction.Prepared(Insert)
                    .Set("@domain", key.Domain).Set("@selector", key.Selector).Set("@algorithm", (int)key.Algorithm).Set("@public_key", key.PublicKey)
                    .Set("@state", (int)key.State).Set("@created_at", key.CreatedAt).Set("@protected_key", key.ProtectedKey).Run();
            }

            return true;
        },
        cancellationToken);

    public Task<bool> ActivateAsync(string domain, string selector, DateTimeOffset at, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction =>
        {
            transaction.Prepared(Replace).Set("@domain", domain).Set("@selector", selector).Set("@at", at).Run();
            return transaction.Prepared(Activate).Set("@domain", domain).Set("@selector", selector).Set("@at", at).Run() == 1;
        },
        cancellationToken);

    public Task<SigningKey?> RetireAsync(string domain, string selector, DateTimeOffset at, CancellationToken cancellationToken) => database.Writer.WriteAsync(
        transaction => transaction.Prepared(Retire).Set("@domain", domain).Set("@selector", selector).Set("@at", at).ReadOne(ReadKey),
        cancellationToken);

    public async Task ChooseAsync(SigningDomain domain, CancellationToken cancellationToken) => await database.Writer.WriteAsync(
        transaction => transaction.Prepared(Choose).Set("@domain", domain.Domain)
            .Set("@signs_subdomains", domain.SignsSubdomains).Set("@sends_unsigned", domain.SendsUnsigned)
            .Set("@rotates_after_days", domain.RotatesAfterDays).Set("@keeps_record_days", domain.KeepsRecordDays).Run(),
        cancellationToken);

    static SigningKey ReadKey(Statement row) =>
        new(row.Text(0), row.Text(1), (DkimAlgorithm)row.Int(2), row.Text(3), (SigningKeyState)row.Int(4), row.Time(5))
        {
            ActiveAt = row.TimeOrNull(6),
            RetiringAt = row.TimeOrNull(7),
            RetiredAt = row.TimeOrNull(8),
            ProtectedKey = row.Text(9),
        };

    static SigningDomain ReadDomain(Statement row) => new(row.Text(0))
    {
        SignsSubdomains = row.Bool(1),
        SendsUnsigned = row.Bool(2),
        RotatesAfterDays = (int?)row.LongOrNull(3),
        KeepsRecordDays = row.Int(4),
    };
}
