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
}
