using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Postroom.Settings;

/// <summary>What this machine calls itself.</summary>
/// <param name="Fqdn">Its fully qualified name in lower case; null: it has none.</param>
/// <param name="Address">An address of its own that other machines can see, else loopback.</param>
public sealed record HostIdentity(string? Fqdn, IPAddress Address)
{
    static readonly TimeSpan LookUpTimeout = TimeSpan.FromSeconds(2);

    /// <summary>The name for EHLO: the FQDN, else the address in brackets (RFC 5321 §4.1.3, §4.1.4).</summary>
    public string EhloName => Fqdn ?? AddressLiteral;

    /// <summary>The address as EHLO says it: in brackets (RFC 5321 §4.1.3).</summary>
    public string AddressLiteral => Literal(Address);

    /// <summary>The part after the @ of an address that needs no set-up.</summary>
    public string MailDomain => Fqdn ?? "localhost";

    /// <summary>Asks the operating system; waits at most 2 s for its resolver, which may ask a dead DNS server.</summary>
    public static async Task<HostIdentity> FindAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(LookUpTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var name = IPGlobalProperties.GetIPGlobalProperties().HostName;
        if (!IsFqdn(name)) name = await CanonicalNameAsync(name, either.Token);
        cancellationToken.ThrowIfCancellationRequested();
        return new HostIdentity(IsFqdn(name) ? name.TrimEnd('.').ToLowerInvariant() : null, OwnAddress());
    }

    /// <summary>Whether a name is fully qualified and no address: two labels or more of letters, digits and hyphens.</summary>
    public static bool IsFqdn(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var bare = name.EndsWith('.') ? name[..^1] : name;
        return bare.Length is > 0 and <= 253 && bare.Contains('.', StringComparison.Ordinal)
            && !bare.StartsWith("localhost.", StringComparison.OrdinalIgnoreCase)
            && !IPAddress.TryParse(bare, out _) && bare.Split('.').All(IsLabel);
    }

    static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    static string Literal(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? "[IPv6:" + address + "]" : "[" + address + "]";

    // The system's own resolver, as `hostname -f` uses it: /etc/hosts counts.
    static async Task<string> CanonicalNameAsync(string name, CancellationToken cancellationToken)
    {
        try { return (await Dns.GetHostEntryAsync(name, cancellationToken)).HostName; }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException or ArgumentException) { return name; }
    }

    static IPAddress OwnAddress()
    {
        try
        {
            var addresses = NetworkInterface.GetAllNetworkInterfaces()
                .Where(card => card.OperationalStatus == OperationalStatus.Up)
                .SelectMany(card => card.GetIPProperties().UnicastAddresses)
                .Select(unicast => unicast.Address)
                .Where(address => !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal)
                .ToList();
            return addresses.Find(address => address.AddressFamily == AddressFamily.InterNetwork)
                ?? addresses.FirstOrDefault() ?? IPAddress.Loopback;
        }
        catch (NetworkInformationException) { return IPAddress.Loopback; }
    }
}

/// <summary>Finds what this machine calls itself.</summary>
public delegate Task<HostIdentity> FindHostIdentity(CancellationToken cancellationToken);
