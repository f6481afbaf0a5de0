using System.Globalization;
using System.Net.Sockets;

namespace Postroom.Mail.Spf;

/// <summary>The values of the macros (RFC 7208 §7.2, §7.3).</summary>
sealed class SpfMacros(SpfRequest request, TimeProvider time, SpfHosts hosts)
{
    /// <summary>Expands a text; null when it is wrong.</summary>
    /// <param name="text">The text.</param>
    /// <param name="domain">The domain whose record it is (d).</param>
    /// <param name="isExplanation">Whether it is the text of an explanation.</param>
    public async Task<string?> ExpandAsync(string text, string domain, bool isExplanation)
    {
        if (!MacroString.TryParse(text, isExplanation, out var macros)) return null;
        var validName = macros.LettersUsed.Contains('p') ? await hosts.BestNameAsync(domain) : "";
        return macros.Expand(letter => letter switch
        {
            's' => request.Sender,
            'l' => request.Sender[..request.Sender.LastIndexOf('@')],
            'o' => request.Sender[(request.Sender.LastIndexOf('@') + 1)..],
            'd' => domain,
            'i' => DottedIp(),
            'p' => validName,
            'v' => request.Ip.AddressFamily == AddressFamily.InterNetwork ? "in-addr" : "ip6",
            'h' => request.Helo,
            'c' => request.Ip.ToString(),
            'r' => "unknown",
            't' => time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            _ => throw new System.Diagnostics.UnreachableException(),
        });
    }

    // An IPv6 address as its 32 hexadecimal digits with dots between.
    string DottedIp() => request.Ip.AddressFamily == AddressFamily.InterNetwork
        ? request.Ip.ToString()
        : string.Join('.', Convert.ToHexString(request.Ip.GetAddressBytes()).AsEnumerable());
}
