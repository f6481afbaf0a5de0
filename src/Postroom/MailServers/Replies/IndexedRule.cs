using System.Globalization;
using System.Text.RegularExpressions;
using Postroom.Mail.Smtp;

namespace Postroom.MailServers.Replies;

/// <summary>A rule made ready to be tried on thousands of replies a second.</summary>
sealed class IndexedRule
{
    // Linear time whatever the text (NonBacktracking); the time-out is for a machine that stands still.
    const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(250);

    readonly (int Low, int High)[]? _codes;
    readonly (int Class, int Subject, int Detail)[]? _enhanced;
    readonly int[]? _phrases;
    readonly int[]? _words;
    readonly int[]? _without;
    readonly IReadOnlyList<string> _stages;
    readonly Regex? _pattern;
    readonly Verdict _transient;
    readonly Verdict _permanent;

    /// <summary>Makes a rule ready.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="numberOf">The number of a phrase in the <see cref="PhraseFinder"/>.</param>
    /// <param name="words">The groups of words.</param>
    /// <param name="stages">The stages of its meaning.</param>
    public IndexedRule(ReplyRule rule, Func<string, int> numberOf, ReplyWords words, ReplyStages stages)
    {
        Rule = rule;
        _codes = rule.Codes?.Select(CodesOf).ToArray();
        _enhanced = rule.Enhanced?.Select(StatusOf).ToArray();
        _phrases = rule.Text?.Select(numberOf).ToArray();
        _words = rule.Words?.Select(words.NumberOf).ToArray();
        _without = rule.Without?.Select(words.NumberOf).ToArray();
        _stages = rule.Stages ?? stages.Of(rule.Id);
        _pattern = rule.Pattern is null ? null : new Regex(rule.Pattern, Options, LongestMatch);
        (_transient, _permanent) = (rule.Verdict(isPermanent: false), rule.Verdict(isPermanent: true));
    }

    /// <summary>The rule as it stands in the file.</summary>
    public ReplyRule Rule { get; }

    /// <summary>What it means for a reply that fits.</summary>
    public Verdict Verdict(int code) => code >= 500 ? _permanent : _transient;

    /// <summary>Whether the rule says something about a reply.</summary>
    /// <param name="stage">The word of the stage; null: not known.</param>
    /// <param name="code">The three digits.</param>
    /// <param name="enhanced">The enhanced code; null: none.</param>
    /// <param name="found">The phrases that stand in the text.</param>
    /// <param name="words">The groups of words that stand in the text.</param>
    /// <param name="text">The text.</param>
    public bool Fits(string? stage, int code, EnhancedStatus? enhanced, PhraseSet found, PhraseSet words, string text) =>
        FitsCode(code)
        && (_enhanced is null || (enhanced is { } status && FitsStatus(status)))
        && (stage is null ? Rule.Stages is null : _stages.Contains(stage))
        && (_phrases is null || found.HasAny(_phrases))
        && (_words is null || words.HasAll(_words))
        && (_without is null || !words.HasAny(_without))
        && (_pattern is null || FitsPattern(text));

    bool FitsCode(int code)
    {
        if (_codes is null) return true;
        foreach (var (low, high) in _codes)
            if (code >= low && code <= high) return true;
        return false;
    }

    bool FitsStatus(EnhancedStatus status)
    {
        foreach (var (category, subject, detail) in _enhanced!)
            if (detail == status.Detail && subject == status.Subject && (category == 0 || category == status.Class)) return true;
        return false;
    }

    bool FitsPattern(string text)
    {
        try
        {
            return _pattern!.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false; // The next row that fits says it in other words.
        }
    }

    // "5" is 500 to 599, "55" is 550 to 559, "550" is itself.
    static (int Low, int High) CodesOf(string start)
    {
        var width = start.Length switch { 1 => 100, 2 => 10, 3 => 1, _ => throw new FormatException($"The code {start} in replies.json has not one to three digits.") };
        var low = int.Parse(start, NumberStyles.None, CultureInfo.InvariantCulture) * width;
        return (low, low + width - 1);
    }

    static (int Class, int Subject, int Detail) StatusOf(string text)
    {
        var parts = text.Split('.');
        return (parts[0] == "*" ? 0 : Number(parts[0]), Number(parts[1]), Number(parts[2]));
    }

    static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
