using System.Text.RegularExpressions;

namespace Postroom.MailServers.Replies;

/// <summary>What a reply or a failure means.</summary>
/// <param name="Id">A stable name, such as <c>auth-wrong</c>.</param>
/// <param name="Who">Who has to act.</param>
/// <param name="Retry">What to do with the message.</param>
public sealed partial record Verdict(string Id, WhoActs Who, RetryClass Retry)
{
    /// <summary>Whether it follows from the phase and the basic code alone, because nobody knows the words yet. The default value is false.</summary>
    public bool IsGeneral { get; init; }

    /// <summary>Where the rule is written, a link or an RFC section; null: it is our own.</summary>
    public string? Source { get; init; }

    /// <summary>The address of <see cref="Source"/>; null: there is none.</summary>
    public string? Link => Source is null ? null
        : Section().Match(Source) is { Success: true } rfc ? $"https://www.rfc-editor.org/rfc/rfc{rfc.Groups[1].Value}#section-{rfc.Groups[2].Value}"
        : Source;

    /// <summary>The word for <see cref="Who"/> in files and output.</summary>
    public string WhoWord => ReplyNames.Of(Who);

    /// <summary>The word for <see cref="Retry"/> in files and output.</summary>
    public string RetryWord => ReplyNames.Of(Retry);

    [GeneratedRegex(@"^RFC (\d{4}) §([\d.]+)$", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Section();
}
