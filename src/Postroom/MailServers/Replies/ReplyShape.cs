using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Postroom.Mail.Smtp;

namespace Postroom.MailServers.Replies;

/// <summary>
/// A reply without anything that tells of people or machines, so that replies that differ only there are one, and can be
/// shown and passed on: addresses, names, links, hosts, numbers and ids are marks such as <c>&lt;address&gt;</c> and <c>#</c>.
/// </summary>
public static partial class ReplyShape
{
    /// <summary>So much of a reply is looked at.</summary>
    const int LongestText = 1_000;

    /// <summary>So much of a shape is kept.</summary>
    const int LongestShape = 240;

    /// <summary>A longer word is an id, in no language a word.</summary>
    const int LongestWord = 24;

    /// <summary>The shape of a reply; null: it says nothing but its code.</summary>
    /// <param name="reply">The reply. One to a login is never given here: some servers repeat the password in it.</param>
    /// <param name="names">Names known to be personal, such as the local part of the recipient; they are found as whole words.</param>
    public static string? Of(Reply reply, params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(reply);
        ArgumentNullException.ThrowIfNull(names);
        var text = reply.Text;
        if (text.Length > LongestText) text = text[..LongestText];
        if (!text.Any(char.IsLetter)) return null;
        text = Link().Replace(text, "<link>");
        text = Address().Replace(text, "<address>");
        text = names.Where(name => name.Length > 1).Aggregate(text, WithoutName);
        text = Quoted().Replace(text, "<name>");
        text = Internet6().Replace(text, "<ip>");
        text = Internet4().Replace(text, "<ip>");
        text = Host().Replace(text, "<host>");
        text = Blanks().Replace(Word().Replace(text, match => Marked(match.Value)), " ").Trim();
        var status = reply.Enhanced is { } enhanced ? $" {enhanced}" : "";
        var shape = string.Create(CultureInfo.InvariantCulture, $"{reply.Code}{status} {text}");
        return shape.Length <= LongestShape ? shape : shape[..LongestShape] + "…";
    }

    static string Marked(string word)
    {
        var (hasDigit, hasLetter) = (word.Any(char.IsAsciiDigit), word.Any(char.IsLetter));
        return (hasDigit, hasLetter) switch
        {
            (true, false) => "#",
            (true, true) => "<id>",
            _ => word.Length > LongestWord ? "<id>" : word,
        };
    }

    static string WithoutName(string text, string name)
    {
        var clean = new StringBuilder(text.Length);
        var from = 0;
        for (var at = Next(0); at >= 0; at = Next(from))
        {
            clean.Append(text, from, at - from).Append("<name>");
            from = at + name.Length;
        }

        return clean.Append(text, from, text.Length - from).ToString();

        int Next(int start)
        {
            for (var at = text.IndexOf(name, start, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
            {
                var end = at + name.Length;
                if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]))) return at;
            }

            return -1;
        }
    }

    [GeneratedRegex(@"(?i:https?|ftp|mailto):\S+", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Link();

    [GeneratedRegex(@"<[^<>\s]*@[^<>\s]*>|[^\s<>()\[\]]+@[^\s<>()\[\]]+", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Address();

    [GeneratedRegex("'[^'\\s]{1,64}'|\"[^\"\\s]{1,64}\"|`[^`\\s]{1,64}`", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?<![0-9A-Za-z])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![0-9A-Za-z])", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Internet6();

    [GeneratedRegex(@"\d{1,3}(?:[.-]\d{1,3}){3}", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Internet4();

    [GeneratedRegex(@"[\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63})+", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Host();

    [GeneratedRegex(@"[\p{L}\p{N}_+/=-]+", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Word();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Blanks();
}
