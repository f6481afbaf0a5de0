using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Postroom.Outbox;

/// <summary>Wires what stands around the store of messages; the store itself comes from its own project.</summary>
public static class OutboxServices
{
    /// <summary>Adds the ready messages and the signal.</summary>
    public static IServiceCollection AddOutbox(this IServiceCollection services)
    {
        services.TryAddSingleton<OutboxSignal>();
        services.TryAddSingleton<ReadyMessages>();
        return services;
    }
}
