namespace Postroom.Mail.Smtp.Client;

/// <summary>A login. Its text never contains the password or a token.</summary>
/// <param name="UserName">The user name; holds no NUL.</param>
/// <param name="Password">The password; holds no NUL. Empty where <see cref="Tokens"/> is used.</param>
/// <param name="Mechanism">The one mechanism to use, such as <c>PLAIN</c>; null: the strongest that server and we have.</param>
public sealed record SmtpCredentials(string UserName, string Password, string? Mechanism = null)
{
    /// <summary>Where the access token comes from (OAuth 2.0); null: the password is used.</summary>
    public ITokenSource? Tokens { get; init; }

    /// <summary>Mechanisms that give away more than this are not used, though server and we have them. The default value allows all.</summary>
    public LoginStrength AtLeast { get; init; }

    /// <summary>How much a mechanism gives away; one that is not known: all.</summary>
    /// <param name="mechanism">Its name, such as <c>PLAIN</c>.</param>
    public static LoginStrength StrengthOf(string? mechanism) => Sasl.SaslMechanisms.StrengthOf(mechanism);

    /// <inheritdoc/>
    public override string ToString() => $"SmtpCredentials {{ UserName = {UserName}, {(Tokens is null ? "Password" : "Token")} = *** }}";
}
