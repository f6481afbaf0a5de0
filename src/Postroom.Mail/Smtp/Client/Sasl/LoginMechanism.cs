using System.Text;

namespace Postroom.Mail.Smtp.Client.Sasl;

/// <summary>
/// User name, then password (draft-murchison-sasl-login-00). The prompts differ from server to server, so only their
/// order counts, unless one clearly asks for the password.
/// </summary>
sealed class LoginMechanism(SmtpCredentials credentials) : SaslMechanism
{
    int _prompts;
    bool _passwordFirst;

    public override string Name => "LOGIN";

    public override bool TakesRawChallenges => true;

    public override byte[]? Respond(ReadOnlySpan<byte> challenge)
    {
        _prompts++;
        if (_prompts > 2) return null;

        if (_prompts == 1) _passwordFirst = Encoding.Latin1.GetString(challenge).StartsWith("pass", StringComparison.OrdinalIgnoreCase);
        return Encoding.UTF8.GetBytes((_prompts == 1) == _passwordFirst ? credentials.Password : credentials.UserName);
    }
}
