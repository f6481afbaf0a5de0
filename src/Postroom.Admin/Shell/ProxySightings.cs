using System.Net;
using Microsoft.Extensions.Logging;

namespace Postroom.Admin.Shell;

/// <summary>
/// Remembers a reverse proxy that says where requests came from and is not believed, so that log and console can name it with
/// the cure. Only peers on this machine or in a private network are taken for proxies: a stranger's header is a stranger's.
/// </summary>
public sealed partial class ProxySightings(TimeProvider time, ILogger<ProxySightings> logger)
{
    static readonly TimeSpan Remembered = TimeSpan.FromHours(24);
    static readonly TimeSpan LoggedEach = TimeSpan.FromHours(1);

    static readonly IPNetwork[] Private =
        [.. new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fe80::/10" }.Select(network => IPNetwork.Parse(network))];

    volatile ProxySighting? _latest;

    /// <summary>The latest one of the last 24 hours; null: none was seen.</summary>
    public ProxySighting? Latest => _latest is { } latest && time.GetUtcNow() - latest.At < Remembered ? latest : null;

    /// <summary>Takes note of a header of a peer that is not trusted.</summary>
    /// <param name="peer">Who is connected; null: unknown.</param>
    /// <param name="header">The name of the header.</param>
    public void Note(IPAddress? peer, string header)
    {
        if (peer is null) return;
        var address = peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer;
        if (!IPAddress.IsLoopback(address) && !Private.Any(network => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address))) return;
        var now = time.GetUtcNow();
        var former = _latest;
        var isNews = former is null || !former.Address.Equals(address) || now - former.LoggedAt >= LoggedEach;
        _latest = new ProxySighting(address, header, now, isNews ? now : former!.LoggedAt);
        if (isNews) Seen(address, header, address);
    }

    [LoggerMessage(11004, LogLevel.Warning,
        "A proxy at {Address} sends {Header}, which is not believed: all people count as one address for the limits, and cookies are not kept to HTTPS. "
        + "If it is your reverse proxy, set POSTROOM__Site__TrustedProxies={Cure}; if not, set it to none")]
    partial void Seen(IPAddress address, string header, IPAddress cure);
}

/// <summary>A proxy that is not trusted.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Header">The header it sent.</param>
/// <param name="At">When it was last seen.</param>
/// <param name="LoggedAt">When the log last said so.</param>
public sealed record ProxySighting(IPAddress Address, string Header, DateTimeOffset At, DateTimeOffset LoggedAt);
