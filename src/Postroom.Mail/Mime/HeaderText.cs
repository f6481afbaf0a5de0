using System.Text;

namespace Postroom.Mail.Mime;

/// <summary>Reads encoded words (RFC 2047) out of header text.</summary>
static class HeaderText
{
    const int LongestCharset = 60;

    /// <summary>
    /// The text with its encoded words decoded. Space between two of them is dropped (RFC 2047 §6.2), and neighbours of
    /// one charset are joined before they are decoded: many programs cut through a character. Controls become spaces.
    /// </summary>
    public static string Decode(string text)
    {
        var at = text.IndexOf("=?", StringComparison.Ordinal);
        if (at < 0) return HeaderEncoder.Spaced(text);
        var decoded = new StringBuilder(text.Length);
        using var bytes = new ByteWriter(text.Length);
        string? charset = null;
        var copied = 0;
        while (at >= 0)
        {
            if (!Word.TryRead(text, at, out var word))
            {
                at = text.IndexOf("=?", at + 1, StringComparison.Ordinal);
                continue;
            }

            var between = text.AsSpan(copied..at);
            var isJoined = charset is not null && between.IsWhiteSpace();
            if (!isJoined || !string.Equals(charset, word.Charset, StringComparison.OrdinalIgnoreCase)) Flush();
            if (!isJoined) decoded.Append(between);
            charset = word.Charset;
            word.Decode(text, bytes);
            copied = word.End;
            at = text.IndexOf("=?", copied, StringComparison.Ordinal);
        }

        Flush();
        return HeaderEncoder.Spaced(decoded.Append(text.AsSpan(copied)).ToString());

        void Flush()
        {
            if (charset is not null) decoded.Append(Charsets.Decode(charset, bytes.Written, out _));
            charset = null;
            bytes.Clear();
        }
    }

    readonly record struct Word(string Charset, bool IsB, int Start, int End)
    {
        public static bool TryRead(string text, int at, out Word word)
        {
            word = default;
            var afterCharset = text.IndexOf('?', at + 2, Math.Min(LongestCharset, text.Length - at - 2));
            if (afterCharset < 0 || afterCharset + 2 >= text.Length || text[afterCharset + 2] != '?') return false;
            var method = char.ToUpperInvariant(text[afterCharset + 1]);
            if (method is not ('B' or 'Q')) return false;
            var start = afterCharset + 3;
            var end = text.IndexOf('?', start);
            if (end < 0 || end + 1 >= text.Length || text[end + 1] != '=') return false;
            // A language may follow the charset (RFC 2231 §5).
            var charset = text.AsSpan(at + 2, afterCharset - at - 2);
            if (charset.IndexOf('*') is var star and >= 0) charset = charset[..star];
            if (!MediaType.IsToken(charset)) return false;
            word = new(charset.ToString(), method == 'B', start, end + 2);
            return true;
        }

        public void Decode(string text, ByteWriter bytes)
        {
            var encoded = Encoding.UTF8.GetBytes(text, Start, End - 2 - Start);
            if (IsB) TransferDecoder.Base64(encoded, bytes);
            else TransferDecoder.Q(encoded, bytes);
        }
    }
}
