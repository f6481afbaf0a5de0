using Postroom.Settings;

namespace Postroom.Accepting.Senders;

/// <summary>The From rules of an app as people type and stores keep them: one a line.</summary>
public static class SenderRules
{
    /// <summary>The most rules of one app.</summary>
    public const int Most = 100;

    const int LongestRule = 320;

    /// <summary>Reads rules as they were typed, one a line or with commas between.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="field">The field to name in a problem.</param>
    /// <returns>The rules, without repeats; empty: none was typed, so the default holds.</returns>
    public static (IReadOnlyList<SenderRule> Rules, SettingsProblem? Problem) Read(string typed, string field)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var rules = new List<SenderRule>();
        foreach (var word in typed.Split(['\r', '\n', ',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Length > LongestRule || !SenderRule.TryParse(word, out var rule))
                return ([], new SettingsProblem(field, "Problem.SenderRule.Invalid", CleanStart(word)));
            if (!rules.Contains(rule)) rules.Add(rule);
        }

        return rules.Count > Most ? ([], new SettingsProblem(field, "Problem.SenderRule.TooMany", Most))
            : (rules, null);
    }

    static string CleanStart(string word) => word.Length <= 80 ? word : word[..80] + "…";

    /// <summary>Rules as they were kept. One that cannot be read any more allows nothing.</summary>
    /// <param name="kept">One a line; null or empty: none, so the default holds.</param>
    public static IReadOnlyList<SenderRule> Kept(string? kept) =>
    [
        .. (kept ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => SenderRule.TryParse(line, out var rule) ? rule : null).OfType<SenderRule>(),
    ];
}
