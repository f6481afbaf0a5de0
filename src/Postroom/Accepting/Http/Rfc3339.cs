using System.Globalization;

namespace Postroom.Accepting.Http;

/// <summary>Reads times as RFC 3339 §5.6 writes them: with an offset, as else nobody knows when it is.</summary>
static class Rfc3339
{
    const int Longest = 40;
    const int MostDigits = 7; // What a DateTimeOffset can hold: 100 ns. Further digits are less than that.
    static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>
    /// Reads a time: any number of fraction digits, <c>t</c> and <c>z</c> in either case, a leap second as the one
    /// before it.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="time">The time in UTC.</param>
    public static bool TryRead(string text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length is < 20 or > Longest || char.ToUpperInvariant(text[10]) != 'T') return false;
        var end = text.IndexOfAny(['Z', 'z', '+', '-'], 19);
        if (end < 0) return false;
        var fraction = text[19..end];
        if (fraction.Length > 0 && !(fraction[0] == '.' && fraction.Length > 1
            && fraction.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0))
        {
            return false;
        }
        var kept = fraction.Length > MostDigits + 1 ? fraction[..(MostDigits + 1)] : fraction;
        var seconds = text[17..19] == "60" ? "59" : text[17..19];
        var written = $"{text[..10]}T{text[11..17]}{seconds}{kept}{text[end..].ToUpperInvariant()}";
        return DateTimeOffset.TryParseExact(
            written, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time);
    }
}
