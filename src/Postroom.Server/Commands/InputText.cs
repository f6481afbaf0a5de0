using System.Text;

namespace Postroom.Server.Commands;

/// <summary>
/// Reads text of files and pipes: UTF-8, or what a byte order mark says; anything else is refused and not guessed.
/// </summary>
static class InputText
{
    /// <summary>The text.</summary>
    /// <param name="bytes">All of it.</param>
    /// <param name="what">What it is called in the reason, such as <c>Standard input</c>.</param>
    /// <exception cref="InvalidDataException">It is in no encoding that is known for sure; the message says how to
    /// convert it.</exception>
    public static string Read(ReadOnlySpan<byte> bytes, string what)
    {
        Encoding encoding = bytes switch
        {
            [0xFF, 0xFE, 0, 0, ..] =>
                new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true),
            [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
            [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
            _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
        };
        var text = bytes.StartsWith(encoding.Preamble) ? bytes[encoding.Preamble.Length..] : bytes;
        try
        {
            var read = encoding.GetString(text);
            if (!read.Contains('\0', StringComparison.Ordinal)) return read;
        }
        catch (DecoderFallbackException)
        {
            // Told below, as for text that is UTF-16 without a mark.
        }

        throw new InvalidDataException(
            $"{what} is not in UTF-8 and has no byte order mark. Convert it first, such as: iconv -f ISO-8859-1 -t UTF-8");
    }
}
