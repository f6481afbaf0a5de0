using System.Text;
using Postroom.Mail.Smtp.Client;
using Postroom.Mail.Smtp.Client.Sasl;

namespace Postroom.Tests.Mail.Smtp.Client;

public sealed class SaslMechanismTests
{
    static readonly string[] All =
        ["CRAM-MD5", "LOGIN", "NTLM", "PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS", "XOAUTH2", "OAUTHBEARER"];

    [Fact]
    public void Cram_md5_answers_the_challenge_of_RFC_2195()
    {
        var mechanism = new CramMd5Mechanism(new SmtpCredentials("tim", "tanstaaftanstaaf"));

        var response = mechanism.Respond("<1896.697170952@postoffice.reston.mci.net>"u8);

        Assert.Equal("tim b913a602c7eda7a495b4e6e7334d3890", Encoding.ASCII.GetString(response!));
    }

    [Fact]
    public void Plain_sends_no_authorization_identity() =>
        Assert.Equal("\0tim\0geheim ü", Encoding.UTF8.GetString(new PlainMechanism(new SmtpCredentials("tim", "geheim ü")).InitialResponse));

    // The table of docs/how-to/mail-server.md.
    [Theory]
    [InlineData(null, true, true, "SCRAM-SHA-256-PLUS,SCRAM-SHA-1-PLUS,SCRAM-SHA-256,SCRAM-SHA-1,PLAIN,LOGIN,CRAM-MD5")]
    [InlineData(null, true, false, "SCRAM-SHA-256,SCRAM-SHA-1,PLAIN,LOGIN,CRAM-MD5")]
    [InlineData(null, false, false, "SCRAM-SHA-256,SCRAM-SHA-1,CRAM-MD5,PLAIN,LOGIN")]
    [InlineData("login", true, true, "LOGIN")]
    [InlineData("scram-sha-256", true, true, "SCRAM-SHA-256")]
    [InlineData("NTLM", true, true, "")]
    [InlineData("XOAUTH2", true, true, "")]
    public void Chooses_by_strength_and_by_what_tls_protects(string? forced, bool isEncrypted, bool canBind, string expected) =>
        Assert.Equal(expected, NamesOf(new SmtpCredentials("tim", "geheim", forced), isEncrypted, canBind));

    [Theory]
    [InlineData(null, true, "OAUTHBEARER,XOAUTH2")]
    [InlineData("xoauth2", true, "XOAUTH2")]
    [InlineData("PLAIN", true, "")]
    public void A_token_goes_with_its_own_mechanisms_alone(string? forced, bool isEncrypted, string expected) =>
        Assert.Equal(expected, NamesOf(new SmtpCredentials("tim", "", forced) { Tokens = new GivenToken("tok") }, isEncrypted, canBind: true));

    [Fact]
    public void What_cannot_be_prepared_is_not_for_SCRAM() =>
        Assert.Equal("PLAIN,LOGIN,CRAM-MD5", NamesOf(new SmtpCredentials("tim", "a\uE000b"), isEncrypted: true, canBind: true));

    [Theory]
    [InlineData("Username:", "Password:", "tim", "geheim")]
    [InlineData("User Name\0", "Password\0", "tim", "geheim")]
    [InlineData("", "", "tim", "geheim")]
    [InlineData("Password:", "Username:", "geheim", "tim")]
    public void Login_answers_prompts_of_any_wording(string first, string second, string firstAnswer, string secondAnswer)
    {
        var mechanism = new LoginMechanism(new SmtpCredentials("tim", "geheim"));

        var answers = new[] { first, second }.Select(prompt => Encoding.UTF8.GetString(mechanism.Respond(Encoding.UTF8.GetBytes(prompt))!));

        Assert.Equal([firstAnswer, secondAnswer], answers);
    }

    static string NamesOf(SmtpCredentials credentials, bool isEncrypted, bool canBind)
    {
        var login = new SaslLogin(credentials) { Binding = canBind ? new ChannelBinding(ChannelBinding.ServerEndPoint, [1]) : null };
        return string.Join(',', SaslMechanisms.Common(All, login, isEncrypted).Select(known => known.Name));
    }
}
