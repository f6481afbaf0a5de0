using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Postroom.Mail.Spf;

/// <summary>Reads one term (RFC 7208 §12).</summary>
static class SpfTermReader
{
    const int Bits4 = 32;
    const int Bits6 = 128;

    /// <summary>Reads a term; null when it is wrong.</summary>
    public static SpfTerm? Read(string word)
    {
        var nameEnd = word.AsSpan().IndexOfAny('=', ':', '/');
        if (nameEnd >= 0 && word[nameEnd] == '=') return ReadModifier(word, word[..nameEnd], word[(nameEnd + 1)..]);

        var (onMatch, signs) = word[0] switch
        {
            '+' => (SpfResult.Pass, 1),
            '-' => (SpfResult.Fail, 1),
            '~' => (SpfResult.SoftFail, 1),
            '?' => (SpfResult.Neutral, 1),
            _ => (SpfResult.Pass, 0),
        };
        if (nameEnd < 0) nameEnd = word.Length;
        return nameEnd < signs ? null : ReadMechanism(word, onMatch, word[signs..nameEnd], word[nameEnd..]);
    }

    static SpfTerm? ReadModifier(string word, string name, string value)
    {
        if (name.Length == 0 || !char.IsAsciiLetter(name[0])) return null;
        if (!name.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_' or '.')) return null;
        if (name.Equals("redirect", StringComparison.OrdinalIgnoreCase))
            return DomainSpec.IsOne(value) ? new SpfTerm.Redirect(word, value) : null;
        if (name.Equals("exp", StringComparison.OrdinalIgnoreCase))
            return DomainSpec.IsOne(value) ? new SpfTerm.Explanation(word, value) : null;
        return MacroString.TryParse(value, isExplanation: false, out _) ? new SpfTerm.OtherModifier(word) : null;
    }

    static SpfTerm.Mechanism? ReadMechanism(string word, SpfResult onMatch, string name, string rest) =>
        name.ToUpperInvariant() switch
        {
            "ALL" => rest.Length == 0 ? new SpfTerm.All(word, onMatch) : null,
            "INCLUDE" => ReadDomain(rest) is { } domain ? new SpfTerm.Include(word, onMatch, domain) : null,
            "EXISTS" => ReadDomain(rest) is { } domain ? new SpfTerm.Exists(word, onMatch, domain) : null,
            "PTR" when rest.Length == 0 => new SpfTerm.Reverse(word, onMatch, null),
            "PTR" => ReadDomain(rest) is { } domain ? new SpfTerm.Reverse(word, onMatch, domain) : null,
            "A" => ReadHosts(rest) is var (isRight, domain, bits4, bits6) && isRight ? new SpfTerm.Address(word, onMatch, domain, bits4, bits6) : null,
            "MX" => ReadHosts(rest) is var (isRight, domain, bits4, bits6) && isRight ? new SpfTerm.Exchangers(word, onMatch, domain, bits4, bits6) : null,
            "IP4" => ReadNetwork(word, onMatch, rest, AddressFamily.InterNetwork, Bits4),
            "IP6" => ReadNetwork(word, onMatch, rest, AddressFamily.InterNetworkV6, Bits6),
            _ => null,
        };

    static string? ReadDomain(string rest) => rest.StartsWith(':') && DomainSpec.IsOne(rest[1..]) ? rest[1..] : null;

    // dual-cidr-length: /24, //64 or /24//64, each part on its own or missing.
    static (bool IsRight, string? Domain, int Bits4, int Bits6) ReadHosts(string rest)
    {
        var wrong = (false, (string?)null, 0, 0);
        var (bits4, bits6) = (Bits4, Bits6);
        var at = rest.LastIndexOf("//", StringComparison.Ordinal);
        if (at >= 0 && AreDigits(rest[(at + 2)..]))
        {
            if (ReadBits(rest[(at + 2)..], Bits6) is not { } read) return wrong;
            (bits6, rest) = (read, rest[..at]);
        }

        at = rest.LastIndexOf('/');
        if (at >= 0 && AreDigits(rest[(at + 1)..]))
        {
            if (ReadBits(rest[(at + 1)..], Bits4) is not { } read) return wrong;
            (bits4, rest) = (read, rest[..at]);
        }

        if (rest.Length == 0) return (true, null, bits4, bits6);
        return ReadDomain(rest) is { } domain ? (true, domain, bits4, bits6) : wrong;
    }

    static SpfTerm.Network? ReadNetwork(string word, SpfResult onMatch, string rest, AddressFamily family, int mostBits)
    {
        if (!rest.StartsWith(':')) return null;
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (text, bitsText) = slash < 0 ? (rest[1..], null) : (rest[1..slash], rest[(slash + 1)..]);
        var bits = bitsText is null ? mostBits : ReadBits(bitsText, mostBits);
        return bits is { } prefix && ReadIp(text, family) is { } ip ? new SpfTerm.Network(word, onMatch, ip, prefix) : null;
    }

    static IPAddress? ReadIp(string text, AddressFamily family)
    {
        // The parser of .NET also takes 1.2.3, 0x7f.1, brackets and zones.
        var isStrict = family == AddressFamily.InterNetwork
            ? text.Split('.') is { Length: 4 } parts && parts.All(part => ReadBits(part, byte.MaxValue) is not null)
            : text.All(sign => char.IsAsciiHexDigit(sign) || sign is ':' or '.');
        return isStrict && IPAddress.TryParse(text, out var ip) && ip.AddressFamily == family ? ip : null;
    }

    static int? ReadBits(string text, int most) =>
        text.Length is > 0 and <= 3 && AreDigits(text) && (text.Length == 1 || text[0] != '0')
        && int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) is var bits && bits <= most ? bits : null;

    static bool AreDigits(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);
}
