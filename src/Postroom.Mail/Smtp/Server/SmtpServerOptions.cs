using System.Net.Security;

namespace Postroom.Mail.Smtp.Server;

/// <summary>The bounds of a session. Every default is at or above the minimum of RFC 5321 §4.5.3.</summary>
public sealed record SmtpServerOptions
{
    /// <summary>The name in the greeting and in the answer to EHLO: a FQDN or an address literal (RFC 5321 §4.2).</summary>
    public required string HostName { get; init; }

    /// <summary>Gives the certificate of STARTTLS, asked for each handshake so that a new one is used at once. The default value is null: no STARTTLS.</summary>
    public Func<SslServerAuthenticationOptions>? Tls { get; init; }

    /// <summary>Whether AUTH is offered without TLS, as on loopback. The default value is false.</summary>
    public bool AllowsLoginWithoutTls { get; init; }

    /// <summary>How long the client may take for the TLS handshake. The default value is 30 s.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest message in bytes, announced as SIZE (RFC 1870). The default value is 35 MiB.</summary>
    public int MaximumMessageBytes { get; init; } = 35 * 1024 * 1024;

    /// <summary>The most recipients of one message; each further one gets a 452 (RFC 5321 §4.5.3.1.10). The default value is 1,000.</summary>
    public int MaximumRecipients { get; init; } = 1_000;

    /// <summary>How many commands may be wrong between two messages before the session ends with a 421. The default value is 20.</summary>
    public int MaximumErrors { get; init; } = 20;

    /// <summary>How long the client may take for one whole command, and for the next piece of a message (RFC 5321 §4.5.3.2.7). The default value is 5 min.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the client may take for one whole message or chunk, however busily it drips. The default value is 30 min.</summary>
    public TimeSpan DataTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long the receiver may take to store a message; then the client is told to try later. The default value is 5 min.</summary>
    public TimeSpan TakeTimeout { get; init; } = TimeSpan.FromMinutes(5);
}
