using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Postroom.Settings;

namespace Postroom.Alarms;

/// <summary>Wires this folder.</summary>
public static class AlarmServices
{
    /// <summary>Adds the letters to administrators, and the watch over certificates and outages.</summary>
    public static IServiceCollection AddAlarms(this IServiceCollection services)
    {
        services.TryAddSingleton<AlarmLetters>();
        services.TryAddSingleton<CertificateWatch>();
        services.AddHostedService<CertificateWatchLoop>();
        services.AddOptions<OutsideAlarms>().BindConfiguration(AlarmSettings.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OutsideAlarms>, OutsideAlarmRules>();
        services.TryAddSingleton<AlarmSettingsStore>();
        services.AddSingleton<ISharedSettings>(provider => provider.GetRequiredService<AlarmSettingsStore>());
        services.AddDestinations();
        services.TryAddSingleton<OutageWatch>();
        services.TryAddSingleton<AlarmWebhook>();
        services.AddHostedService<OutageWatchLoop>();
        return services;
    }
}
