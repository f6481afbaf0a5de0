namespace Postroom.Mail.Smtp.Server;

/// <summary>A message with its envelope, as it came over the wire.</summary>
/// <param name="Sender">The reverse-path.</param>
/// <param name="Recipients">The forward-paths in their order, at least one.</param>
/// <param name="Bytes">The message with dot-stuffing undone, every line end CRLF. The receiver may keep it.</param>
public sealed record ReceivedMessage(ReceivedPath Sender, IReadOnlyList<ReceivedPath> Recipients, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The name the client gave in EHLO or HELO; nothing is known about its truth.</summary>
    public required string ClientName { get; init; }

    /// <summary>Whether the client said EHLO: the <c>with ESMTP</c> of a Received header (RFC 5321 §4.4).</summary>
    public required bool IsExtended { get; init; }

    /// <summary>Whether the client declared <c>BODY=8BITMIME</c>, or there are bytes above 127 (RFC 6152).</summary>
    public required bool Is8Bit { get; init; }

    /// <summary>Whether the client declared SMTPUTF8 (RFC 6531 §3.4).</summary>
    public required bool NeedsSmtpUtf8 { get; init; }
}
