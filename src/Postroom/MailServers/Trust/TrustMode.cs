namespace Postroom.MailServers.Trust;

/// <summary>Whom a mail server's certificate is believed by.</summary>
public enum TrustMode
{
    /// <summary>The system's authorities.</summary>
    System,

    /// <summary>The system's authorities and the certificates chosen for this server.</summary>
    Chosen,

    /// <summary>Exactly one certificate or key, and nobody else.</summary>
    Pin,
}

/// <summary>The words of <see cref="TrustMode"/>, and of a pin, in forms and files.</summary>
static class TrustModeNames
{
    public const string KeyPin = "spki-sha256:";

    const string CertificatePin = "sha256:";

    /// <summary>The words in the order of the page.</summary>
    public static IReadOnlyList<string> All { get; } = ["system", "chosen", "pin"];

    /// <summary>The words of the revocation setting.</summary>
    public static IReadOnlyList<string> Revocation { get; } = ["off", "soft", "hard"];

    public static string Of(TrustMode? mode) => mode is { } known ? All[(int)known] : "";

    public static TrustMode? Parse(string word)
    {
        var at = All.ToList().FindIndex(known => known.Equals(word, StringComparison.OrdinalIgnoreCase));
        return at < 0 ? null : (TrustMode)at;
    }

    /// <summary>A fingerprint as 64 lower-case hex digits; null: it is none. <c>sha256:</c>, colons and blanks are allowed.</summary>
    public static string? Fingerprint(string typed)
    {
        var text = typed.Trim();
        if (text.StartsWith(CertificatePin, StringComparison.OrdinalIgnoreCase)) text = text[CertificatePin.Length..];
        text = string.Concat(text.Where(c => c is not (':' or ' ' or '-'))).ToLowerInvariant();
        return text.Length == 64 && text.All(char.IsAsciiHexDigit) ? text : null;
    }

    /// <summary>A pin as it is stored: 64 hex digits for a certificate, <c>spki-sha256:</c> and 64 for a public key; null: it is none.</summary>
    public static string? Pin(string typed)
    {
        var text = typed.Trim();
        if (!text.StartsWith(KeyPin, StringComparison.OrdinalIgnoreCase)) return Fingerprint(text);
        return Fingerprint(text[KeyPin.Length..]) is { } key ? KeyPin + key : null;
    }
}
