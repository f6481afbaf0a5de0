using System.Text.RegularExpressions;

namespace Postroom.Admin.Shell;

/// <summary>What a mail server said, fit for a sentence of a page. The conversation of an attempt shows it byte for byte.</summary>
static partial class ServerText
{
    /// <summary>The words without the marks of control characters and of bytes that are no text.</summary>
    public static string Show(string? words) =>
        words is null ? "" : Spaces().Replace(NoText().Replace(Controls().Replace(words, " "), "\uFFFD"), " ").Trim();

    /// <summary>The same, cut so that it cannot fill the page.</summary>
    public static string Show(string? words, int most)
    {
        var shown = Show(words);
        return shown.Length <= most ? shown : string.Concat(shown.AsSpan(0, most), "…");
    }

    // As ReplyText writes them: one mark for each byte.
    [GeneratedRegex(@"(?:\\x(?:[01][0-9A-F]|7F)|[\p{Cc}\u2028\u2029])+", RegexOptions.NonBacktracking)]
    private static partial Regex Controls();

    [GeneratedRegex(@"(?:\\x[89A-F][0-9A-F])+", RegexOptions.NonBacktracking)]
    private static partial Regex NoText();

    [GeneratedRegex(" {2,}", RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();
}
