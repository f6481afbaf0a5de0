using System.Globalization;
using Postroom.Settings;

namespace Postroom.People;

/// <summary>Which passwords are taken: long ones that are not among the first to be guessed (NIST SP 800-63B §5.1.1.2). No rule about kinds of characters.</summary>
public static class PasswordRules
{
    /// <summary>The fewest characters, as people count them.</summary>
    public const int MinimumLength = 12;

    /// <summary>The most UTF-16 units: a bound for the work of hashing.</summary>
    public const int MaximumLength = 256;

    // Leaked lists have these too seldom or never, and they come to mind here; case and digits at the end make no difference.
    static readonly HashSet<string> Common = new(Leaked(), StringComparer.OrdinalIgnoreCase)
    {
        "1q2w3e4r5t6y", "1qaz2wsx3edc", "abcdefghijkl", "administrator", "adminadminadmin", "changemechangeme",
        "changemeplease", "correcthorsebatterystaple", "iloveyouiloveyou", "letmeinletmein", "letmeinplease",
        "mypasswordis", "passwordadmin", "passwordpassword", "password1234", "passwort", "postroompassword", "postroompostroom",
        "q1w2e3r4t5y6", "qazwsxedcrfv", "qwertyqwerty", "qwertyuiop", "qwertyuiopasdf", "thisismypassword",
        "trustno1trustno1", "welcomewelcome", "zaq12wsxcde3", "zxcvbnmasdfghjkl", "パスワードパスワード",
    };

    /// <summary>What is wrong with a password for the user with this address; null: nothing.</summary>
    public static SettingsProblem? Check(string field, string password, string email)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentNullException.ThrowIfNull(email);
        if (new StringInfo(password).LengthInTextElements < MinimumLength) return new SettingsProblem(field, "Problem.Password.Short", MinimumLength);
        if (password.Length > MaximumLength) return new SettingsProblem(field, "Problem.Password.Long", MaximumLength);
        return IsEasy(password, email) ? new SettingsProblem(field, "Problem.Password.Common") : null;
    }

    static bool IsEasy(string password, string email)
    {
        var core = password.Trim().TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '!', '.', '?');
        var half = core.Length % 2 == 0 && core[..(core.Length / 2)] == core[(core.Length / 2)..] ? core[..(core.Length / 2)] : core;
        return Common.Contains(password) || Common.Contains(core) || Common.Contains(half) || Repeats(password) || Runs(password)
            || password.Equals(email, StringComparison.OrdinalIgnoreCase)
            || core.Equals(email.Split('@')[0], StringComparison.OrdinalIgnoreCase);
    }

    static IEnumerable<string> Leaked()
    {
        using var stream = typeof(PasswordRules).Assembly.GetManifestResourceStream("common-passwords.txt")
            ?? throw new InvalidOperationException("The list of leaked passwords is missing from the program.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith("# ", StringComparison.Ordinal)) yield return line;
        }
    }

    // abcabcabcabc: the same few characters over and over.
    static bool Repeats(string text) =>
        Enumerable.Range(1, 4).Any(period => !text.Where((c, i) => i >= period && c != text[i - period]).Any());

    // 1234567890123 or abcdefghijkl, forwards or backwards.
    static bool Runs(string text)
    {
        var steps = text.Zip(text.Skip(1), (a, b) => a == '9' && b == '0' ? 1 : b - a).Distinct().ToList();
        return steps is [1 or -1];
    }
}
