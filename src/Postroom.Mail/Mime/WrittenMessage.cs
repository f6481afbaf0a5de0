namespace Postroom.Mail.Mime;

/// <summary>A message in its wire form: CRLF line ends, none over 998 octets, no NUL, not dot-stuffed (RFC 5322 §2.1).</summary>
/// <param name="Bytes">The message, ending in CRLF.</param>
/// <param name="Is8Bit">Whether its body holds bytes above 127, so that BODY=8BITMIME must be announced (RFC 6152).</param>
/// <param name="NeedsSmtpUtf8">Whether its headers are UTF-8, so that only a server with SMTPUTF8 can take it (RFC 6531).</param>
public sealed record WrittenMessage(ReadOnlyMemory<byte> Bytes, bool Is8Bit, bool NeedsSmtpUtf8);
