using System.Globalization;

namespace Postroom.Admin.Shell;

/// <summary>Writes moments and durations for people.</summary>
static class Moments
{
    /// <summary>A moment in the reader's zone; in UTC, and saying so, where the zone is not known.</summary>
    public static string Text(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo? zone, bool isExact)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone ?? TimeZoneInfo.Utc);
        var today = TimeZoneInfo.ConvertTime(now, zone ?? TimeZoneInfo.Utc).Date;
        var format = isExact ? "yyyy-MM-dd HH:mm:ss" : local.Date == today ? "HH:mm" : "yyyy-MM-dd HH:mm";
        var text = local.ToString(format, CultureInfo.InvariantCulture);
        return zone is null ? text + " UTC" : text;
    }

    /// <summary>A duration, such as <c>350 ms</c> or <c>12.4 s</c>.</summary>
    public static string Text(TimeSpan duration) => duration.TotalSeconds < 1
        ? string.Create(CultureInfo.CurrentCulture, $"{duration.TotalMilliseconds:0} ms")
        : string.Create(CultureInfo.CurrentCulture, $"{duration.TotalSeconds:0.0} s");

    /// <summary>A size, such as <c>1.2 MB</c>; a kB has 1,000 bytes.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1_000 => string.Create(CultureInfo.CurrentCulture, $"{bytes} B"),
        < 1_000_000 => string.Create(CultureInfo.CurrentCulture, $"{bytes / 1_000.0:0.#} kB"),
        _ => string.Create(CultureInfo.CurrentCulture, $"{bytes / 1_000_000.0:0.#} MB"),
    };
}
