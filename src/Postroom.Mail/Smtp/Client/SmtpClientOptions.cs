using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Postroom.Mail.Smtp.Client;

/// <summary>How a conversation is held. Deadlines default to the minimums of RFC 5321 §4.5.3.2.</summary>
public sealed record SmtpClientOptions
{
    /// <summary>The name said in EHLO: a FQDN, or an address literal (RFC 5321 §4.1.4).</summary>
    public required string EhloName { get; init; }

    /// <summary>The login; null: anonymous.</summary>
    public SmtpCredentials? Credentials { get; init; }

    /// <summary>Whether credentials may travel in plaintext; set only for a loopback server. The default value is false.</summary>
    public bool AllowPlaintextCredentials { get; init; }

    /// <summary>Certificates that are trusted besides the system's: of authorities, their intermediates or one server; null: the system's alone.</summary>
    public X509Certificate2Collection? AdditionalRoots { get; init; }

    /// <summary>SHA-256 of the one certificate that is accepted, 64 hex digits; null: the chain decides.</summary>
    public string? PinnedCertificateSha256 { get; init; }

    /// <summary>SHA-256 of the one SubjectPublicKeyInfo that is accepted (RFC 7469 §2.4), 64 hex digits; null: the chain decides.</summary>
    public string? PinnedPublicKeySha256 { get; init; }

    /// <summary>What is shown to a server that asks who we are (RFC 8446 §4.4.2), key included; null: nothing.</summary>
    public SslStreamCertificateContext? ClientCertificate { get; init; }

    /// <summary>Whether the issuer is asked if the certificate still counts. The default value is <see cref="RevocationCheck.Off"/>.</summary>
    public RevocationCheck Revocation { get; init; }

    /// <summary>Opening one TCP connection. The default value is 30 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Greeting, EHLO, STARTTLS, AUTH, MAIL, RCPT (RFC 5321 §4.5.3.2.1-3). The default value is 5 min.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Silence on a connection that begins in plaintext, after which a second one asks whether the server waits for TLS. The
    /// default value is 7 s: Postfix's postscreen holds its greeting back for 6 s and notes who speaks before it.
    /// </summary>
    public TimeSpan AskForTlsAfter { get; init; } = TimeSpan.FromSeconds(7);

    /// <summary>The TLS handshake. The default value is 30 s.</summary>
    public TimeSpan TlsTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The 354 (RFC 5321 §4.5.3.2.4). The default value is 2 min.</summary>
    public TimeSpan DataInitiationTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>One block of the message (RFC 5321 §4.5.3.2.5). The default value is 3 min.</summary>
    public TimeSpan DataBlockTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>The reply to the end of the message (RFC 5321 §4.5.3.2.6). The default value is 10 min.</summary>
    public TimeSpan DataTerminationTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Everything from the first lookup to signed in, and each transaction. The default value is 10 min.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The longest silence within a reply that has begun. The default value is 1 min.</summary>
    public TimeSpan ReplyGapTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Finds the server's addresses; null: the operating system does.</summary>
    public IHostResolver? Resolver { get; init; }

    /// <summary>
    /// Asked for each address right before it is dialled, after the look-up, so that no name can lead elsewhere; false: it
    /// is never connected to. Null: any address will do.
    /// </summary>
    public Func<IPAddress, bool>? MayConnectTo { get; init; }

    /// <summary>The one address family to use; null: both, whichever answers first (RFC 8305).</summary>
    public AddressFamily? Family { get; init; }

    /// <summary>Extensions never used though offered, such as <c>PIPELINING</c>, learnt from servers that announce what they cannot do.</summary>
    public IReadOnlySet<string> Distrusted { get; init; } = new HashSet<string>();
}
