using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Postroom.MailServers.OAuth;
using Postroom.MailServers.Trust;
using Postroom.Settings;

namespace Postroom.MailServers;

/// <summary>Wires this folder. <see cref="MailServerSettingsStore.LoadAsync"/> must be awaited before anything is sent.</summary>
public static class MailServerServices
{
    /// <summary>Adds the mail server settings, from store and configuration.</summary>
    public static IServiceCollection AddMailServers(this IServiceCollection services)
    {
        services.AddDestinations();
        services.TryAddSingleton<BuiltInMailServer>();
        services.TryAddSingleton<TrustedCertificates>();
        services.TryAddSingleton<TrustStore>();
        services.AddSingleton<ISharedSettings>(provider => provider.GetRequiredService<TrustStore>());
        services.TryAddSingleton<PresentedCertificates>();
        services.TryAddSingleton<CertificateUses>();
        services.TryAddSingleton<CertificateSnoozes>();
        services.TryAddSingleton<TokenEndpoint>();
        services.TryAddSingleton(provider => new RefreshTokens(
            provider.GetRequiredService<SecretProtector>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RefreshTokens>>(), provider.GetService<IRefreshTokenStore>()));
        services.TryAddSingleton<OAuthTokens>();
        services.TryAddSingleton<MailServerResolver>();
        services.TryAddSingleton(provider => OutsideMailServer.Read(provider.GetRequiredService<IConfiguration>()));
        services.TryAddSingleton<MailServerSettingsStore>();
        services.TryAddSingleton<IMailServerSource>(provider => provider.GetRequiredService<MailServerSettingsStore>());
        services.TryAddSingleton<ISenderIdentity>(provider => provider.GetRequiredService<MailServerSettingsStore>());
        services.TryAddSingleton<ConnectionPool>();
        services.TryAddSingleton<SmtpTransport>();
        return services;
    }
}
