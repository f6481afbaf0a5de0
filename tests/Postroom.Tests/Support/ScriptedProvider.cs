using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Postroom.Tests.Support;

/// <summary>An OpenID Connect provider on the loopback that changes and withholds its keys as the test says; its people agree unasked.</summary>
public sealed class ScriptedProvider : IAsyncDisposable
{
    public const string ClientId = "postroom";

    readonly WebApplication _app;
    readonly List<RsaSecurityKey> _keys = [];
    int _keyRequests;

    ScriptedProvider(WebApplication app) => _app = app;

    public string Issuer { get; private set; } = "";

    /// <summary>The newest key that it shows.</summary>
    public RsaSecurityKey Key => _keys[^1];

    /// <summary>How often its keys were asked for.</summary>
    public int KeyRequests => Volatile.Read(ref _keyRequests);

    /// <summary>What the next ID tokens say beside issuer, audience and times.</summary>
    public Dictionary<string, object> Claims { get; } = new() { ["sub"] = "s1", ["email"] = "ann@example.org", ["email_verified"] = true, ["name"] = "Ann B" };

    /// <summary>Signs with this key in place of the newest that it shows; null: with that one.</summary>
    public RsaSecurityKey? SignsWith { get; set; }

    public static async Task<ScriptedProvider> StartAsync(TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new ScriptedProvider(builder.Build());
        provider.Rotate();
        provider.Map(time);
        await provider._app.StartAsync();
        provider.Issuer = provider._app.Urls.Single();
        return provider;
    }

    public static RsaSecurityKey NewKey()
    {
        using var rsa = RSA.Create(2048);
        return new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: true)) { KeyId = Convert.ToHexString(RandomNumberGenerator.GetBytes(8)) };
    }

    /// <summary>Makes a new key and forgets the former ones.</summary>
    public void Rotate()
    {
        _keys.Clear();
        _keys.Add(NewKey());
    }

    /// <summary>What the browser is sent back with, when it was sent here with this address.</summary>
    public string AnswerTo(string address)
    {
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(address).Query);
        Claims["nonce"] = query["nonce"].ToString();
        return $"{new Uri(query["redirect_uri"].ToString()).AbsolutePath}?code=any&state={query["state"]}";
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    void Map(TimeProvider time)
    {
        _app.MapGet("/.well-known/openid-configuration", () => Json(new
        {
            issuer = Issuer,
            authorization_endpoint = Issuer + "/authorize",
            token_endpoint = Issuer + "/token",
            jwks_uri = Issuer + "/keys",
        }));
        _app.MapGet("/keys", () =>
        {
            Interlocked.Increment(ref _keyRequests);
            return Json(new { keys = _keys.Select(Shown) });
        });
        _app.MapPost("/token", () => Json(new { access_token = "any", token_type = "Bearer", id_token = Token(time.GetUtcNow()) }));
    }

    string Token(DateTimeOffset now) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer,
        Audience = ClientId,
        IssuedAt = now.UtcDateTime,
        NotBefore = now.UtcDateTime,
        Expires = now.AddMinutes(5).UtcDateTime,
        Claims = Claims,
        SigningCredentials = new SigningCredentials(SignsWith ?? Key, SecurityAlgorithms.RsaSha256),
    });

    static object Shown(RsaSecurityKey key) => new
    {
        kty = "RSA",
        use = "sig",
        kid = key.KeyId,
        n = Base64UrlEncoder.Encode(key.Parameters.Modulus),
        e = Base64UrlEncoder.Encode(key.Parameters.Exponent),
    };

    static IResult Json(object value) => Results.Text(JsonSerializer.Serialize(value), "application/json");
}
