using System.Text;
using Postroom.Mail.Smtp.Client;
using Postroom.Mail.Smtp.Client.Sasl;

namespace Postroom.Tests.Mail.Smtp.Client;

public sealed class SaslMechanismTests
{
    static readonly string[] All = ["CRAM-MD5", "LOGIN", "NTLM", "PLAIN"];

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

    [Theory]
    [InlineData(null, true, "PLAIN,LOGIN,CRAM-MD5")]
    [InlineData(null, false, "CRAM-MD5,PLAIN,LOGIN")]
    [InlineData("login", true, "LOGIN")]
    [InlineData("NTLM", true, "")]
    public void Chooses_by_what_tls_protects(string? forced, bool isEncrypted, string expected) =>
        Assert.Equal(expected, string.Join(',', SaslMechanisms.Common(All, forced, isEncrypted).Select(known => known.Name)));

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
}
