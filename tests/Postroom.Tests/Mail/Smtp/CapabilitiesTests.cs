using Postroom.Mail.Smtp;

namespace Postroom.Tests.Mail.Smtp;

public sealed class CapabilitiesTests
{
    [Fact]
    public void Reads_every_extension_we_use()
    {
        var all = Parse("SIZE 35882577", "8BITMIME", "SMTPUTF8", "PIPELINING", "CHUNKING", "DSN", "STARTTLS", "ENHANCEDSTATUSCODES");

        Assert.True(all is
        {
            Size: true, MaxSize: 35_882_577, EightBitMime: true, SmtpUtf8: true, Pipelining: true, Chunking: true, Dsn: true,
            StartTls: true, EnhancedStatusCodes: true,
        });
    }

    [Fact]
    public void Case_does_not_matter() => Assert.True(Parse("pipelining", "8BitMime") is { Pipelining: true, EightBitMime: true });

    [Fact]
    public void The_first_line_offers_nothing() =>
        Assert.False(Capabilities.Parse(new Reply(250, null, ["STARTTLS"])).StartTls);

    [Theory]
    [InlineData("AUTH PLAIN LOGIN", "PLAIN,LOGIN")]
    [InlineData("AUTH=LOGIN PLAIN", "LOGIN,PLAIN")]
    [InlineData("AUTH =LOGIN", "LOGIN")]
    [InlineData("auth plain", "PLAIN")]
    [InlineData("AUTH", "")]
    [InlineData("AUTHORS PLAIN", "")]
    public void Reads_the_mechanisms_in_both_forms(string line, string expected) =>
        Assert.Equal(expected, string.Join(',', Parse(line).AuthMechanisms));

    [Fact]
    public void Both_forms_together_are_one_list() =>
        Assert.Equal(["LOGIN", "PLAIN"], Parse("AUTH=LOGIN", "AUTH LOGIN PLAIN").AuthMechanisms);

    [Theory, InlineData("SIZE"), InlineData("SIZE 0"), InlineData("SIZE many"), InlineData("SIZE 99999999999999999999"), InlineData("SIZE -1")]
    public void A_size_that_says_nothing_sets_no_limit(string line) => Assert.Null(Parse(line).MaxSize);

    [Fact]
    public void What_is_distrusted_is_not_offered() =>
        Assert.False(Capabilities.Parse(new Reply(250, null, ["x", "CHUNKING"]), new HashSet<string> { "CHUNKING" }).Chunking);

    static Capabilities Parse(params string[] lines) => Capabilities.Parse(new Reply(250, null, ["mail.example.com", .. lines]));
}
