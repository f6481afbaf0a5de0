using Postroom.People.Links;

namespace Postroom.Tests.People.Links;

public sealed class LinkUrlsTests
{
    static readonly string[] Allowed = ["https://app.example.com/account", "http://localhost:5000/"];

    [Theory]
    [InlineData("https://app.example.com/account"), InlineData("https://app.example.com/account/reset?lang=en"), InlineData("https://APP.example.com:443/account/")]
    [InlineData("http://localhost:5000/anything"), InlineData("https://app.example.com/account/reset#")]
    public void Takes_pages_below_an_allowed_address(string url) => Assert.NotNull(LinkUrls.Check(url, Allowed, out _));

    [Theory]
    [InlineData(null), InlineData(""), InlineData("/account"), InlineData("https://app.example.com/accounts"), InlineData("https://app.example.com/"), InlineData("https://app.example.com/Account")]
    [InlineData("https://app.example.com:8443/account"), InlineData("http://app.example.com/account"), InlineData("https://app.example.com.evil.example/account")]
    [InlineData("https://app.example.com@evil.example/account"), InlineData("https://evil.example/?https://app.example.com/account")]
    [InlineData("https://app.example.com/account/../admin"), InlineData("https://app.example.com/account/%2e%2e/admin"), InlineData("https://app.example.com\\account")]
    [InlineData("https://app.example.com/account#x"), InlineData("https://app.example.com/account?token=mine"), InlineData("javascript:alert(1)//https://app.example.com/account")]
    [InlineData("https://app.example.com/account\r\nX: y"), InlineData("http://localhost:5001/"), InlineData("http://127.0.0.1:5000/")]
    public void Refuses_everything_else(string? url)
    {
        Assert.Null(LinkUrls.Check(url, Allowed, out var reason));
        Assert.NotNull(reason);
    }

    [Fact]
    public void Allows_nothing_until_an_address_is_named() => Assert.Null(LinkUrls.Check("https://app.example.com/account", [], out _));

    [Theory]
    [InlineData("https://a.example/r", "https://a.example/r?token="), InlineData("https://a.example/r?l=en", "https://a.example/r?l=en&token="), InlineData("https://a.example/r#", "https://a.example/r#token=")]
    public void Puts_the_token_where_it_is_asked_for(string url, string expected)
    {
        var token = LinkToken.New();

        Assert.Equal(expected + token.Text, LinkUrls.WithToken(new Uri(url), token));
    }

    [Theory]
    [InlineData("http://app.example.com/"), InlineData("https://app.example.com/?a=b"), InlineData("https://app.example.com/#"), InlineData("app.example.com"), InlineData("https://user@app.example.com/")]
    public void An_address_that_cannot_be_allowed_is_named(string typed) =>
        Assert.Equal("Problem.LinkUrl.Invalid", LinkUrls.Read(typed, "f").Problem?.MessageKey);

    [Fact]
    public void Reads_one_address_a_line() =>
        Assert.Equal(["https://a.example/x", "https://b.example/"], LinkUrls.Read("https://a.example/x\r\n\r\nhttps://b.example\nhttps://a.example/x", "f").Urls);
}
