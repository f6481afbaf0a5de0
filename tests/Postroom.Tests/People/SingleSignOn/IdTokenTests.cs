using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Postroom.People.SingleSignOn;

namespace Postroom.Tests.People.SingleSignOn;

public sealed class IdTokenTests : IDisposable
{
    const string Issuer = "https://login.example.com";
    const string Client = "postroom";
    const string Nonce = "n-0S6_WzA2Mj";

    static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    readonly RSA _rsa = RSA.Create(2048);
    readonly RSA _another = RSA.Create(2048);
    readonly ECDsa _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    RsaSecurityKey Key => new(_rsa) { KeyId = "k1" };

    public void Dispose()
    {
        _rsa.Dispose();
        _another.Dispose();
        _curve.Dispose();
    }

    [Fact]
    public async Task A_token_for_us_is_taken() => Assert.Equal("", await ReasonOfAsync(Claims()));

    [Theory]
    [InlineData("iss", "\"https://login.example.com/\"", "another issuer")]
    [InlineData("iss", null, "another issuer")]
    [InlineData("aud", "\"other\"", "another client")]
    [InlineData("aud", "[\"other\"]", "another client")]
    [InlineData("aud", "[\"postroom\", \"other\"]", "another client")]
    [InlineData("aud", "7", "cannot be read")]
    [InlineData("aud", null, "another client")]
    [InlineData("azp", "\"other\"", "another client")]
    [InlineData("exp", "1795867000", "expired")]
    [InlineData("exp", null, "expired")]
    [InlineData("iat", "1999999999", "future")]
    [InlineData("nonce", "\"another\"", "another sign-on")]
    [InlineData("nonce", null, "another sign-on")]
    [InlineData("sub", "\"\"", "nobody")]
    [InlineData("sub", null, "nobody")]
    public async Task A_token_that_is_not_for_us_now_is_refused(string claim, string? json, string reason)
    {
        var claims = Claims();
        if (json is null) claims.Remove(claim);
        else claims[claim] = JsonNode.Parse(json);

        Assert.Contains(reason, await ReasonOfAsync(claims), StringComparison.Ordinal);
    }

    [Theory, InlineData("exp", "\"never\""), InlineData("sub", "{}"), InlineData("nbf", "[]"), InlineData("iat", "1e999")]
    public async Task A_claim_of_another_shape_is_refused(string claim, string json)
    {
        var text = Claims().ToJsonString();
        var signed = new JsonWebTokenHandler().CreateToken(text[..^1] + $",\"{claim}\":{json}}}", new SigningCredentials(Key, "RS256"));

        Assert.NotEqual("", await ReadAsync(signed));
    }

    [Theory, InlineData("[\"postroom\"]", null), InlineData("[\"postroom\", \"other\"]", "postroom")]
    public async Task Several_audiences_are_taken_when_we_are_the_party(string audience, string? party)
    {
        var claims = Claims();
        claims["aud"] = JsonNode.Parse(audience);
        if (party is not null) claims["azp"] = party;

        Assert.Equal("", await ReasonOfAsync(claims));
    }

    [Fact]
    public async Task Clocks_may_differ_by_two_minutes()
    {
        var claims = Claims();
        (claims["exp"], claims["iat"]) = (Now.ToUnixTimeSeconds() - 100, Now.ToUnixTimeSeconds() + 100);

        Assert.Equal("", await ReasonOfAsync(claims));
    }

    [Fact]
    public async Task A_signature_by_another_key_is_told_as_such()
    {
        var byAnother = Sign(Claims(), new RsaSecurityKey(_another) { KeyId = "k1" }, "RS256");
        var byUnknown = Sign(Claims(), new RsaSecurityKey(_another) { KeyId = "k2" }, "RS256");

        foreach (var token in new[] { byAnother, byUnknown })
            Assert.True(Assert.IsType<IdTokenReading.Refused>(await IdToken.ReadAsync(token, Provider(Key), Client, Nonce, Now)).IsSignature);
    }

    [Fact]
    public async Task A_changed_payload_has_no_signature()
    {
        var parts = Sign(Claims(), Key, "RS256").Split('.');
        var claims = Claims();
        claims["sub"] = "somebody-else";
        parts[1] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()));

        Assert.NotEqual("", await ReadAsync(string.Join('.', parts)));
    }

    [Theory, InlineData("{\"alg\":\"none\"}", ""), InlineData("{\"alg\":\"none\"}", "AA"), InlineData("{}", ""), InlineData("{\"alg\":\"RS256\"}", ""), InlineData("{\"alg\":\"None\",\"kid\":\"k1\"}", "")]
    public async Task A_token_without_a_signature_is_refused(string header, string signature) => Assert.NotEqual(
        "", await ReadAsync($"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Claims().ToJsonString()))}.{signature}"));

    // What a forger knows: the public key, and perhaps the client secret, taken as a key of HMAC (RFC 8725 §2.1).
    [Fact]
    public async Task A_signature_by_the_public_key_as_a_secret_is_refused()
    {
        var secret = new SymmetricSecurityKey(_rsa.ExportSubjectPublicKeyInfo()) { KeyId = "k1" };

        Assert.NotEqual("", await ReadAsync(Sign(Claims(), secret, "HS256")));
        Assert.NotEqual("", await ReadAsync(Sign(Claims(), secret, "HS256"), Provider(Key, secret)));
    }

    [Theory, InlineData("RS256"), InlineData("RS512"), InlineData("PS256")]
    public async Task The_usual_algorithms_of_RSA_are_taken(string algorithm) => Assert.Equal("", await ReadAsync(Sign(Claims(), Key, algorithm)));

    [Fact]
    public async Task A_key_on_a_curve_is_taken_also_without_a_name()
    {
        var key = new ECDsaSecurityKey(_curve);

        Assert.Equal("", await ReadAsync(Sign(Claims(), key, "ES256"), Provider(Key, key)));
    }

    [Theory, InlineData(null), InlineData(""), InlineData("a.b"), InlineData("a.!.c"), InlineData("a.W10.c"), InlineData("a.e30.c.d"), InlineData("e30.bm90IGpzb24.c"), InlineData("..")]
    public async Task What_is_no_token_is_refused(string? token) => Assert.NotEqual("", await ReadAsync(token));

    [Fact]
    public async Task A_token_of_a_megabyte_is_not_read() => Assert.Equal("the ID token cannot be read", await ReadAsync($"a.{new string('A', 1 << 20)}.c"));

    static JsonObject Claims() => new()
    {
        ["iss"] = Issuer,
        ["aud"] = Client,
        ["sub"] = "s1",
        ["nonce"] = Nonce,
        ["iat"] = Now.ToUnixTimeSeconds(),
        ["exp"] = Now.ToUnixTimeSeconds() + 300,
    };

    static string Sign(JsonObject claims, SecurityKey key, string algorithm) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(claims.ToJsonString(), new SigningCredentials(key, algorithm));

    static ProviderDocument Provider(params SecurityKey[] keys)
    {
        var any = new Uri("https://login.example.com/any");
        return new ProviderDocument(Issuer, any, any, any, null, true, keys);
    }

    Task<string> ReasonOfAsync(JsonObject claims) => ReadAsync(Sign(claims, Key, "RS256"));

    async Task<string> ReadAsync(string? token, ProviderDocument? provider = null) =>
        await IdToken.ReadAsync(token, provider ?? Provider(Key), Client, Nonce, Now) is IdTokenReading.Refused refused ? refused.Reason : "";
}
