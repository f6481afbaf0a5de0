using System.Buffers.Text;
using System.Text.Json.Nodes;
using Postroom.People.SignOn;

namespace Postroom.Tests.People.SignOn;

public sealed class IdTokenTests
{
    const string Issuer = "https://login.example.com";
    const string Client = "postroom";
    const string Nonce = "n-0S6_WzA2Mj";

    static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_token_for_us_is_taken() => Assert.Equal("", ReasonOf(Claims()));

    [Theory]
    [InlineData("iss", "\"https://login.example.com/\"", "another issuer")]
    [InlineData("iss", null, "another issuer")]
    [InlineData("aud", "\"other\"", "another client")]
    [InlineData("aud", "[\"other\"]", "another client")]
    [InlineData("aud", "[\"postroom\", \"other\"]", "another client")]
    [InlineData("aud", "7", "another client")]
    [InlineData("aud", null, "another client")]
    [InlineData("azp", "\"other\"", "another client")]
    [InlineData("exp", "1795867000", "expired")]
    [InlineData("exp", "\"never\"", "expired")]
    [InlineData("exp", null, "expired")]
    [InlineData("iat", "1999999999", "future")]
    [InlineData("nonce", "\"another\"", "another sign-on")]
    [InlineData("nonce", null, "another sign-on")]
    [InlineData("sub", "\"\"", "nobody")]
    [InlineData("sub", "{}", "nobody")]
    [InlineData("sub", null, "nobody")]
    public void A_token_that_is_not_for_us_now_is_refused(string claim, string? json, string reason)
    {
        var claims = Claims();
        if (json is null) claims.Remove(claim);
        else claims[claim] = JsonNode.Parse(json);

        Assert.Contains(reason, ReasonOf(claims), StringComparison.Ordinal);
    }

    [Theory, InlineData("[\"postroom\"]", null), InlineData("[\"postroom\", \"other\"]", "postroom")]
    public void Several_audiences_are_taken_when_we_are_the_party(string audience, string? party)
    {
        var claims = Claims();
        claims["aud"] = JsonNode.Parse(audience);
        if (party is not null) claims["azp"] = party;

        Assert.Equal("", ReasonOf(claims));
    }

    [Fact]
    public void Clocks_may_differ_by_two_minutes()
    {
        var claims = Claims();
        (claims["exp"], claims["iat"]) = (Now.ToUnixTimeSeconds() - 100, Now.ToUnixTimeSeconds() + 100);

        Assert.Equal("", ReasonOf(claims));
    }

    [Theory, InlineData(null), InlineData(""), InlineData("a.b"), InlineData("a.!.c"), InlineData("a.W10.c"), InlineData("a.e30.c.d"), InlineData("a.bm90IGpzb24.c")]
    public void What_is_no_token_is_refused(string? token) => Assert.NotEqual("", Read(token));

    [Fact]
    public void A_token_of_a_megabyte_is_not_read() => Assert.Equal("the ID token cannot be read", Read($"a.{new string('A', 1 << 20)}.c"));

    static JsonObject Claims() => new()
    {
        ["iss"] = Issuer,
        ["aud"] = Client,
        ["sub"] = "s1",
        ["nonce"] = Nonce,
        ["iat"] = Now.ToUnixTimeSeconds(),
        ["exp"] = Now.ToUnixTimeSeconds() + 300,
    };

    static string ReasonOf(JsonObject claims) => Read($"e30.{Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(claims.ToJsonString()))}.sig");

    static string Read(string? token)
    {
        IdToken.Read(token, Issuer, Client, Nonce, Now, out var reason);
        return reason;
    }
}
