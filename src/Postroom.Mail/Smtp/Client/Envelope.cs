using Postroom.Mail.Addresses;

namespace Postroom.Mail.Smtp.Client;

/// <summary>What the server is told about a message before it gets the bytes (RFC 5321 §2.3.1).</summary>
/// <param name="Sender">The reverse-path; null is the null sender <c>&lt;&gt;</c> (RFC 5321 §4.5.5).</param>
/// <param name="Recipients">The forward-paths, at least one.</param>
public sealed record Envelope(EmailAddress? Sender, IReadOnlyList<EmailAddress> Recipients)
{
    /// <summary>The body has lines with 8-bit bytes (RFC 6152).</summary>
    public bool Is8Bit { get; init; }

    /// <summary>
    /// A header is UTF-8 (RFC 6532), so nobody can get the message from a server without SMTPUTF8. What an address of
    /// the
    /// envelope needs is seen from the address, for that recipient alone.
    /// </summary>
    public bool NeedsSmtpUtf8 { get; init; }

    /// <summary>The envelope id for delivery status notifications (RFC 3461 §4.4); null: none is asked for.</summary>
    public string? EnvelopeId { get; init; }

    /// <summary>
    /// Asked right before the end of the message is sent: false ends the conversation without it, so that a node whose
    /// lease ran out while it slept does not send what another sends too. Null: always send.
    /// </summary>
    public Func<bool>? MayStillSend { get; init; }
}
