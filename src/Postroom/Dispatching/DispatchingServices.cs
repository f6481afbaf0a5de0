using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Postroom.Dispatching;

/// <summary>Wires the way out.</summary>
public static class DispatchingServices
{
    /// <summary>Adds the dispatcher and its sessions.</summary>
    public static IServiceCollection AddDispatching(this IServiceCollection services)
    {
        services.AddOptions<DeliveryOptions>().BindConfiguration(DeliveryOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<DeliveryOptions>, DeliveryOptionsRules>();
        services.TryAddSingleton(provider => new CircuitBreaker(
            provider.GetRequiredService<IOptions<DeliveryOptions>>().Value.LongestPause, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new OutcomeOfReply(
            provider.GetRequiredService<IOptions<DeliveryOptions>>().Value.FirstRetry, Chance));
        services.TryAddSingleton(provider => new ConnectionAllowance(
            provider.GetRequiredService<IOptions<DeliveryOptions>>().Value.MaxConnections, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<TakenMail>();
        services.TryAddSingleton<NodeLease>();
        services.TryAddSingleton<ServerGate>();
        services.TryAddSingleton<ReadyFiller>();
        services.TryAddSingleton<MessageSigning>();
        services.TryAddSingleton<DeliveryAttempt>();
        services.TryAddSingleton<OutcomeRecorder>();
        services.TryAddSingleton<DispatchSession>();
        services.AddHostedService<Dispatcher>();
        return services;
    }

    static double Chance() => RandomNumberGenerator.GetInt32(1_000_001) / 1_000_000d;
}
