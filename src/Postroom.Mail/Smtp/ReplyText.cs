using System.Buffers;
using System.Globalization;
using System.Text;

namespace Postroom.Mail.Smtp;

/// <summary>Turns what a server said into text that is safe to show: valid UTF-8 stays, all else becomes <c>\xNN</c>.</summary>
static class ReplyText
{
    static readonly SearchValues<byte> PlainAscii =
        SearchValues.Create([.. Enumerable.Range(0x20, 0x7F - 0x20).Select(octet => (byte)octet)]);

    public static string Show(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOfAnyExcept(PlainAscii) < 0 ? Encoding.ASCII.GetString(bytes) : Escape(bytes);

    /// <summary>The same, cut to a length.</summary>
    public static string Show(ReadOnlySpan<byte> bytes, int maxLength)
    {
        var text = Show(bytes[..Math.Min(bytes.Length, maxLength)]);
        return bytes.Length <= maxLength && text.Length <= maxLength ? text : $"{text[..Math.Min(text.Length, maxLength)]}...";
    }

    static string Escape(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length + 16);
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var used);
            if (status == OperationStatus.Done && IsHarmless(rune)) text.Append(rune.ToString());
            else AppendEscaped(text, bytes[..used]);
            bytes = bytes[used..];
        }

        return text.ToString();
    }

    // Format characters reorder or hide what a reader sees (bidi overrides, zero width), so they are shown as bytes too.
    static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    static void AppendEscaped(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        foreach (var octet in bytes) text.Append(CultureInfo.InvariantCulture, $"\\x{octet:X2}");
    }
}
