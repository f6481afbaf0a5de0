using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Postroom.Settings;

/// <summary>
/// Exceptions from what Postroom connects to. Section <c>Destinations</c> of the configuration, such as
/// <c>POSTROOM__Destinations__Allowed</c>.
/// </summary>
public static class DestinationSettings
{
    /// <summary>The setting: addresses and networks with commas between. The default value is empty: no exceptions.</summary>
    public const string Setting = "Destinations:Allowed";

    /// <summary>Adds <see cref="Destinations"/>.</summary>
    public static IServiceCollection AddDestinations(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => Read(provider.GetService<IConfiguration>()));
        services.TryAddSingleton<GuardedConnector>();
        return services;
    }

    /// <summary>Reads the setting; a network of one address is written without its length.</summary>
    /// <exception cref="OptionsValidationException">It cannot be read; the message names it and the cure.</exception>
    public static Destinations Read(IConfiguration? configuration)
    {
        var networks = new List<IPNetwork>();
        foreach (var word in (configuration?[Setting] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (IPNetwork.TryParse(word, out var network)) networks.Add(network);
            else if (IPAddress.TryParse(word, out var address)) networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else throw new OptionsValidationException(Setting, typeof(Destinations), [$"{Setting}: {word} is not an address or network: write it as 169.254.10.5 or fd00:ec2::/32, with commas between."]);
        }

        return networks.Count == 0 ? Destinations.Usual : new Destinations(networks);
    }
}
