using System.Globalization;

namespace Postroom.Mail.Smtp.Client.Tls;

/// <summary>The alert with which a server ends a handshake before anything is encrypted (RFC 8446 §6).</summary>
static class TlsAlert
{
    /// <summary>A certificate of ours is required (RFC 8446 §6.2).</summary>
    public const byte CertificateRequired = 116;

    /// <summary>Its description; null: the first bytes are no alert.</summary>
    public static byte? Of(ReadOnlySpan<byte> first) => first is [0x15, 0x03, _, 0x00, 0x02, _, var description, ..] ? description : null;

    /// <summary>Its name and number, and what it says.</summary>
    public static string Words(byte description) => string.Create(CultureInfo.InvariantCulture, $"{Name(description)} ({description})");

    static string Name(byte description) => description switch
    {
        0 => "close_notify",
        10 => "unexpected_message",
        20 => "bad_record_mac",
        40 => "handshake_failure",
        47 => "illegal_parameter",
        49 => "access_denied",
        50 => "decode_error",
        70 => "protocol_version",
        71 => "insufficient_security",
        80 => "internal_error",
        86 => "inappropriate_fallback",
        109 => "missing_extension",
        112 => "unrecognized_name",
        CertificateRequired => "certificate_required",
        120 => "no_application_protocol",
        _ => "alert",
    };
}
