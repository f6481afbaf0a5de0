namespace Postroom.Mail.Smtp.Client;

/// <summary>Why a conversation could not go on. The words of the world, not of a programmer.</summary>
/// <param name="Stage">Where it happened.</param>
/// <param name="Fault">What kind of trouble it is.</param>
/// <param name="Detail">One plain English sentence with host, port and time where they matter. Never a secret.</param>
/// <param name="Reply">The server's reply, when it gave one.</param>
/// <param name="Tls">What the handshake showed, when there was one.</param>
public sealed record SmtpFailure(SmtpStage Stage, SmtpFault Fault, string Detail, Reply? Reply = null, TlsReport? Tls = null)
{
    /// <summary>A finer name of the trouble than its fault, such as <c>token-secret-expired</c>; null: the fault says it all.</summary>
    public string? Reason { get; init; }

    /// <summary>The description of the TLS alert that ended the handshake (RFC 8446 §6), such as 40; null: none did, or it was encrypted.</summary>
    public byte? TlsAlert { get; init; }

    /// <summary>The SASL mechanism by which a login was refused, such as <c>PLAIN</c>; null: none was.</summary>
    public string? Mechanism { get; init; }

    /// <summary>Which service answers instead of a mail server; null: none that is known.</summary>
    public OtherService? Service { get; init; }

    /// <summary>Whether a reply had begun to come when the deadline ran out: the server speaks, and far too slowly.</summary>
    public bool HasBegunToAnswer { get; init; }
}

/// <summary>The kinds of trouble, named so that each has one explanation and one retry class.</summary>
public enum SmtpFault
{
    /// <summary>DNS says that there is no such name.</summary>
    NameNotFound,

    /// <summary>DNS did not answer, so nothing is known.</summary>
    DnsUnavailable,

    /// <summary>The address is one that nothing may be sent to: see <see cref="SmtpClientOptions.MayConnectTo"/>.</summary>
    DestinationForbidden,

    /// <summary>Nobody listens on the port.</summary>
    ConnectionRefused,

    /// <summary>No route to the host or network.</summary>
    Unreachable,

    /// <summary>A deadline ran out.</summary>
    TimedOut,

    /// <summary>The server closed or reset the connection.</summary>
    ConnectionLost,

    /// <summary>The server said no: see the reply.</summary>
    Refused,

    /// <summary>What came is no SMTP reply.</summary>
    MalformedReply,

    /// <summary>The reply passes 1 MiB or 10,000 lines, and is no refusal.</summary>
    ReplyTooLong,

    /// <summary>Bytes came that no command accounts for, before TLS or elsewhere: attack or broken proxy.</summary>
    OutOfStep,

    /// <summary>Another service answers: HTTP, SSH, IMAP, POP3, FTP.</summary>
    OtherProtocol,

    /// <summary>TLS was asked for, and the server speaks plaintext on this port.</summary>
    PlaintextOnTlsPort,

    /// <summary>Plaintext was asked for, and the server waits for TLS from the first byte.</summary>
    TlsOnPlaintextPort,

    /// <summary>STARTTLS is required and not offered.</summary>
    StartTlsNotOffered,

    /// <summary>The handshake failed: no common version or cipher, an alert, a hang-up.</summary>
    TlsFailed,

    /// <summary>The server has nothing newer than TLS 1.1, which RFC 8996 forbids.</summary>
    TlsTooOld,

    /// <summary>The server wants a client certificate, and none is set.</summary>
    ClientCertificateWanted,

    /// <summary>The server did not take our client certificate.</summary>
    ClientCertificateRefused,

    /// <summary>The certificate is not trusted: see the report.</summary>
    CertificateNotTrusted,

    /// <summary>A login is set and the server offers none here.</summary>
    AuthNotOffered,

    /// <summary>The server offers only mechanisms that we lack or that were not chosen.</summary>
    NoCommonMechanism,

    /// <summary>A login would travel in plaintext.</summary>
    CredentialsNeedTls,

    /// <summary>The server refused the login.</summary>
    CredentialsRefused,

    /// <summary>The server could not prove that it knows the password (RFC 5802 §3): perhaps it is another one.</summary>
    ServerNotGenuine,

    /// <summary>No access token could be had: see the reason. The mail server was not asked.</summary>
    TokenUnavailable,

    /// <summary>The mail server refused the access token, a fresh one too.</summary>
    TokenRefused,

    /// <summary>The message is larger than the server's SIZE (RFC 1870).</summary>
    TooLarge,

    /// <summary>An address or header needs SMTPUTF8 and the server lacks it (RFC 6531 §3.2).</summary>
    SmtpUtf8NotOffered,

    /// <summary>The message has 8-bit lines or the like and the server cannot take them.</summary>
    NotTransferable,

    /// <summary>The sender may no longer send: <see cref="Envelope.MayStillSend"/> said no right before the end of the message.</summary>
    Withdrawn,
}
