using System.Globalization;
using Postroom.Settings;

namespace Postroom.People.Accounts;

/// <summary>
/// The browsers from which a user has signed in before. Whoever comes from one is not held up by what strangers try. The
/// browser keeps a protected note, bound to the account and its stamp: a new password makes every other device a stranger's.
/// </summary>
public sealed class KnownDevices(SecretProtector secrets, TimeProvider time)
{
    /// <summary>How long a device is known after the last sign-in; the longest that browsers keep a cookie.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(400);

    // So many people may share a browser. The note has to fit into a cookie.
    const int Most = 5;
    const string Purpose = "known device";

    /// <summary>The note for a browser from which a user has just signed in.</summary>
    /// <param name="note">The note it has; null: none.</param>
    /// <param name="user">The user.</param>
    public string Remember(string? note, User user)
    {
        ArgumentNullException.ThrowIfNull(user);
        var (device, accounts) = Read(note) ?? (SessionStamp.New(), []);
        var until = (time.GetUtcNow() + Life).ToUnixTimeSeconds();
        var mine = string.Create(CultureInfo.InvariantCulture, $"{user.Id:N} {user.Stamp} {until}");
        var others = accounts.Where(account => !account.StartsWith(user.Id.ToString("N"), StringComparison.Ordinal)).Take(Most - 1);
        return secrets.Protect(Purpose, "", string.Join('\n', [device, mine, .. others]));
    }

    /// <summary>The name of the device when the user is known on it; null: it is a stranger's.</summary>
    /// <param name="note">What the browser kept; null: nothing.</param>
    /// <param name="user">Who is to be let in; null: nobody whom we know.</param>
    public string? Find(string? note, User? user)
    {
        if (user is null || Read(note) is not var (device, accounts)) return null;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return accounts.Select(account => account.Split(' ')).Any(words =>
            words[0] == user.Id.ToString("N") && words[1] == user.Stamp && long.Parse(words[2], CultureInfo.InvariantCulture) > now)
            ? device
            : null;
    }

    (string Device, string[] Accounts)? Read(string? note)
    {
        if (string.IsNullOrEmpty(note) || secrets.Unprotect(Purpose, "", note) is not SecretReading.Read read) return null;
        var lines = read.Secret.Split('\n');
        return (lines[0], lines[1..]);
    }
}
