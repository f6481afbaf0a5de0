using Postroom.Mail.Addresses;

namespace Postroom.Tests.Mail.Addresses;

public sealed class DomainNameTests
{
    [Theory]
    [InlineData("Example.COM", "example.com", "example.com")]
    [InlineData("localhost", "localhost", "localhost")]
    [InlineData("r3---sn-x.example", "r3---sn-x.example", "r3---sn-x.example")]
    [InlineData("例え.jp", "xn--r8jz45g.jp", "例え.jp")]
    [InlineData("日本語。ＪＰ", "xn--wgv71a119e.jp", "日本語.jp")]
    [InlineData("XN--R8JZ45G.jp", "xn--r8jz45g.jp", "例え.jp")]
    [InlineData("Bücher.DE", "xn--bcher-kva.de", "bücher.de")]
    [InlineData("faß.de", "xn--fa-hia.de", "faß.de")]
    [InlineData("😀.example", "xn--e28h.example", "😀.example")]
    [InlineData("[192.0.2.1]", "[192.0.2.1]", "[192.0.2.1]")]
    [InlineData("[ipv6:2001:DB8:0::1]", "[IPv6:2001:db8::1]", "[IPv6:2001:db8::1]")]
    public void Has_a_wire_form_and_a_form_for_people(string text, string ascii, string unicode)
    {
        Assert.True(DomainName.TryParse(text, out var domain));

        Assert.Equal((ascii, unicode), (domain.Ascii, domain.Unicode));
    }

    [Theory]
    [InlineData(""), InlineData("."), InlineData("a..b"), InlineData("a."), InlineData(".a"), InlineData("-a.example"), InlineData("a-.example")]
    [InlineData("a_b.example"), InlineData("a b.example"), InlineData("a/b"), InlineData("192.0.2.1"), InlineData("2001:db8::1")]
    [InlineData("[192.0.2.256]"), InlineData("[1.2.3]"), InlineData("[01.2.3.4]"), InlineData("[2001:db8::1]"), InlineData("[IPv6:1.2.3.4]")]
    [InlineData("[IPv6:fe80::1%eth0]"), InlineData("[x]"), InlineData("["), InlineData("[]"), InlineData("[192.0.2.1"), InlineData("xn--a.example")]
    [InlineData("xn--.example"), InlineData("a\u202Eb.example"), InlineData("℀.example"), InlineData("a_b.例"), InlineData("a\r\nb"), InlineData("\uD800.example")]
    public void Refuses_what_no_mail_server_can_be_called(string text)
    {
        Assert.False(DomainName.TryParse(text, out _, out var reason));

        Assert.EndsWith(".", reason.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_labels_up_to_63_octets()
    {
        Assert.True(DomainName.TryParse(new string('a', 63) + ".example", out _));

        Assert.False(DomainName.TryParse(new string('a', 64) + ".example", out _));
    }

    [Fact]
    public void Takes_names_up_to_253_octets()
    {
        var name = string.Join('.', Enumerable.Repeat("abcdefg", 31)) + ".abcde"; // 253
        Assert.True(DomainName.TryParse(name, out _));

        Assert.False(DomainName.TryParse(name + "f", out _));
    }

    [Fact]
    public void Refuses_a_name_whose_wire_form_is_too_long() =>
        Assert.False(DomainName.TryParse(string.Join('.', Enumerable.Repeat("漢字漢", 30)), out _));
}
