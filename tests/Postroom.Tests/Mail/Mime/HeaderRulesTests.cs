using Postroom.Mail.Mime;

namespace Postroom.Tests.Mail.Mime;

public sealed class HeaderRulesTests
{
    [Theory]
    [InlineData("X-Thing", "1"), InlineData("List-Unsubscribe", "<https://example.com/u>"), InlineData("References", "<a@b>\t<c@d>")]
    [InlineData("Auto-Submitted", "auto-generated"), InlineData("X-Empty", "")]
    public void Takes_headers_of_the_authors_own(string name, string value) => Assert.Null(HeaderRules.Refusal(name, value));

    [Theory]
    [InlineData("From"), InlineData("to"), InlineData("CC"), InlineData("bcc"), InlineData("subject"), InlineData("DATE"), InlineData("message-id")]
    [InlineData("Mime-Version"), InlineData("content-type"), InlineData("Content-Anything"), InlineData("return-path"), InlineData("Received")]
    [InlineData("dkim-signature"), InlineData("Resent-From"), InlineData("ARC-Seal"), InlineData("Sender"), InlineData("Reply-To")]
    public void Refuses_headers_that_are_written_from_fields(string name) => Assert.Contains(name, HeaderRules.Refusal(name, "x"), StringComparison.Ordinal);

    [Theory]
    [InlineData(""), InlineData("X Y"), InlineData("X:Y"), InlineData("X\r\nBcc"), InlineData("Xé"), InlineData("X\0"), InlineData(" X"), InlineData("X ")]
    public void Refuses_names_outside_the_grammar(string name) => Assert.NotNull(HeaderRules.Refusal(name, "x"));

    [Theory]
    [InlineData("a\r\nBcc: b@c.example"), InlineData("a\n b"), InlineData("a\rb"), InlineData("a\0b"), InlineData("a\u0085b"), InlineData("a\u2028b")]
    [InlineData("a\u007Fb"), InlineData("a\u001Bb")]
    public void Refuses_values_that_could_begin_another_line(string value) => Assert.NotNull(HeaderRules.Refusal("X-Thing", value));

    [Theory]
    [InlineData("List-Unsubscribe", "<https://example.com/ü>", "U+00FC")]
    [InlineData("in-reply-to", "<日@example.com>", "U+65E5")]
    [InlineData("Auto-Submitted", "auto–generated", "U+2013")]
    public void What_programs_read_is_ASCII_or_refused(string name, string value, string told) =>
        Assert.Contains(told, HeaderRules.Refusal(name, value), StringComparison.Ordinal);

    [Fact]
    public void What_programs_read_fits_a_line_or_is_refused()
    {
        Assert.Contains("950 characters without a blank",
            HeaderRules.Refusal("List-Unsubscribe", new string('x', 950)), StringComparison.Ordinal);
        Assert.Null(HeaderRules.Refusal(
            "References", string.Join(' ', Enumerable.Repeat("<" + new string('x', 400) + ">", 5))));
        Assert.Null(HeaderRules.Refusal("X-Comment", new string('x', 950)));
    }

    [Fact]
    public void Bounds_name_and_value()
    {
        Assert.Null(HeaderRules.Refusal(new string('X', 76), new string('v', 8_192)));

        Assert.NotNull(HeaderRules.Refusal(new string('X', 77), "v"));
        Assert.NotNull(HeaderRules.Refusal("X", new string('v', 8_193)));
    }
}
