namespace Postroom.Mail.Mime;

/// <summary>How <see cref="MessageWriter"/> turns content into bytes.</summary>
public sealed record MessageFormat
{
    /// <summary>What every mail server takes: 7-bit bytes only, save for UTF-8 addresses.</summary>
    public static MessageFormat Default { get; } = new();

    /// <summary>
    /// Whether text may travel as it is in 8 bits, for servers that offer 8BITMIME (RFC 6152). Default: false, text that is
    /// not ASCII is encoded.
    /// </summary>
    public bool Allow8Bit { get; init; }

    /// <summary>
    /// Whether To and Cc stay ASCII though an address in them is not, so that a server without SMTPUTF8 can take the
    /// message
    /// for all others: such an address is named in an empty group, as RFC 6857 §3.1 names it. Default: false, it is
    /// written
    /// as it is and the whole message needs SMTPUTF8 (RFC 6532).
    /// </summary>
    public bool NamesUtf8RecipientsInAscii { get; init; }
}
