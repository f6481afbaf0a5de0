using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Postroom.People;
using Postroom.Settings;

namespace Postroom.Notifications;

/// <summary>Wires this folder. <see cref="NotificationSettingsStore.LoadAsync"/> must be awaited before anything is handled.</summary>
public static class NotificationServices
{
    /// <summary>Adds the way in for pull requests.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<PeopleDirectory>();
        services.TryAddSingleton<NotificationSettingsStore>();
        services.TryAddSingleton<IMailSwitches>(provider => provider.GetRequiredService<NotificationSettingsStore>());
        services.TryAddSingleton<NoticeSignal>();
        services.TryAddSingleton<PullRequestNotifier>();
        return services;
    }
}
