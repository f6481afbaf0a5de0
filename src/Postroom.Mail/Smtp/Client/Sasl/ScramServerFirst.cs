using System.Globalization;

namespace Postroom.Mail.Smtp.Client.Sasl;

/// <summary>The server's first message (RFC 5802 §5.1, §7), read within bounds: it comes from whoever answers.</summary>
/// <param name="Nonce">Our nonce and the server's.</param>
/// <param name="Salt">1 to 1,024 bytes.</param>
/// <param name="Iterations">4,096 to 1,000,000.</param>
sealed record ScramServerFirst(string Nonce, byte[] Salt, int Iterations)
{
    /// <summary>Fewer make a password easy to guess from what a listener heard; RFC 5802 §5.1 asks for as many.</summary>
    public const int MinIterations = 4_096;

    /// <summary>More cost this machine, and not the server, seconds for each login. 600,000 is the highest figure recommended today.</summary>
    public const int MaxIterations = 1_000_000;

    const int MaxNonceLength = 1_024;
    const int MaxSaltLength = 1_024;

    public static (ScramServerFirst? First, SaslTrouble? Trouble) Read(string message, string clientNonce)
    {
        if (message.StartsWith("m=", StringComparison.Ordinal)) return Wrong("wants an extension that is not known here");
        var parts = message.Split(',');
        if (parts.Length < 3 || !Is(parts[0], "r=") || !Is(parts[1], "s=") || !Is(parts[2], "i="))
            return Wrong("began with something that is no first message of RFC 5802");

        var nonce = parts[0][2..];
        if (!IsPrintable(nonce)) return Wrong("sent a nonce that is too long or not printable");
        if (!nonce.StartsWith(clientNonce, StringComparison.Ordinal) || nonce.Length == clientNonce.Length)
            return Wrong("did not answer with our nonce and its own: an attack, or a broken server");

        var salt = new byte[MaxSaltLength];
        if (!Convert.TryFromBase64String(parts[1][2..], salt, out var saltLength) || saltLength == 0) return Wrong("sent a salt that cannot be used");

        if (!IsNumber(parts[2][2..])) return Wrong("sent an iteration count that is no number");
        if (!int.TryParse(parts[2].AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var iterations) || iterations > MaxIterations)
            return Wrong(string.Create(CultureInfo.InvariantCulture, $"wants more than {MaxIterations:N0} iterations, which would keep this machine busy instead of the server"));
        if (iterations < MinIterations)
            return Wrong(string.Create(CultureInfo.InvariantCulture, $"wants {iterations:N0} iterations; fewer than {MinIterations:N0} would make the password easy to guess for who listens"));

        return (new ScramServerFirst(nonce, salt[..saltLength], iterations), null);
    }

    static bool IsPrintable(string nonce) => nonce.Length <= MaxNonceLength && nonce.All(c => c is >= '!' and <= '~');

    static bool Is(string part, string name) => part.StartsWith(name, StringComparison.Ordinal);

    // RFC 5802 §7: posit-number, which does not begin with 0.
    static bool IsNumber(string text) => text.Length is > 0 and <= 20 && text[0] != '0' && text.All(char.IsAsciiDigit);

    static (ScramServerFirst? First, SaslTrouble? Trouble) Wrong(string how) =>
        (null, new SaslTrouble(SmtpFault.MalformedReply, how + ", so the login was cancelled."));
}
