using System.Globalization;
using Postroom.Mail.Mime;

namespace Postroom.Tests.Mail.Mime;

public sealed class RfcDateTests
{
    [Theory]
    [InlineData("Fri, 02 Jan 2026 03:04:05 +0000", "2026-01-02T03:04:05+00:00")]
    [InlineData("2 Jan 2026 03:04 +0900", "2026-01-02T03:04:00+09:00")]
    [InlineData("Fri, 2 Jan 2026 03:04:05 -0330 (NST)", "2026-01-02T03:04:05-03:30")]
    [InlineData("02 Jan 26 03:04:05 GMT", "2026-01-02T03:04:05+00:00")]
    [InlineData("02 Jan 99 03:04:05 EST", "1999-01-02T03:04:05-05:00")]
    [InlineData("31 Dec 2016 23:59:60 +0000", "2016-12-31T23:59:59+00:00")]
    public void Reads_dates(string text, string date)
    {
        Assert.True(RfcDate.TryParse(text, out var read));

        Assert.Equal(DateTimeOffset.Parse(date, CultureInfo.InvariantCulture), read);
    }

    [Theory]
    [InlineData(""), InlineData("x"), InlineData("31 Feb 2026 00:00 +0000"), InlineData("1 Foo 2026 00:00 +0000"), InlineData("1 Jan 2026 25:00 +0000")]
    [InlineData("1 Jan 0000 00:00 +0000"), InlineData("99999999999 Jan 2026 00:00"), InlineData("Fri"), InlineData(null)]
    public void Refuses_what_is_no_date(string? text) => Assert.False(RfcDate.TryParse(text, out _));

    [Theory]
    [InlineData(9.0, "+0900"), InlineData(0.0, "+0000"), InlineData(-3.5, "-0330")]
    public void Writes_dates_with_their_offset(double hours, string offset)
    {
        var date = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(hours));

        Assert.Equal($"Fri, 02 Jan 2026 03:04:05 {offset}", RfcDate.Format(date));
    }
}
