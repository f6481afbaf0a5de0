using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Postroom.Sandbox;

/// <summary>Adds the built-in mailbox.</summary>
public static class SandboxServices
{
    /// <summary>Adds the receiver of the built-in mailbox. It needs an <see cref="ISandboxMailbox"/> from a store.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="listener">Gives what is called with the port when the receiver listens, and with null when it stops: whoever sends to the sandbox learns the port here.</param>
    /// <param name="find">Gives what finds what is known of a mail; null: nothing ever is.</param>
    public static IServiceCollection AddSandbox(
        this IServiceCollection services, Func<IServiceProvider, Action<int?>> listener, Func<IServiceProvider, FindKnownMail>? find = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new SandboxReceiver(
            provider.GetRequiredService<ISandboxMailbox>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>(),
            listener(provider),
            find?.Invoke(provider)));
        services.AddHostedService(provider => provider.GetRequiredService<SandboxReceiver>());
        return services;
    }
}
