namespace Postroom.Mail.Smtp.Client;

/// <summary>Where a mail server is and how its connection is protected.</summary>
/// <param name="Host">A host name (Unicode or A-labels) or an IP address.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="Security">How the connection is protected.</param>
public sealed record SmtpEndpoint(string Host, int Port, ConnectionSecurity Security);

/// <summary>How the connection is protected.</summary>
public enum ConnectionSecurity
{
    /// <summary>Plaintext throughout.</summary>
    None,

    /// <summary>STARTTLS when the server offers it, else plaintext, on which no credentials are ever sent.</summary>
    StartTlsIfAvailable,

    /// <summary>STARTTLS; where it is not offered nothing is sent (RFC 3207).</summary>
    StartTls,

    /// <summary>TLS from the first byte (RFC 8314 §3.3).</summary>
    Tls,
}
