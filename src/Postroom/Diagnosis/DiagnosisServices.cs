using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Postroom.Diagnosis.Detection;
using Postroom.Diagnosis.Domains;
using Postroom.Mail.Dns;
using Postroom.Settings;

namespace Postroom.Diagnosis;

/// <summary>Wires this folder.</summary>
public static class DiagnosisServices
{
    /// <summary>Adds the mail server test and the resolver. The explainers need no wiring.</summary>
    public static IServiceCollection AddDiagnosis(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => TestSettings.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddDestinations();
        services.TryAddSingleton<TestGate>();
        services.TryAddSingleton(provider => new SettingsDetector(
            provider.GetRequiredService<IDnsResolver>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<TestSettings>())
        {
            Destinations = provider.GetRequiredService<Destinations>(),
        });
        services.TryAddSingleton<MailServerTest>();
        services.TryAddSingleton<DomainCheck>();
        services.TryAddSingleton<OwnDomain>();
        services.AddOptions<DnsSettings>().BindConfiguration(DnsSettings.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<IDnsResolver>(provider => new DnsResolver(
            provider.GetRequiredService<IOptions<DnsSettings>>().Value.ToOptions(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
