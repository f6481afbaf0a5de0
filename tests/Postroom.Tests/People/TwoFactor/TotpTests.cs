using Postroom.People.TwoFactor;

namespace Postroom.Tests.People.TwoFactor;

public sealed class TotpTests
{
    const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"; // "12345678901234567890" in base32

    // The SHA-1 rows of RFC 6238, Appendix B: they have eight digits, of which apps show the last six.
    [Theory]
    [InlineData(59, "94287082"), InlineData(1_111_111_109, "07081804"), InlineData(1_111_111_111, "14050471")]
    [InlineData(1_234_567_890, "89005924"), InlineData(2_000_000_000, "69279037"), InlineData(20_000_000_000, "65353130")]
    public void Computes_and_takes_what_the_RFC_says(long seconds, string expected)
    {
        Assert.Equal(expected[2..], Totp.CodeAt(Secret, seconds / 30));
        Assert.Equal(seconds / 30, Totp.Match(Secret, expected[2..], DateTimeOffset.FromUnixTimeSeconds(seconds)));
    }

    [Theory, InlineData(-1, true), InlineData(0, true), InlineData(1, true), InlineData(-2, false), InlineData(2, false)]
    public void Takes_the_codes_of_clocks_that_differ_a_little(int off, bool isTaken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        var counter = Totp.CounterAt(now) + off;

        Assert.Equal(isTaken ? counter : null, Totp.Match(Secret, Totp.CodeAt(Secret, counter), now));
    }

    [Theory, InlineData(""), InlineData("28708"), InlineData("2870820"), InlineData("abcdef")]
    public void Takes_nothing_else(string code) => Assert.Null(Totp.Match(Secret, code, DateTimeOffset.FromUnixTimeSeconds(59)));

    [Fact]
    public void Makes_secrets_of_160_bits() => Assert.Equal(32, Totp.NewSecret().Length);
}
