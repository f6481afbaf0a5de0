using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Postroom.Settings;

namespace Postroom.Signing;

/// <summary>Wires this folder. <c>AddSettings</c>, a store and a resolver of DNS come besides.</summary>
public static class SigningServices
{
    /// <summary>Adds the signing of mail and its keys.</summary>
    public static IServiceCollection AddSigning(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SigningKeyRing>();
        services.AddSingleton<ISharedSettings>(provider => provider.GetRequiredService<SigningKeyRing>());
        services.AddSingleton<IVerifiedDomains>(provider => provider.GetRequiredService<SigningKeyRing>());
        services.TryAddSingleton<MailSigner>();
        services.TryAddSingleton<PublishedRecords>();
        services.TryAddSingleton<SigningKeys>();
        return services;
    }

    /// <summary>Adds the hourly look at what is due for keys.</summary>
    public static IServiceCollection AddKeyRotation(this IServiceCollection services) => services.AddHostedService<KeyRotation>();
}
