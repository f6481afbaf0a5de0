using System.Text.Json;
using Microsoft.Data.Sqlite;
using Postroom.Sqlite.Database;
using Postroom.Sqlite.Outbox;

namespace Postroom.Benchmarks;

/// <summary>
/// What the way of a message through the store costs the processor, by <see cref="Statement"/> and by Microsoft.Data.Sqlite: the
/// same SQL, the same engine, in memory so that no disk counts, one transaction for each hundred messages.
/// </summary>
static class SqliteSpeed
{
    const int Rounds = 9;
    const int Groups = 50;
    const int Messages = 100; // in a group

    static readonly byte[] Body = new byte[17 * 1024];

    /// <summary>Prints one JSON object; always exit code 0.</summary>
    public static int Run()
    {
        var (own, ado) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++) // the first warms up
        {
            own.Add(Measure(new OwnStore()));
            ado.Add(Measure(new AdoStore()));
        }

        var (ours, theirs) = (Median(own), Median(ado));
        Console.WriteLine(JsonSerializer.Serialize(new { ourMicroseconds = ours, adoMicroseconds = theirs, adoCostsMore = $"{(theirs / ours) - 1:P1}" }));
        return 0;
    }

    static double Median(List<double> all) => Math.Round(all.Skip(1).Order().ElementAt(Rounds / 2), 2);

    static double Measure(IStore store)
    {
        using (store)
        {
            foreach (var migration in Migrations.Known) store.RunScript(migration.Sql);
            Pass(store, 0, Groups / 5);
            var before = Environment.CpuUsage.TotalTime;
            Pass(store, Groups, Groups);
            return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / (Groups * Messages);
        }
    }

    static void Pass(IStore store, int first, int groups)
    {
        for (var group = first; group < first + groups; group++)
        {
            InTransaction(store, () => { for (var i = 0; i < Messages; i++) Accept(store, (group * Messages) + i + 1); });
            var taken = new List<(long Id, long Attempt)>();
            InTransaction(store, () => taken = Lease(store));
            InTransaction(store, () => taken.ForEach(one => Finish(store, one.Id, one.Attempt)));
        }
    }

    static void InTransaction(IStore store, Action work)
    {
        store.Prepared("begin immediate").Run();
        work();
        store.Prepared("commit").Run();
    }

    static void Accept(IStore store, int number)
    {
        var id = new byte[16];
        BitConverter.TryWriteBytes(id, number);
        var n = store.Prepared(AcceptItem.InsertMessage)
            .Set("@id", id).Set("@app", "wiki").Set("@lane", 1).Set("@sender", "postroom@example.com")
            .Set("@size_bytes", Body.Length).Set("@parts", 1).Set("@is_8bit", 0).Set("@needs_smtputf8", 0)
            .Set("@created_at", 1_800_000_000_000).Set("@not_before", (long?)null).Set("@expires_at", 1_800_432_000_000)
            .Set("@ledger", 1).Set("@idempotency_key", (string?)null).Set("@fingerprint", (string?)null)
            .Set("@kind", "notification").Set("@trace_context", (string?)null).Set("@message_id", "0190b6f0-0000-7000-8000-000000000000@example.com")
            .Set("@from_header", "Postroom <postroom@example.com>").Set("@subject", "[wiki] A page was changed")
            .ReadNumber();
        store.Prepared(BodyRows.InsertPart).Set("@id", Keys.Part(n, 0)).Set("@bytes", Body).Run();
        store.Prepared(AcceptItem.InsertDelivery).Set("@id", Keys.Delivery(n, 0)).Set("@ledger", 1).Set("@lane", 1).Set("@state", 0)
            .Set("@attempts", 0).Set("@due_at", 1_800_000_000_000).Set("@expires_at", 1_800_432_000_000).Set("@node", (long?)null)
            .Set("@recipient", "jane@example.org").Run();
    }

    static List<(long Id, long Attempt)> Lease(IStore store)
    {
        var taken = store.Prepared(Leasing.Take).Set("@node", 1).Set("@lane", 1).Set("@now", 1_800_000_000_001).Set("@limit", Messages).ReadPairs();
        foreach (var (id, _) in taken) store.Prepared(Leasing.ReadMessage).Set("@n", Keys.MessageOf(id)).ReadTexts();
        return taken;
    }

    static void Finish(IStore store, long id, long attempt)
    {
        store.Prepared(Finishing.Finish).Set("@id", id).Set("@node", 1).Set("@attempt", attempt).Set("@state", 2)
            .Set("@due_at", (long?)null).Set("@words", "250 2.0.0 Ok: queued as 4Xy7Zk1abc").Set("@cause", (string?)null).ReadNumber();
        store.Prepared(Finishing.Insert).Set("@delivery", id).Set("@number", attempt).Set("@started_at", 1_800_000_000_002).Set("@duration_ms", 12)
            .Set("@outcome", "delivered").Set("@words", "250 2.0.0 Ok: queued as 4Xy7Zk1abc").Set("@cause", (string?)null)
            .Set("@server", "mail.example.org:587").Set("@tls", "TLS 1.3").Set("@phase", (string?)null).Set("@transcript", Transcript)
            .Set("@shared_delivery", (long?)null).Set("@shared_number", (long?)null).Run();
    }

    static string Transcript { get; } = string.Concat(Enumerable.Repeat("C: RCPT TO:<jane@example.org>\nS: 250 2.1.5 Ok\n", 20));

    interface IStore : IDisposable
    {
        void RunScript(string sql);

        IStatement Prepared(string sql);
    }

    interface IStatement
    {
        IStatement Set(string parameter, long? value);

        IStatement Set(string parameter, string? value);

        IStatement Set(string parameter, byte[] value);

        void Run();

        long ReadNumber();

        List<(long First, long Second)> ReadPairs();

        void ReadTexts();
    }

    sealed class OwnStore : IStore
    {
        readonly Connection _connection = Connection.OpenToWrite(":memory:", create: true);
        readonly Dictionary<string, IStatement> _statements = new(ReferenceEqualityComparer.Instance);

        public void RunScript(string sql) => _connection.RunScript(sql);

        public IStatement Prepared(string sql)
        {
            if (!_statements.TryGetValue(sql, out var known)) _statements.Add(sql, known = new OwnStatement(_connection.Prepared(sql)));
            return known;
        }

        public void Dispose() => _connection.Dispose();
    }

    sealed class OwnStatement(Statement statement) : IStatement
    {
        public IStatement Set(string parameter, long? value) => With(statement.Set(parameter, value));

        public IStatement Set(string parameter, string? value) => With(statement.Set(parameter, value));

        public IStatement Set(string parameter, byte[] value) => With(statement.Set(parameter, value.AsSpan()));

        public void Run() => statement.Run();

        public long ReadNumber() => statement.ReadOne(row => row.Long(0));

        public List<(long First, long Second)> ReadPairs() => statement.ReadAll(row => (row.Long(0), row.Long(2)));

        public void ReadTexts() => statement.ReadOne(row => row.Text(1).Length + row.Text(3).Length + (row.TextOrNull(9)?.Length ?? 0) + row.Long(7) + row.Long(8));

        OwnStatement With(Statement _) => this;
    }

    sealed class AdoStore : IStore
    {
        readonly SqliteConnection _connection = new("Data Source=:memory:");
        readonly Dictionary<string, IStatement> _statements = new(ReferenceEqualityComparer.Instance);

        public AdoStore() => _connection.Open();

#pragma warning disable CA2100 // The texts are constants of the store.
        public void RunScript(string sql)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
#pragma warning restore CA2100

        public IStatement Prepared(string sql)
        {
            if (!_statements.TryGetValue(sql, out var known)) _statements.Add(sql, known = new AdoStatement(_connection, sql));
            return known;
        }

        public void Dispose() => _connection.Dispose();
    }

    // The command is prepared once and its parameters are kept: the fastest way that the package has.
    sealed class AdoStatement : IStatement
    {
        readonly SqliteCommand _command;
        readonly Dictionary<string, SqliteParameter> _parameters = new(StringComparer.Ordinal);

        public AdoStatement(SqliteConnection connection, string sql)
        {
            _command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants of the store.
            _command.CommandText = sql;
#pragma warning restore CA2100
        }

        public IStatement Set(string parameter, long? value) => SetValue(parameter, value is { } number ? number : DBNull.Value, SqliteType.Integer);

        public IStatement Set(string parameter, string? value) => SetValue(parameter, value ?? (object)DBNull.Value, SqliteType.Text);

        public IStatement Set(string parameter, byte[] value) => SetValue(parameter, value, SqliteType.Blob);

        public void Run() => _command.ExecuteNonQuery();

        public long ReadNumber() => _command.ExecuteScalar() is long number ? number : 0;

        public List<(long First, long Second)> ReadPairs()
        {
            var pairs = new List<(long, long)>();
            using var reader = _command.ExecuteReader();
            while (reader.Read()) pairs.Add((reader.GetInt64(0), reader.GetInt64(2)));
            return pairs;
        }

        public void ReadTexts()
        {
            using var reader = _command.ExecuteReader();
            reader.Read();
            _ = reader.GetString(1).Length + reader.GetString(3).Length + (reader.IsDBNull(9) ? 0 : reader.GetString(9).Length) + reader.GetInt64(7) + reader.GetInt64(8);
        }

        AdoStatement SetValue(string name, object value, SqliteType type)
        {
            if (!_parameters.TryGetValue(name, out var parameter)) _parameters.Add(name, parameter = _command.Parameters.Add(name, type));
            parameter.Value = value;
            return this;
        }
    }
}
