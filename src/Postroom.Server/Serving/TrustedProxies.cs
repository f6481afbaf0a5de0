using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork; // HttpOverrides has an older one

namespace Postroom.Server.Serving;

/// <summary>
/// The reverse proxies that may say where a request came from. From them alone X-Forwarded-For and X-Forwarded-Proto are
/// taken, so that limits count people and not the proxy, and cookies are secure; the Host header never decides anything.
/// Setting <c>Site:TrustedProxies</c>: addresses and networks with commas between, or <c>none</c>. The default value is the loopback.
/// </summary>
static class TrustedProxies
{
    public const string Setting = "Site:TrustedProxies";

    const string Loopback = "127.0.0.0/8, ::1";

    /// <summary>Adds it before everything that reads a request, sign-in first of all.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.AddOptions<ForwardedHeadersOptions>().Configure<IConfiguration>(Configure);
        services.AddSingleton<IStartupFilter, First>();
    }

    /// <summary>Reads the setting; a network of one address is written without its length.</summary>
    /// <param name="text">The setting; null or empty: the loopback.</param>
    /// <param name="problem">What is wrong and how to mend it; null: nothing.</param>
    public static IReadOnlyList<IPNetwork> Read(string? text, out string? problem)
    {
        problem = null;
        var typed = string.IsNullOrWhiteSpace(text) ? Loopback : text;
        if (typed.Trim().Equals("none", StringComparison.OrdinalIgnoreCase)) return [];
        var networks = new List<IPNetwork>();
        foreach (var word in typed.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (IPNetwork.TryParse(word, out var network)) networks.Add(network);
            else if (IPAddress.TryParse(word, out var address)) networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else problem ??= $"{Setting}: {word} is no address or network: write it as 10.0.0.5 or 10.0.0.0/24, with commas between, or none.";
        }

        return networks;
    }

    // Hop by hop from the right, and never past one that is not trusted: what stands further left anybody can write.
    static void Configure(ForwardedHeadersOptions options, IConfiguration configuration)
    {
        var networks = Read(configuration[Setting], out var problem);
        if (problem is not null) throw new OptionsValidationException(Setting, typeof(ForwardedHeadersOptions), [problem]);
        options.ForwardedHeaders = networks.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        options.ForwardLimit = null;
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks) options.KnownIPNetworks.Add(network);
    }

    sealed class First : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseForwardedHeaders();
            next(app);
        };
    }
}
