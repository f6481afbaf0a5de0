using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Postroom.Settings;

namespace Postroom.People.SingleSignOn;

/// <summary>Wires this folder.</summary>
static class SingleSignOnServices
{
    public static void AddSingleSignOn(this IServiceCollection services)
    {
        services.AddDestinations();
        services.TryAddSingleton<ProviderClient>();
        services.TryAddSingleton<ProviderDocuments>();
        services.TryAddSingleton<SingleSignOnSettingsStore>();
        services.TryAddSingleton<SingleSignOnExchange>();
        services.TryAddSingleton<SingleSignOnAccounts>();
        services.TryAddSingleton<SingleSignOnLinking>();
        services.TryAddSingleton<SingleSignOnFlow>();
    }
}
