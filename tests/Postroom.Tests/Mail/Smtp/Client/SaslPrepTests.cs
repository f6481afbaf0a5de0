using Postroom.Mail.Smtp.Client.Sasl;

namespace Postroom.Tests.Mail.Smtp.Client;

public sealed class SaslPrepTests
{
    [Theory]
    [InlineData("I\u00ADX", "IX")] // RFC 4013 §3, all of them down to the last
    [InlineData("user", "user")]
    [InlineData("USER", "USER")]
    [InlineData("\u00AA", "a")]
    [InlineData("\u2168", "IX")]
    [InlineData("\u0007", null)]
    [InlineData("\u06271", null)]
    [InlineData("a\u00A0b\u3000c", "a b c")]
    [InlineData("pa\u200Bss", "pass")]
    [InlineData("\u05D0\u05D1", "\u05D0\u05D1")]
    [InlineData("\u05D0a\u05D1", null)]
    [InlineData("\uE000", null)]
    [InlineData("\uD800", null)]
    [InlineData("a\u202Eb", null)]
    [InlineData("秘密", "秘密")]
    [InlineData("e\u0301", "\u00E9")]
    public void Prepares_or_refuses(string text, string? expected) => Assert.Equal(expected, SaslPrep.Prepare(text));
}
