namespace Postroom.Mail.Smtp.Client.Tls;

/// <summary>Reads out of the first bytes of a server's answer that it knows only versions of TLS that are no longer safe (RFC 8996).</summary>
static class OldVersion
{
    /// <summary>The version a server chose, such as <c>TLS 1.1</c>; empty: it has none of ours and does not say which; null: that is not the trouble.</summary>
    public static string? Of(ReadOnlySpan<byte> first) => first switch
    {
        // An alert (RFC 8446 §5.1), protocol_version (§6).
        [0x15, 0x03, _, 0x00, 0x02, _, 70, ..] => "",

        // A ServerHello (RFC 5246 §7.4.1.3): type, three bytes of length, the version that was chosen.
        [0x16, 0x03, _, _, _, 0x02, _, _, _, 0x03, var minor, ..] when minor < 3 => minor switch
        {
            2 => "TLS 1.1",
            1 => "TLS 1.0",
            _ => "SSL 3.0",
        },
        _ => null,
    };
}
