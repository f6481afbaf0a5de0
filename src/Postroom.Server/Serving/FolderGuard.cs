using Postroom.Settings;
using Postroom.Sqlite;

namespace Postroom.Server.Serving;

/// <summary>What a start looks at in the data folder before it serves it, told in words.</summary>
static class FolderGuard
{
    const int Shown = 5;

    /// <summary>Takes the rights of other users away, and says so.</summary>
    public static async Task CloseAsync(string dataFolder, TextWriter errors)
    {
        var tightening = PrivateFiles.Tighten(dataFolder);
        if (tightening.Done.Count > 0)
            await errors.WriteLineAsync($"Other users of this machine could read or change {Names(tightening.Done)}. Their rights were removed.");
        if (tightening.Left.Count > 0)
            await errors.WriteLineAsync($"Warning: other users of this machine can read or change {Names(tightening.Left)}. Remove their rights: {tightening.Command}");
    }

    /// <summary>What stands in the way of reading the stored secrets; null: nothing.</summary>
    public static async Task<string?> LostKeysAsync(SqliteDatabase database, CancellationToken cancellationToken)
    {
        var reading = KeyRing.Read(database.Folder, await database.ReadProtectedAsync(cancellationToken));
        if (!reading.IsMissing) return null;
        return FormattableString.Invariant($"{KeyRing.FolderIn(database.Folder)}: The keys of this database are not there, and with them {reading.Lost} stored secrets cannot be read: ")
            + "passwords of mail servers and single sign-on, client and DKIM keys, secrets of webhooks, second factors, and the key of the links in mails. "
            + "Restore the folder keys from the backup that the database came from. "
            + "If there is none, start once with --accept-lost-keys: then enter those secrets again; links in mails sent before no longer work.";
    }

    static string Names(IReadOnlyList<string> paths) =>
        string.Join(", ", paths.Take(Shown)) + (paths.Count > Shown ? FormattableString.Invariant($" and {paths.Count - Shown} more") : "");
}
