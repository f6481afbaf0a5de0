using System.Globalization;

namespace Postroom.Mail.Addresses;

/// <summary>The kinds of character that matter in addresses and headers.</summary>
static class Characters
{
    static readonly System.Buffers.SearchValues<char> Atext = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~");

    /// <summary>Whether the character may stand in an ASCII atom (RFC 5322 §3.2.3).</summary>
    public static bool IsAtext(char c) => Atext.Contains(c);

    /// <summary>Whether the text is a dot-string of atoms (RFC 5321 §4.1.2), non-ASCII letters included (RFC 6531 §3.3).</summary>
    public static bool IsDotString(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] == '.' || text[^1] == '.') return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '.' ? text[i - 1] == '.' : text[i] < 0x80 && !IsAtext(text[i])) return false;
        }

        return true;
    }

    /// <summary>C0, DEL and C1 controls, and the two Unicode line separators: whatever some program takes for a line end.</summary>
    public static bool IsControl(char c) => c is < ' ' or (>= '\x7F' and <= '\x9F') or '\u2028' or '\u2029';

    /// <summary>Characters that turn the direction of what follows, so that an address can be shown as another one.</summary>
    public static bool IsDirectionOverride(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>The index of the first character that no name and no address may hold, or -1; and why.</summary>
    public static int IndexOfForbidden(ReadOnlySpan<char> text, out string reason)
    {
        reason = "";
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= ' ' and < '\x7F') continue;
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
                continue;
            }

            if (ReasonAgainst(c) is not { } found) continue;
            reason = found;
            return i;
        }

        return -1;
    }

    static string? ReasonAgainst(char c) => c switch
    {
        '\r' or '\n' or '\u0085' or '\u2028' or '\u2029' => "A line break cannot stand in an address: remove it.",
        '\t' => "A tab cannot stand in an address: remove it or use a space.",
        _ when IsControl(c) => Invariant($"The invisible control character U+{(int)c:X4} cannot stand in an address: remove it."),
        _ when IsDirectionOverride(c) => Invariant(
            $"The character U+{(int)c:X4}, which turns the direction of writing, cannot stand in an address: remove it."),
        _ when char.IsSurrogate(c) => "Half of a character (a lone surrogate) stands here: remove it.",
        _ => null,
    };

    /// <summary>Whether the character at the index is invisible or a space, and so has no place inside an address.</summary>
    public static bool IsInvisible(string text, int index) => CharUnicodeInfo.GetUnicodeCategory(text, index) switch
    {
        UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.Control or UnicodeCategory.Surrogate => true,
        // The joiners carry meaning in Persian and in Indic scripts.
        UnicodeCategory.Format => text[index] is not ('\u200C' or '\u200D'),
        _ => false,
    };

    static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
