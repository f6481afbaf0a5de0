namespace Postroom.Mail.Smtp.Client;

/// <summary>A login. Its text never contains the password.</summary>
/// <param name="UserName">The user name; holds no NUL.</param>
/// <param name="Password">The password; holds no NUL.</param>
/// <param name="Mechanism">The one mechanism to use, such as <c>PLAIN</c>; null: the strongest that server and we have.</param>
public sealed record SmtpCredentials(string UserName, string Password, string? Mechanism = null)
{
    /// <inheritdoc/>
    public override string ToString() => $"SmtpCredentials {{ UserName = {UserName}, Password = *** }}";
}
