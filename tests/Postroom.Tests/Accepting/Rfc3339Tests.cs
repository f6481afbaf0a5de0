using Postroom.Accepting.Http;

namespace Postroom.Tests.Accepting;

/// <summary>Times as callers write them (RFC 3339 §5.6).</summary>
public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("2026-12-01T09:00:00Z", "2026-12-01T09:00:00.0000000+00:00")]
    [InlineData("2026-12-01t09:00:00z", "2026-12-01T09:00:00.0000000+00:00")]
    [InlineData("2026-12-01T09:00:00.5+09:00", "2026-12-01T00:00:00.5000000+00:00")]
    [InlineData("2026-12-01T09:00:00.1234567Z", "2026-12-01T09:00:00.1234567+00:00")]
    [InlineData("2026-12-01T09:00:00.123456789Z", "2026-12-01T09:00:00.1234567+00:00")]
    [InlineData("2026-12-31T23:59:60Z", "2026-12-31T23:59:59.0000000+00:00")]
    [InlineData("2026-12-01T09:00:00-00:00", "2026-12-01T09:00:00.0000000+00:00")]
    public void A_time_is_read(string text, string expected)
    {
        Assert.True(Rfc3339.TryRead(text, out var time));
        Assert.Equal(expected, time.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(""), InlineData("2026-12-01T09:00:00"), InlineData("2026-12-01 09:00:00Z"),
        InlineData("2026-12-01T09:00Z"), InlineData("2026-13-01T09:00:00Z")]
    [InlineData("2026-12-01T09:00:00.Z"), InlineData("2026-12-01T09:00:00,5Z"), InlineData("2026-12-01T09:00:00.１Z"),
        InlineData("tomorrow at nine o'clock"), InlineData("2026-12-01T09:00:00+9")]
    [InlineData("2026-12-01T09:00:00.12345678901234567890123456789Z")]
    public void What_is_no_time_is_none(string text) => Assert.False(Rfc3339.TryRead(text, out _));
}
