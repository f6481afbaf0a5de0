using System.Globalization;
using Postroom.Diagnosis.Remedies;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using static Postroom.Tests.Diagnosis.Remedies.RemedyRuns;

namespace Postroom.Tests.Diagnosis.Remedies;

/// <summary>A password that was refused is looked at, and nothing of it is shown.</summary>
public sealed class PasswordLookTests
{
    [Theory]
    [InlineData("secret\n", "line end"), InlineData("sec\r\nret", "line end"), InlineData(" secret", "begins or ends with a blank"), InlineData("secret ", "begins or ends with a blank")]
    [InlineData("sec\u00a0ret", "no-break space"), InlineData("secret\t", "no-break space"), InlineData("\u3000secret", "no-break space")]
    [InlineData("abcd efgh ijkl mnop", "four groups"), InlineData("correct horse", "has a blank in it"), InlineData("pässword", "outside ASCII"), InlineData("パスワード", "outside ASCII")]
    public void What_is_odd_is_said_and_not_shown(string password, string said)
    {
        var remedy = VerdictOf(password, SmtpFault.CredentialsRefused).Remedy.Text;

        Assert.Contains(said, remedy, StringComparison.Ordinal);
        Assert.DoesNotContain(password, remedy, StringComparison.Ordinal);
    }

    [Theory, InlineData("secret"), InlineData("S3cr3t!"), InlineData("abcdefghijklmnop"), InlineData("")]
    public void Nothing_is_said_of_an_ordinary_one(string password) => Assert.Null(PasswordLook.Of(password, CultureInfo.InvariantCulture));

    [Fact]
    public void Nothing_is_said_where_the_password_was_not_refused() =>
        Assert.DoesNotContain("blank", VerdictOf(" secret", SmtpFault.AuthNotOffered).Remedy.Text, StringComparison.Ordinal);

    static RemedyVerdict VerdictOf(string password, SmtpFault fault)
    {
        var request = Request(587, ConnectionSecurity.StartTls);
        var options = request.Server.Options with { Credentials = new SmtpCredentials("bob@example.net", password) };
        return RemedyVerdicts.Of(
            new SmtpFailure(SmtpStage.Auth, fault, "no"), RemedyFindings.None, request with { Server = request.Server with { Options = options } });
    }
}
