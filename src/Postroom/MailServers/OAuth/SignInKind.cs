namespace Postroom.MailServers.OAuth;

/// <summary>With what the mail server is signed in to. Words: <c>password</c>, <c>oauth2</c>.</summary>
public enum SignInKind
{
    /// <summary><c>password</c>: user name and password.</summary>
    Password,

    /// <summary><c>oauth2</c>: user name and an access token that is fetched for it (RFC 6749).</summary>
    OAuth,
}
