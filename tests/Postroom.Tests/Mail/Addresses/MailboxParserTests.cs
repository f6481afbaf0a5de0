using Postroom.Mail.Addresses;

namespace Postroom.Tests.Mail.Addresses;

public sealed class MailboxParserTests
{
    [Theory]
    [InlineData("a@example.com", null, "a@example.com")]
    [InlineData("  a@example.com ", null, "a@example.com")]
    [InlineData("<a@example.com>", null, "a@example.com")]
    [InlineData("Ada <a@example.com>", "Ada", "a@example.com")]
    [InlineData("Ada<a@example.com>", "Ada", "a@example.com")]
    [InlineData("John Q. Public <a@example.com>", "John Q. Public", "a@example.com")]
    [InlineData("\"Doe, John\" <a@example.com>", "Doe, John", "a@example.com")]
    [InlineData("\"a \\\"b\\\" \\\\c\" <a@example.com>", "a \"b\" \\c", "a@example.com")]
    [InlineData("John \"Jack\" Doe <a@example.com>", "John Jack Doe", "a@example.com")]
    [InlineData("\"\" <a@example.com>", null, "a@example.com")]
    [InlineData("山田　太郎 <taro@example.jp>", "山田　太郎", "taro@example.jp")]
    [InlineData("\"evil@example.net\" <a@example.com>", "evil@example.net", "a@example.com")]
    [InlineData("O'Brien+tag <o'b+c@example.com>", "O'Brien+tag", "o'b+c@example.com")]
    public void Reads_a_name_and_an_address(string text, string? name, string address)
    {
        var mailbox = Parsed(text);

        Assert.Equal((name, address), (mailbox.DisplayName, mailbox.Address.Wire));
    }

    [Theory]
    [InlineData("a..b@docomo.example", "\"a..b\"@docomo.example")]
    [InlineData("a.@docomo.example", "\"a.\"@docomo.example")]
    [InlineData(".a@docomo.example", "\".a\"@docomo.example")]
    [InlineData("<a...@docomo.example>", "\"a...\"@docomo.example")]
    public void Quotes_what_old_mobile_addresses_have(string text, string wire) => Assert.Equal(wire, Parsed(text).Address.Wire);

    [Theory]
    [InlineData("\"plain\"@example.com", "plain@example.com")]
    [InlineData("\"pl\\ain\"@example.com", "plain@example.com")]
    [InlineData("\"with space\"@example.com", "\"with space\"@example.com")]
    [InlineData("\"a\\\"b\"@example.com", "\"a\\\"b\"@example.com")]
    public void Keeps_quotes_of_a_local_part_only_where_needed(string text, string wire) =>
        Assert.Equal(wire, Parsed(text).Address.Wire);

    [Theory]
    [InlineData("\"a@evil.example\"@good.example")]
    [InlineData("<\"a@evil.example\"@good.example>")]
    [InlineData("\"x <a@evil.example>\" <b@good.example>")]
    public void Takes_nothing_inside_quotes_for_a_domain(string text) => Assert.Equal("good.example", Parsed(text).Address.Domain.Ascii);

    [Fact]
    public void Normalises_a_local_part_that_is_not_ascii()
    {
        var address = Parsed("jose\u0301@example.com").Address;

        Assert.Equal("jos\u00E9", address.LocalPart);
    }

    [Fact]
    public void Quotes_what_normalisation_made_special() => Assert.Equal("\";\"@example.com", Parsed("\u037E@example.com").Address.Wire);

    [Fact]
    public void Says_that_an_address_in_utf8_needs_smtputf8() => Assert.True(Parsed("用户@example.com").Address.NeedsSmtpUtf8);

    [Fact]
    public void Does_not_need_smtputf8_for_the_domain_alone() => Assert.False(Parsed("taro@例え.jp").Address.NeedsSmtpUtf8);

    [Theory]
    [InlineData("", 0, "no address")]
    [InlineData("   ", 3, "no address")]
    [InlineData("a", 1, "no @")]
    [InlineData("@b.example", 0, "before the @")]
    [InlineData("a@", 2, "domain is missing")]
    [InlineData("a@b@c.example", 3, "second @")]
    [InlineData("a@b.example, c@d.example", 11, "Only one address")]
    [InlineData("a@b.example;c@d.example", 11, "Only one address")]
    [InlineData("<a@b.example>, c@d.example", 13, "Only one address")]
    [InlineData("Doe, John <a@b.example>", 3, "quotation marks")]
    [InlineData("a@b.example (comment)", 11, "space")]
    [InlineData("(comment)a@b.example", 0, "Comments")]
    [InlineData("John (Jack) <a@b.example>", 5, "Comments")]
    [InlineData("<@relay.example:a@b.example>", 1, "route")]
    [InlineData("Friends: a@b.example;", 7, "group")]
    [InlineData("a@b.example x", 11, "space")]
    [InlineData("Ada a@b.example", 3, "< and >")]
    [InlineData("<a@b.example", 12, "add >")]
    [InlineData("<a@b.example> x", 14, "follows the >")]
    [InlineData("a@b.example>", 11, "angle bracket")]
    [InlineData("<>", 1, "Nothing stands between")]
    [InlineData("\"a@b.example", 0, "never closed")]
    [InlineData("\"Name\" a@b.example", 6, "< and >")]
    [InlineData("a@b <c@d.example>", 1, "An @ stands in the name")]
    [InlineData("a\\b@c.example", 1, "backslash")]
    [InlineData("a＠b.example", 1, "full-width")]
    [InlineData("\"\"@b.example", 0, "before the @")]
    public void Refuses_what_is_not_one_mailbox(string text, int position, string words)
    {
        var refused = Assert.IsType<MailboxParse.Refused>(MailboxParser.Parse(text));

        Assert.Contains(words, refused.Reason, StringComparison.Ordinal);
        Assert.Equal(position, refused.Position);
    }

    [Theory]
    [InlineData('\r'), InlineData('\n'), InlineData('\0'), InlineData('\t'), InlineData('\u007F'), InlineData('\u0085'), InlineData('\u009F')]
    [InlineData('\u2028'), InlineData('\u2029'), InlineData('\u202E'), InlineData('\u2066'), InlineData('\uD800'), InlineData('\uDFFF')]
    public void Refuses_characters_that_hide_or_break(char bad)
    {
        foreach (var text in new[] { $"a{bad}@b.example", $"N{bad} <a@b.example>", $"\"N{bad}\" <a@b.example>", $"a@b.example{bad}" })
            Assert.Equal(text.IndexOf(bad), Assert.IsType<MailboxParse.Refused>(MailboxParser.Parse(text)).Position);
    }

    [Theory]
    [InlineData('\u200B'), InlineData('\u00A0'), InlineData('\u3000'), InlineData('\uFEFF'), InlineData('\u200F'), InlineData('\u00AD')]
    public void Refuses_invisible_characters_in_the_address(char bad)
    {
        foreach (var text in new[] { $"a{bad}b@c.example", $"\"a{bad}b\"@c.example", $"a@b{bad}c.example", $"N <a{bad}b@c.example>" })
            Assert.IsType<MailboxParse.Refused>(MailboxParser.Parse(text));
    }

    [Fact]
    public void Takes_a_local_part_of_64_octets() => Parsed(new string('a', 64) + "@b.example");

    [Theory]
    [InlineData("a", 65), InlineData("é", 33)]
    public void Refuses_a_local_part_over_64_octets(string letter, int count)
    {
        var text = string.Concat(Enumerable.Repeat(letter, count)) + "@b.example";

        Assert.IsType<MailboxParse.Refused>(MailboxParser.Parse(text));
    }

    [Fact]
    public void Refuses_an_address_over_254_octets()
    {
        var domain = string.Join('.', Enumerable.Repeat(new string('d', 62), 4)); // 251
        Assert.IsType<MailboxParse.Parsed>(MailboxParser.Parse($"ab@{domain}"));

        Assert.IsType<MailboxParse.Refused>(MailboxParser.Parse($"abc@{domain}"));
    }

    [Fact]
    public void Refuses_a_text_that_is_too_long_unread() =>
        Assert.IsType<MailboxParse.Refused>(MailboxParser.Parse(new string('"', 1_000_000)));

    [Fact]
    public void Takes_no_name_where_an_address_alone_is_asked_for() =>
        Assert.IsType<MailboxParse.Refused>(MailboxParser.ParseAddress("Ada <a@b.example>"));

    [Fact]
    public void Puts_a_name_in_quotes_that_needs_them() => Assert.Equal("\"Doe, John\" <a@b.example>", Parsed("\"Doe, John\" <a@b.example>").ToString());

    static Mailbox Parsed(string text) => Assert.IsType<MailboxParse.Parsed>(MailboxParser.Parse(text)).Mailbox;
}
