using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using Postroom.Mail.Smtp.Client.Sasl;
using Postroom.Tests.Support;

namespace Postroom.Tests.Mail.Smtp.Client;

/// <summary>XOAUTH2 and OAUTHBEARER (RFC 7628) as they go over the wire.</summary>
public sealed class TokenLoginTests
{
    const string Invalid = "{\"status\":\"invalid_token\",\"schemes\":\"bearer\",\"scope\":\"https://mail.google.com/\"}";

    [Fact]
    public async Task Xoauth2_says_user_and_token_at_once()
    {
        await using var server = new ScriptedMailServer(Offer("XOAUTH2") + $"C: AUTH XOAUTH2 {Xoauth2("one")}\nS: 235 2.7.0 Accepted\nHOLD\n");

        await using var connection = await TestClient.ConnectAsync(server, Options(new Tokens("one")));

        Assert.True(connection.IsAlive);
    }

    [Fact]
    public void Oauthbearer_has_the_form_of_RFC_7628()
    {
        var login = new SaslLogin(new SmtpCredentials("a=b,c@example.com", "") { Tokens = new GivenToken("tok") }, "mail.example.com", 587) { Token = "tok" };

        var initial = Encoding.UTF8.GetString(new TokenMechanism(login, isBearer: true).InitialResponse);

        Assert.Equal("n,a=a=3Db=2Cc@example.com,\u0001host=mail.example.com\u0001port=587\u0001auth=Bearer tok\u0001\u0001", initial);
    }

    [Theory, InlineData("XOAUTH2", ""), InlineData("OAUTHBEARER", "AQ==")]
    public async Task The_reason_is_read_and_answered_and_the_token_renewed_once_on_the_same_connection(string mechanism, string dummy)
    {
        await using var server = new ScriptedMailServer(
            Offer(mechanism) + $"C~ AUTH {mechanism} .+\nS: 334 {Base64(Invalid)}\nC: {dummy}\nS: 535 5.7.8 no\nC~ AUTH {mechanism} .+\nS: 235 2.7.0 Accepted\nHOLD\n");
        var tokens = new Tokens("old", "new");

        await using var connection = await TestClient.ConnectAsync(server, Options(tokens));

        Assert.Equal([null, "old"], tokens.Refused);
    }

    [Fact]
    public async Task A_fresh_token_that_is_refused_is_told_with_the_servers_reason()
    {
        await using var server = new ScriptedMailServer(Offer("XOAUTH2") + $"C~ AUTH .+\nS: 334 {Base64(Invalid)}\nC: \nS: 535 5.7.8 no\nHOLD\n");

        var failure = await TestClient.FailAsync(TestClient.OpenAsync(server, Options(new Tokens("same", "same"))));

        Assert.Equal((SmtpStage.Auth, SmtpFault.TokenRefused), (failure.Stage, failure.Fault));
        Assert.Contains("status invalid_token, scope https://mail.google.com/", failure.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json"), InlineData("[]"), InlineData("{}"), InlineData("{\"status\":{\"a\":[1,2]}}"), InlineData("{\"status\":\"\\ud800\"}")]
    [InlineData("{\"status\":\"\\u001b[31mred\\u202e\"}")]
    public async Task A_reason_that_cannot_be_read_is_answered_too(string reason)
    {
        await using var server = new ScriptedMailServer(Offer("XOAUTH2") + $"C~ AUTH .+\nS: 334 {Base64(reason)}\nC: \nS: 535 5.7.8 no\nHOLD\n");

        var failure = await TestClient.FailAsync(TestClient.OpenAsync(server, Options(new Tokens("same", "same"))));

        Assert.Equal(SmtpFault.TokenRefused, failure.Fault);
        Assert.DoesNotContain(failure.Detail, letter => char.IsControl(letter) || letter == '\u202E');
    }

    [Fact]
    public void No_bytes_of_a_server_make_it_throw() => Prop.ForAll(
        Gen.Choose(0, 255).Select(code => (byte)code).ArrayOf().ToArbitrary(), bytes =>
        {
            var login = new SaslLogin(new SmtpCredentials("tim", "")) { Token = "tok" };
            return new TokenMechanism(login, isBearer: true).Respond(bytes) is not null;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task No_token_is_a_trouble_of_its_own_and_AUTH_is_not_said()
    {
        await using var server = new ScriptedMailServer(Offer("XOAUTH2") + "HOLD\n");

        var failure = await TestClient.FailAsync(TestClient.OpenAsync(server, Options(new Tokens())));

        Assert.Equal((SmtpFault.TokenUnavailable, "token-secret-expired", "It has expired."), (failure.Fault, failure.Reason, failure.Detail));
        Assert.Equal(["EHLO client.example.com"], server.Heard);
    }

    [Theory, InlineData("PLAIN LOGIN", SmtpFault.NoCommonMechanism), InlineData("XOAUTH2", SmtpFault.CredentialsNeedTls)]
    public async Task A_token_is_never_sent_in_the_clear_or_as_a_password(string offer, SmtpFault expected)
    {
        await using var server = new ScriptedMailServer(Offer(offer) + "HOLD\n");
        var tokens = new Tokens("one");

        var failure = await TestClient.FailAsync(TestClient.OpenAsync(server, Options(tokens) with { AllowPlaintextCredentials = false }));

        Assert.Equal((expected, 0), (failure.Fault, tokens.Refused.Count));
    }

    [Fact]
    public async Task A_token_that_the_server_repeats_is_never_shown()
    {
        var base64 = Xoauth2("ya29.secret-token");
        await using var server = new ScriptedMailServer(Offer("XOAUTH2") + $"C~ AUTH .+\nS: 535-5.7.8 no ya29.secret-token\nS: 535 5.7.8 {base64}\nHOLD\n");
        var transcript = new Transcript();

        var failure = await TestClient.FailAsync(TestClient.OpenAsync(server, Options(new Tokens("ya29.secret-token", "ya29.secret-token")), observer: transcript));

        Assert.All(["ya29.secret-token", base64], secret => Assert.DoesNotContain(secret, $"{transcript}\n{failure}\n{failure.Reply}", StringComparison.Ordinal));
    }

    static SmtpClientOptions Options(ITokenSource tokens) => TestClient.Options with
    {
        Credentials = new SmtpCredentials("tim@example.com", "") { Tokens = tokens },
        AllowPlaintextCredentials = true,
    };

    static string Offer(string mechanisms) => $"S: 220 x\nC: EHLO client.example.com\nS: 250-x\nS: 250 AUTH {mechanisms}\n";

    static string Xoauth2(string token) => Base64($"user=tim@example.com\u0001auth=Bearer {token}\u0001\u0001");

    static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>Gives these tokens one after another, then says that there is none.</summary>
    sealed class Tokens(params string[] tokens) : ITokenSource
    {
        public List<string?> Refused { get; } = [];

        public ValueTask<TokenAnswer> GetAsync(string? refused, CancellationToken cancellationToken)
        {
            Refused.Add(refused);
            return ValueTask.FromResult<TokenAnswer>(Refused.Count <= tokens.Length
                ? new TokenAnswer.Token(tokens[Refused.Count - 1])
                : new TokenAnswer.Unavailable("token-secret-expired", "It has expired."));
        }
    }
}
