using System.Globalization;

namespace Postroom.Mail.Mime;

/// <summary>Dates in headers (RFC 5322 §3.3).</summary>
public static class RfcDate
{
    /// <summary>Writes a date as the Date header has it, such as <c>Fri, 02 Jan 2026 03:04:05 +0000</c>, with its own offset.</summary>
    public static string Format(DateTimeOffset date)
    {
        var minutes = (int)Math.Abs(date.Offset.TotalMinutes);
        var sign = date.Offset < TimeSpan.Zero ? '-' : '+';
        return string.Create(CultureInfo.InvariantCulture,
            $"{date:ddd, dd MMM yyyy HH:mm:ss} {sign}{minutes / 60:00}{minutes % 60:00}");
    }
}
