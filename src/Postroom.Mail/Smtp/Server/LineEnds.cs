namespace Postroom.Mail.Smtp.Server;

/// <summary>Looks at line ends (RFC 5321 §2.3.8).</summary>
static class LineEnds
{
    /// <summary>Whether a CR or LF stands by itself.</summary>
    public static bool HasBare(ReadOnlySpan<byte> text)
    {
        while (true)
        {
            var at = text.IndexOfAny((byte)'\r', (byte)'\n');
            if (at < 0) return false;
            if (!text[at..].StartsWith("\r\n"u8)) return true;
            text = text[(at + 2)..];
        }
    }
}
