using System.Globalization;

namespace Postroom.Mail.Mime;

/// <summary>Dates in headers (RFC 5322 §3.3).</summary>
public static class RfcDate
{
    const int LongestText = 200;
    static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <summary>Writes a date as the Date header has it, such as <c>Fri, 02 Jan 2026 03:04:05 +0000</c>, with its own offset.</summary>
    public static string Format(DateTimeOffset date)
    {
        var minutes = (int)Math.Abs(date.Offset.TotalMinutes);
        var sign = date.Offset < TimeSpan.Zero ? '-' : '+';
        return string.Create(CultureInfo.InvariantCulture,
            $"{date:ddd, dd MMM yyyy HH:mm:ss} {sign}{minutes / 60:00}{minutes % 60:00}");
    }

    /// <summary>Reads a date, the obsolete forms of RFC 5322 §4.3 too. Never throws.</summary>
    /// <param name="text">The value of the header; null is refused.</param>
    /// <param name="date">The date; the default when it cannot be understood.</param>
    public static bool TryParse(string? text, out DateTimeOffset date)
    {
        date = default;
        if (text is null || text.Length > LongestText) return false;
        if (text.IndexOf('(', StringComparison.Ordinal) is var comment and >= 0) text = text[..comment];
        // "-" parts old dates (02-Jan-2026); the sign of the zone is looked for in the text itself.
        var words = text.Split([' ', '\t', ',', '-'], StringSplitOptions.RemoveEmptyEntries).AsSpan();
        if (words.Length > 0 && !char.IsAsciiDigit(words[0][0])) words = words[1..];
        if (words.Length < 4 || !DayOf(words, out var day) || !TimeOf(words[3], out var time)) return false;
        var offset = words.Length > 4 ? OffsetOf(words[4], text) : TimeSpan.Zero;
        date = new DateTimeOffset(day, new TimeOnly(time.Ticks), offset);
        return true;
    }

    static bool DayOf(ReadOnlySpan<string> words, out DateOnly date)
    {
        date = default;
        if (!Number(words[0], out var day) || !Number(words[2], out var year)) return false;
        var name = words[1];
        var month = 1 + Array.FindIndex(Months, start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase));
        if (words[2].Length == 2) year += year < 50 ? 2000 : 1900;
        else if (words[2].Length == 3) year += 1900;
        // The first and the last year are left out: with an offset their instants may lie outside of what can be told.
        if (month == 0 || year is < 2 or > 9998 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        date = new DateOnly(year, month, day);
        return true;
    }

    static bool TimeOf(string word, out TimeSpan time)
    {
        time = default;
        var parts = word.Split(':');
        var second = 0;
        if (parts.Length is not (2 or 3) || !Number(parts[0], out var hour) || !Number(parts[1], out var minute)) return false;
        if (parts.Length == 3 && !Number(parts[2], out second)) return false;
        if (hour > 23 || minute > 59 || second > 60) return false;
        time = new TimeSpan(hour, minute, Math.Min(second, 59)); // a leap second has no place in DateTimeOffset
        return true;
    }

    static TimeSpan OffsetOf(string word, string text)
    {
        var digits = word.TrimStart('+');
        if (digits.Length == 4 && Number(digits, out var number) && number / 100 < 14 && number % 100 < 60)
        {
            var offset = new TimeSpan(number / 100, number % 100, 0);
            return text.Contains($"-{digits}", StringComparison.Ordinal) ? -offset : offset;
        }

        return word.ToUpperInvariant() switch
        {
            "EDT" => TimeSpan.FromHours(-4),
            "EST" or "CDT" => TimeSpan.FromHours(-5),
            "CST" or "MDT" => TimeSpan.FromHours(-6),
            "MST" or "PDT" => TimeSpan.FromHours(-7),
            "PST" => TimeSpan.FromHours(-8),
            _ => TimeSpan.Zero,
        };
    }

    static bool Number(string word, out int number) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number) && word.Length <= 4;
}
