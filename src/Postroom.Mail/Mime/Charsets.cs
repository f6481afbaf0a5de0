using System.Text;

namespace Postroom.Mail.Mime;

/// <summary>Turns bytes into text by the name of a charset, as mail in the wild uses the names.</summary>
static class Charsets
{
    const int LongestName = 40;
    static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text. What is no text in the charset becomes U+FFFD; an unknown charset is guessed.</summary>
    /// <param name="charset">The name; null or empty is US-ASCII (RFC 2045 §5.2).</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="isKnown">Whether the charset is one of those known here.</param>
    public static string Decode(string? charset, ReadOnlySpan<byte> bytes, out bool isKnown)
    {
        var name = (charset ?? "").Trim().Trim('"', '\'').ToLowerInvariant();
        isKnown = true;
        switch (name)
        {
            case "" or "us-ascii" or "ascii" or "ansi_x3.4-1968":
                return Guess(bytes);
            case "utf-8" or "utf8":
                return Encoding.UTF8.GetString(bytes);
            case "iso-8859-1" or "latin1" or "latin-1":
                return Encoding.Latin1.GetString(bytes);
            case "utf-16le":
                return Encoding.Unicode.GetString(bytes);
            case "utf-16be" or "utf-16":
                return Encoding.BigEndianUnicode.GetString(bytes);
        }

        if (Find(name) is { } encoding) return encoding.GetString(bytes);
        isKnown = false;
        return Guess(bytes);
    }

    /// <summary>UTF-8 when the bytes are valid UTF-8, else windows-1252, which undeclared 8-bit text most often is.</summary>
    public static string Guess(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes)) return StrictUtf8.GetString(bytes);
        return CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(bytes);
    }

    // UTF-7 is not among them: it hides ASCII from every filter.
    static Encoding? Find(string name)
    {
        if (name.Length > LongestName || !MediaType.IsToken(name)) return null;
        var alias = name switch
        {
            "sjis" or "x-sjis" or "cp932" or "ms932" or "windows-31j" or "shift-jis" => "shift_jis",
            "x-euc-jp" or "eucjp" or "eucjp-ms" => "euc-jp",
            "iso-2022-jp-1" or "iso-2022-jp-2" or "iso-2022-jp-3" or "iso-2022-jp-ms" or "cp50220" => "iso-2022-jp",
            _ when name.StartsWith("cp12", StringComparison.Ordinal) => $"windows-{name[2..]}",
            _ => name,
        };
        return CodePagesEncodingProvider.Instance.GetEncoding(alias);
    }
}
