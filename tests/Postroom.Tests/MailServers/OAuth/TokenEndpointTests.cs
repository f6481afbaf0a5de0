using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Postroom.Languages;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers.OAuth;

namespace Postroom.Tests.MailServers.OAuth;

/// <summary>What is asked of a token endpoint, and what its answers mean.</summary>
public sealed class TokenEndpointTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Client_credentials_are_asked_as_RFC_6749_says()
    {
        await using var fixture = new TokenFixture(TokenServer.Token("one"));

        await fixture.Source().GetAsync(null, Cancel);

        Assert.Equal(
            new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = "app", ["client_secret"] = "s3cr3t-of-app", ["scope"] = "mail" },
            Assert.Single(fixture.Server.Asked));
    }

    [Fact]
    public async Task A_service_account_signs_an_assertion_for_the_user()
    {
        await using var fixture = new TokenFixture(TokenServer.Token("one"));
        using var key = RSA.Create(2048);
        var order =
            fixture.Order with { Grant = GrantKind.ServiceAccount, ServiceAccount = ServiceAccountKey.Read(KeyFile(key)) };

        await fixture.Source(order).GetAsync(null, Cancel);

        var asked = Assert.Single(fixture.Server.Asked);
        Assert.Equal(["assertion", "grant_type"], asked.Keys.Order());
        var parts = asked["assertion"].Split('.');
        Assert.True(key.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), System.Buffers.Text.Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1])).RootElement;
        Assert.Equal(
            ("robot@project.example", "robot@example.com", "mail", fixture.Server.Endpoint.AbsoluteUri, 3_600),
            (claims.GetProperty("iss").GetString(), claims.GetProperty("sub").GetString(), claims.GetProperty("scope").GetString(),
                claims.GetProperty("aud").GetString(), claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64()));
    }

    [Theory]
    [InlineData("invalid_client", "AADSTS7000215: Invalid client secret provided.", TokenTroubles.SecretWrong)]
    [InlineData("invalid_client", "AADSTS7000222: The provided client secret keys are expired.", TokenTroubles.SecretExpired)]
    [InlineData("invalid_client", "The OAuth client was not found.", TokenTroubles.Client)]
    [InlineData("unauthorized_client", "AADSTS700016: Application was not found in the directory.", TokenTroubles.Client)]
    [InlineData("invalid_grant", "Token has been expired or revoked.", TokenTroubles.Grant)]
    [InlineData("invalid_grant", "AADSTS65001: The user or administrator has not consented.", TokenTroubles.Consent)]
    [InlineData("invalid_grant", "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values.", TokenTroubles.Clock)]
    [InlineData("unauthorized_client", "Client is unauthorized to retrieve access tokens using this method.", TokenTroubles.NotAllowed)]
    [InlineData("invalid_scope", "", TokenTroubles.Scope)]
    [InlineData("invalid_request", "", TokenTroubles.Request)]
    [InlineData("temporarily_unavailable", "", TokenTroubles.Busy)]
    public async Task Every_refusal_has_its_name_and_keeps_the_endpoints_words(string error, string description, string expected)
    {
        await using var fixture = new TokenFixture(TokenServer.Error(error, description));

        var answer = Assert.IsType<TokenAnswer.Unavailable>(await fixture.Source().GetAsync(null, Cancel));

        Assert.Equal(expected, answer.Reason);
        Assert.Contains(error, answer.Detail, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Strange => new()
    {
        { TokenServer.Json(200, "<html>Sign in</html>"), TokenTroubles.Unreadable },
        { TokenServer.Json(404, "Not found"), TokenTroubles.Unreadable },
        { TokenServer.Json(200, "[]"), TokenTroubles.Unreadable },
        { TokenServer.Json(200, "{\"token_type\":\"Bearer\"}"), TokenTroubles.Unreadable },
        { TokenServer.Json(200, "{\"access_token\":\"a b\\nc\"}"), TokenTroubles.Unreadable },
        { TokenServer.Json(200, "{\"access_token\":\"a\",\"token_type\":\"mac\"}"), TokenTroubles.Unreadable },
        { TokenServer.Json(200, "{\"access_token\":\"" + new string('a', 9_000) + "\"}"), TokenTroubles.Unreadable },
        { TokenServer.Json(200, "{\"access_token\":\"" + new string('a', 70_000) + "\"}"), TokenTroubles.TooLarge },
        { TokenServer.Json(302, "", "Location: http://127.0.0.1:1/\r\n"), TokenTroubles.Unreadable },
        { TokenServer.Json(429, "{}"), TokenTroubles.Busy },
        { TokenServer.Json(503, "<html>"), TokenTroubles.Busy },
        { "", TokenTroubles.Unreachable },
        { "SSH-2.0-x\r\n", TokenTroubles.Unreachable },
    };

    [Theory, MemberData(nameof(Strange))]
    public async Task What_is_no_answer_is_told_as_that(string answer, string expected)
    {
        await using var fixture = new TokenFixture(answer);

        Assert.Equal(
            expected, Assert.IsType<TokenAnswer.Unavailable>(await fixture.Source().GetAsync(null, Cancel)).Reason);
    }

    [Fact]
    public async Task An_endpoint_that_is_silent_is_given_up_after_its_deadline()
    {
        await using var fixture = new TokenFixture("");
        fixture.Server.Gate = new TaskCompletionSource().Task;
        var asking = fixture.Source().GetAsync(null, Cancel).AsTask();
        while (fixture.Server.Asked.IsEmpty) await Task.Yield();

        fixture.Time.Advance(TokenEndpoint.Deadline);

        Assert.Equal(TokenTroubles.Unreachable, Assert.IsType<TokenAnswer.Unavailable>(await asking).Reason);
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_seen_by_the_endpoints_own()
    {
        await using var fixture = new TokenFixture(
            TokenServer.Json(400, "{\"error\":\"invalid_grant\"}", "Date: Thu, 01 Jan 2015 00:00:00 GMT\r\n"));
        using var key = RSA.Create(2048);

        var answer = await fixture.Source(fixture.Order with { Grant = GrantKind.ServiceAccount, ServiceAccount = ServiceAccountKey.Read(KeyFile(key)) }).GetAsync(null, Cancel);

        Assert.Equal(TokenTroubles.Clock, Assert.IsType<TokenAnswer.Unavailable>(answer).Reason);
    }

    [Fact]
    public async Task A_secret_that_the_endpoint_repeats_is_never_shown()
    {
        await using var fixture = new TokenFixture(
            TokenServer.Error("invalid_client", "The secret s3cr3t-of-app is wrong"));

        var answer = await fixture.Source().GetAsync(null, Cancel);

        Assert.DoesNotContain("s3cr3t-of-app", $"{answer} {fixture.Order}", StringComparison.Ordinal);
    }

    [Theory, InlineData("https://login.example.com/t", true), InlineData("http://login.example.com/t", false), InlineData("http://127.0.0.1:9/t", true), InlineData("http://localhost/t", true), InlineData("ftp://localhost/t", false)]
    public void Secrets_go_over_https_or_stay_on_this_machine(string endpoint, bool expected) => Assert.Equal(expected, TokenEndpoint.IsAllowed(new Uri(endpoint)));

    [Theory, InlineData("{}"), InlineData("not json"), InlineData("{\"client_email\":\"a@b\",\"private_key\":\"-----BEGIN PRIVATE KEY-----\\nAAAA\\n-----END PRIVATE KEY-----\"}")]
    public void What_is_no_key_file_is_refused(string text) => Assert.Null(ServiceAccountKey.Read(text));

    [Fact]
    public void Every_trouble_has_words_in_every_language() =>
        Assert.All(
            from reason in TokenTroubles.All from language in Language.All from part in new[] { "Cause", "Remedy" } select (reason, language, part),
            row => Assert.NotEmpty(Texts.GetIn(row.language.Culture, $"Fault.{row.reason}.{row.part}")));

    internal static string KeyFile(RSA key) => JsonSerializer.Serialize(new Dictionary<string, string>
    {
        ["type"] = "service_account",
        ["client_email"] = "robot@project.example",
        ["private_key_id"] = "k1",
        ["private_key"] = key.ExportPkcs8PrivateKeyPem(),
    });
}
