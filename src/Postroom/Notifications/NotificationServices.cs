using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Postroom.Notifications.Choices;
using Postroom.Notifications.Digests;
using Postroom.People;
using Postroom.Settings;

namespace Postroom.Notifications;

/// <summary>Wires this folder. <see cref="NotificationSettingsStore.LoadAsync"/> and <see cref="PersonTokens.LoadAsync"/> must be awaited before anything is handled.</summary>
public static class NotificationServices
{
    /// <summary>Adds the writer of notification mail. Apart, as a command that only visits the store sends nothing.</summary>
    public static IServiceCollection AddNotificationSending(this IServiceCollection services) =>
        services.AddHostedService<DigestSender>();

    /// <summary>Adds the way in for pull requests.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<PeopleDirectory>();
        services.TryAddSingleton<NotificationSettingsStore>();
        services.TryAddSingleton<IMailSwitches>(provider => provider.GetRequiredService<NotificationSettingsStore>());
        services.AddSingleton<ISharedSettings>(provider => provider.GetRequiredService<NotificationSettingsStore>());
        services.TryAddSingleton<NoticeSignal>();
        services.TryAddSingleton<PersonTokens>();
        services.TryAddSingleton<PersonLinks>();
        services.TryAddSingleton<PullRequestNotifier>();
        services.TryAddSingleton<DigestMail>();
        services.TryAddSingleton<DigestWriting>();
        return services;
    }
}
