using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Postroom.Forges.Http;
using Postroom.Forges.Lookups;
using Postroom.Notifications;
using Postroom.Settings;

namespace Postroom.Forges;

/// <summary>Wires the doors of the forges and their inbox.</summary>
public static class ForgeServices
{
    /// <summary>Adds the doors. The worker that empties their inbox comes with <see cref="AddForgeWorker"/>.</summary>
    public static IServiceCollection AddForges(this IServiceCollection services)
    {
        services.AddOptions<ForgeOptions>().BindConfiguration(ForgeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<InboxSignal>();
        services.TryAddSingleton<Accepting.Http.BodyRoom>();
        services.TryAddSingleton<HookRate>();
        services.TryAddSingleton<HookIntake>();
        services.TryAddSingleton<HandOverEvent>(provider => provider.GetRequiredService<PullRequestNotifier>().HandleAsync);
        services.AddDestinations();
        services.TryAddSingleton<ForgeLookup>();
        services.TryAddSingleton<InboxReading>();
        services.TryAddSingleton<InboxStep>();
        return services;
    }

    /// <summary>Adds the worker that empties the inbox.</summary>
    public static IServiceCollection AddForgeWorker(this IServiceCollection services) => services.AddHostedService<InboxWorker>();

    /// <summary>Maps the doors.</summary>
    public static void MapForges(this IEndpointRouteBuilder routes)
    {
        routes.MapHooks();
        routes.MapEvents();
    }
}
