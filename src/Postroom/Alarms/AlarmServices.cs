using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Postroom.Alarms;

/// <summary>Wires this folder.</summary>
public static class AlarmServices
{
    /// <summary>Adds the letters to administrators and the watch over certificates.</summary>
    public static IServiceCollection AddAlarms(this IServiceCollection services)
    {
        services.TryAddSingleton<AlarmLetters>();
        services.TryAddSingleton<CertificateWatch>();
        services.AddHostedService<CertificateWatchLoop>();
        return services;
    }
}
