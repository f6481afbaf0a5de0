namespace Postroom.Mail.Smtp.Client;

/// <summary>How much a login gives away, from the most to the least.</summary>
public enum LoginStrength
{
    /// <summary>The server reads the password or token itself (PLAIN, LOGIN, XOAUTH2, OAUTHBEARER).</summary>
    Readable,

    /// <summary>A hash over a challenge, which can be guessed at by who listened (CRAM-MD5).</summary>
    Hashed,

    /// <summary>Both sides prove that they know the password (SCRAM, RFC 5802).</summary>
    Proven,

    /// <summary>The proof holds on this TLS channel alone (SCRAM-PLUS).</summary>
    Bound,

    /// <summary>Nothing is sent.</summary>
    NotSent,
}
