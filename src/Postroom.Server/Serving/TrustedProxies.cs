using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using Postroom.Admin.Shell;
using IPNetwork = System.Net.IPNetwork; // HttpOverrides has an older one

namespace Postroom.Server.Serving;

/// <summary>
/// The reverse proxies that may say where a request came from. From them alone X-Forwarded-For, -Proto and -Host are taken, so
/// that limits count people and not the proxy, cookies are secure, and a page knows the address it is seen at; no mailed link
/// is ever made of it. Setting <c>Site:TrustedProxies</c>: addresses and networks with commas between, or <c>none</c>.
/// Without it nobody is trusted, the loopback neither: any program of the machine could claim to be anybody.
/// </summary>
static class TrustedProxies
{
    public const string Setting = "Site:TrustedProxies";

    const string Nobody = "none";

    static readonly string[] Headers = ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"];

    /// <summary>Adds it before everything that reads a request, sign-in first of all.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.AddOptions<ForwardedHeadersOptions>().Configure<IConfiguration>(Configure);
        services.AddSingleton<IStartupFilter, First>();
    }

    /// <summary>Reads the setting; a network of one address is written without its length.</summary>
    /// <param name="text">The setting; null or empty: nobody is trusted.</param>
    /// <param name="problem">What is wrong and how to cure it; null: nothing.</param>
    public static IReadOnlyList<IPNetwork> Read(string? text, out string? problem)
    {
        problem = null;
        if (string.IsNullOrWhiteSpace(text) || IsNobody(text)) return [];
        var networks = new List<IPNetwork>();
        foreach (var word in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (IPNetwork.TryParse(word, out var network)) networks.Add(network);
            else if (IPAddress.TryParse(word, out var address)) networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else problem ??= $"{Setting}: {word} is not an address or network: write it as 10.0.0.5 or 10.0.0.0/24, with commas between, or none.";
        }

        return networks;
    }

    static bool IsNobody(string? text) => Nobody.Equals(text?.Trim(), StringComparison.OrdinalIgnoreCase);

    // Hop by hop from the right, and never past one that is not trusted: what stands further left anybody can write.
    static void Configure(ForwardedHeadersOptions options, IConfiguration configuration)
    {
        var networks = Read(configuration[Setting], out var problem);
        if (problem is not null) throw new OptionsValidationException(Setting, typeof(ForwardedHeadersOptions), [problem]);
        options.ForwardedHeaders = networks.Count == 0
            ? ForwardedHeaders.None
            : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        options.ForwardLimit = null;
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks) options.KnownIPNetworks.Add(network);
    }

    // Who wrote "none" has decided: there is nothing to warn of.
    static void WatchForOthers(IApplicationBuilder app)
    {
        var setting = app.ApplicationServices.GetRequiredService<IConfiguration>()[Setting];
        if (IsNobody(setting)) return;
        var trusted = Read(setting, out _);
        var sightings = app.ApplicationServices.GetRequiredService<ProxySightings>();
        app.Use(next => http =>
        {
            var header = Array.Find(Headers, http.Request.Headers.ContainsKey);
            if (header is not null && !IsTrusted(http.Connection.RemoteIpAddress, trusted)) sightings.Note(http.Connection.RemoteIpAddress, header);
            return next(http);
        });
    }

    static bool IsTrusted(IPAddress? peer, IReadOnlyList<IPNetwork> trusted)
    {
        var address = peer is { IsIPv4MappedToIPv6: true } ? peer.MapToIPv4() : peer;
        return address is not null && trusted.Any(network => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address));
    }

    sealed class First : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            WatchForOthers(app);
            app.UseForwardedHeaders();
            TransportSecurity.Use(app);
            next(app);
        };
    }
}
