using Postroom.Mail.Smtp;

namespace Postroom.MailServers.Replies;

/// <summary>One row of <c>replies.json</c>. Every condition that is given must hold; of each, one value is enough.</summary>
/// <param name="Id">What it means: the name of its texts. Several rows may share one.</param>
/// <param name="Who">A word of <see cref="WhoActs"/>.</param>
/// <param name="Retry">A word of <see cref="RetryClass"/>, or <c>code</c>: later after 4yz, never after 5yz.</param>
/// <param name="Source">Where it is written: a link or an RFC section.</param>
/// <param name="Stages">Words of <see cref="SmtpStage"/>; null: any.</param>
/// <param name="Codes">First digits of the reply code, one to three; null: any.</param>
/// <param name="Enhanced">Enhanced codes, <c>*</c> for any class; null: any or none.</param>
/// <param name="Text">Parts of the reply's text, lower case; null: any.</param>
sealed record ReplyRule(
    string Id,
    string Who,
    string Retry,
    string Source,
    IReadOnlyList<string>? Stages,
    IReadOnlyList<string>? Codes,
    IReadOnlyList<string>? Enhanced,
    IReadOnlyList<string>? Text)
{
    /// <summary>Whether the rule says something about a reply.</summary>
    /// <param name="stage">The word of the stage; null: not known.</param>
    /// <param name="code">The three digits; empty: none.</param>
    /// <param name="enhanced">The enhanced code; null: none.</param>
    /// <param name="text">The text, lower case.</param>
    public bool Fits(string? stage, string code, EnhancedStatus? enhanced, string text) =>
        FitsStage(stage)
        && (Codes is null || Codes.Any(start => start.Length <= code.Length && code.StartsWith(start, StringComparison.Ordinal)))
        && (Enhanced is null || (enhanced is { } status && Enhanced.Any(pattern => FitsStatus(pattern, status))))
        && (Text is null || Text.Any(part => text.Contains(part, StringComparison.Ordinal)));

    /// <summary>What it means for a reply that fits.</summary>
    public Verdict Verdict(string code) => new(Id, Parse<WhoActs>(Who), Retry == "code" ? ByCode(code) : Parse<RetryClass>(Retry));

    bool FitsStage(string? stage) => Stages is null || (stage is not null && Stages.Contains(stage));

    static RetryClass ByCode(string code) => code.StartsWith('5') ? RetryClass.Never : RetryClass.Later;

    static bool FitsStatus(string pattern, EnhancedStatus status)
    {
        var text = status.ToString();
        return pattern.StartsWith('*') ? text.AsSpan(1).SequenceEqual(pattern.AsSpan(1)) : text == pattern;
    }

    static T Parse<T>(string word) where T : struct, Enum => Enum.Parse<T>(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
}
