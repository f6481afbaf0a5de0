using System.Buffers.Text;

namespace Postroom.Mail.Smtp;

/// <summary>An enhanced status code such as <c>5.7.1</c> (RFC 3463 §2).</summary>
/// <param name="Class">2 success, 4 for the time being, 5 permanent.</param>
/// <param name="Subject">0 to 999.</param>
/// <param name="Detail">0 to 999.</param>
public readonly record struct EnhancedStatus(int Class, int Subject, int Detail)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Class}.{Subject}.{Detail}");

    /// <summary>Reads the code a reply's text begins with, when its class is that of the reply (RFC 2034 §4).</summary>
    /// <param name="text">The text after the reply code and its separator.</param>
    /// <param name="expectedClass">The first digit of the reply code.</param>
    /// <param name="status">The code.</param>
    /// <param name="length">How many bytes it takes, the space behind it counted.</param>
    internal static bool TryRead(ReadOnlySpan<byte> text, int expectedClass, out EnhancedStatus status, out int length)
    {
        status = default;
        length = 0;
        if (expectedClass is not (2 or 4 or 5) || text.Length < 5 || text[0] != '0' + expectedClass || text[1] != '.') return false;

        if (!TryReadNumber(text[2..], out var subject, out var subjectLength)) return false;
        var rest = text[(2 + subjectLength)..];
        if (rest is not [(byte)'.', ..] || !TryReadNumber(rest[1..], out var detail, out var detailLength)) return false;

        rest = rest[(1 + detailLength)..];
        if (rest is not ([] or [(byte)' ', ..])) return false;

        status = new EnhancedStatus(expectedClass, subject, detail);
        length = text.Length - rest.Length + (rest.IsEmpty ? 0 : 1);
        return true;
    }

    static bool TryReadNumber(ReadOnlySpan<byte> text, out int number, out int length) =>
        Utf8Parser.TryParse(text, out number, out length) && length <= 3 && char.IsAsciiDigit((char)text[0]);
}
