using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Postroom.Mail.Smtp.Client.Tls;

/// <summary>
/// Whether a certificate is that of the server that was asked for (RFC 9525). The subject alternative name counts alone:
/// DNS names for a host name, IP addresses for an address. The common name never does.
/// </summary>
static class ServerIdentity
{
    /// <summary>Compares.</summary>
    /// <param name="host">The host in A-labels, or an IP address.</param>
    /// <param name="certificate">The server's certificate.</param>
    public static bool Is(string host, X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToList();
        return IPAddress.TryParse(host, out var address)
            ? names.Exists(extension => extension.EnumerateIPAddresses().Any(address.Equals))
            : names.Exists(extension => extension.EnumerateDnsNames().Any(name => IsName(name, host.TrimEnd('.'))));
    }

    /// <summary>Whether a DNS name of a certificate stands for a host (RFC 9525 §6.3).</summary>
    public static bool IsName(string presented, string host)
    {
        var name = presented.EndsWith('.') ? presented[..^1] : presented;
        if (name.Length == 0 || !name.All(char.IsAscii)) return false;
        if (!name.Contains('*', StringComparison.Ordinal)) return name.Equals(host, StringComparison.OrdinalIgnoreCase);

        // The asterisk stands alone as the leftmost label, and for exactly one.
        if (!name.StartsWith("*.", StringComparison.Ordinal) || name.IndexOf('*', 1) >= 0 || name.Length == 2) return false;
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && host.AsSpan(dot).Equals(name.AsSpan(1), StringComparison.OrdinalIgnoreCase);
    }
}
