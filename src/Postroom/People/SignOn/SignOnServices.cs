using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Postroom.Settings;

namespace Postroom.People.SignOn;

/// <summary>Wires this folder.</summary>
static class SignOnServices
{
    public static void AddSignOn(this IServiceCollection services)
    {
        services.AddDestinations();
        services.TryAddSingleton<ProviderClient>();
        services.TryAddSingleton<ProviderDocuments>();
        services.TryAddSingleton<SignOnSettingsStore>();
        services.TryAddSingleton<SignOnExchange>();
        services.TryAddSingleton<SignOnAccounts>();
        services.TryAddSingleton<SignOnLinking>();
        services.TryAddSingleton<SignOnFlow>();
    }
}
