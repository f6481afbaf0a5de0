using Postroom.Sqlite.Database;

namespace Postroom.Sqlite.Settings;

/// <summary>Everything that is stored protected. A column that comes to hold a secret has its line here; a test looks for the missing one.</summary>
static class ProtectedTexts
{
    // Of settings the version that counts: a roll-back to an older one asks for its secret anyway. All tables are small.
    const string All = """
        select json from settings as s where version = (select max(version) from settings where document = s.document)
        union all select token from refresh_tokens
        union all select secret from forge_sources
        union all select totp_secret from users where totp_secret is not null
        union all select protected_key from signing_keys where protected_key <> ''
        union all select protected_key from certificates where protected_key is not null
        limit 10000
        """;

    public static IReadOnlyList<string> Read(Connection connection)
    {
        var texts = new List<string>();
        var statement = connection.Prepared(All);
        while (statement.Step()) texts.Add(statement.Text(0));
        return texts;
    }
}
