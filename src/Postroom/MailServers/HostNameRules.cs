using System.Globalization;
using System.Net;
using System.Text;

namespace Postroom.MailServers;

/// <summary>What may stand in the host field, and what people write there by mistake.</summary>
static class HostNameRules
{
    static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>Full-width letters, digits and dots become the ones that are meant; spaces around go.</summary>
    public static string Normalize(string typed)
    {
        var text = typed.Trim();
        try { text = text.Normalize(NormalizationForm.FormKC); }
        catch (ArgumentException) { return text; } // A lone surrogate: refused by the rules below.
        if (text.StartsWith('[') && text.EndsWith(']')) text = text[1..^1];
        return text.Length > 1 && text.EndsWith('.') ? text[..^1] : text;
    }

    /// <summary>The key of what is wrong with a normalised host; null: nothing.</summary>
    public static string? ProblemOf(string host)
    {
        if (host.Contains("://", StringComparison.Ordinal) || host.Contains('/', StringComparison.Ordinal)) return "Problem.Host.Scheme";
        if (host.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))) return "Problem.Host.Space";
        if (host.Contains('@', StringComparison.Ordinal)) return "Problem.Host.Address";
        if (HasPort(host)) return "Problem.Host.Port"; // Before the address: "[::1]:25" is one to IPAddress.
        return IsAddress(host) || IsName(host) ? null : "Problem.Host.Invalid";
    }

    /// <summary>One form for each host, so that two spellings compare equal.</summary>
    public static string Canonical(string host)
    {
        if (IPAddress.TryParse(host, out var address)) return address.ToString();
        try { return Idn.GetAscii(host).ToLowerInvariant(); }
        catch (ArgumentException) { return host.ToLowerInvariant(); }
    }

    /// <summary>Whether a host is this machine itself, so that nothing travels over a network.</summary>
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    // "1" and "0x7f.1" are addresses to IPAddress.TryParse, and to nobody else.
    static bool IsAddress(string host) =>
        IPAddress.TryParse(host, out _) && (host.Contains(':', StringComparison.Ordinal) || IsDottedQuad(host));

    static bool IsDottedQuad(string host) =>
        host.Split('.') is { Length: 4 } parts && parts.All(part => part.Length is > 0 and <= 3 && part.All(char.IsAsciiDigit));

    static bool HasPort(string host)
    {
        var colon = host.LastIndexOf(':');
        return colon > 0 && colon < host.Length - 1 && host[(colon + 1)..].All(char.IsAsciiDigit)
            && (host.IndexOf(':', StringComparison.Ordinal) == colon || host[colon - 1] == ']');
    }

    static bool IsName(string host)
    {
        var ascii = host;
        if (!Ascii.IsValid(host))
        {
            try { ascii = Idn.GetAscii(host); }
            catch (ArgumentException) { return false; }
        }

        var labels = ascii.Split('.');
        // A last label of digits only would be an address that went wrong, such as 192.0.2.300.
        return ascii.Length <= 253 && labels.All(IsLabel) && !labels[^1].All(char.IsAsciiDigit);
    }

    // The underscore is no host name letter (RFC 952), but container networks name hosts with it.
    static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
