using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Postroom.Accepting;
using Postroom.Alarms;
using Postroom.Deliveries;
using Postroom.Forges;
using Postroom.Forges.Memory;
using Postroom.MailServers.OAuth;
using Postroom.MailServers.Trust;
using Postroom.Notifications;
using Postroom.Notifications.Choices;
using Postroom.Notifications.Digests;
using Postroom.Outbox;
using Postroom.People;
using Postroom.People.Accounts;
using Postroom.People.Links;
using Postroom.People.Sessions;
using Postroom.People.SingleSignOn;
using Postroom.Sandbox;
using Postroom.Settings;
using Postroom.Signing;
using Postroom.Sqlite.Accepting;
using Postroom.Sqlite.Alarms;
using Postroom.Sqlite.Deliveries;
using Postroom.Sqlite.Forges;
using Postroom.Sqlite.MailServers;
using Postroom.Sqlite.Notifications;
using Postroom.Sqlite.Outbox;
using Postroom.Sqlite.People;
using Postroom.Sqlite.Sandbox;
using Postroom.Sqlite.Settings;
using Postroom.Sqlite.Signing;

namespace Postroom.Sqlite;

/// <summary>Puts the stores on SQLite into a host.</summary>
public static class SqliteServices
{
    /// <summary>Opens the data folder to serve it, and keeps everything there.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="dataFolder">The data folder, made when it is new.</param>
    /// <exception cref="StoreUnavailableException">It cannot be opened; the message has file, reason and cure.</exception>
    public static IServiceCollection UseSqlite(this IServiceCollection services, string dataFolder) =>
        SqliteDatabase.Open(dataFolder, StoreUse.Serve) switch
        {
            StoreOpening.Opened opened => services.UseSqlite(opened.Database),
            StoreOpening.Refused refused => throw new StoreUnavailableException(refused.Message),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>Keeps everything in a database that is open. The host closes it after all that was started has stopped.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="database">The open database.</param>
    public static IServiceCollection UseSqlite(this IServiceCollection services, SqliteDatabase database)
    {
        services.AddSingleton(provider =>
        {
            database.LogTo(provider.GetRequiredService<ILogger<SqliteDatabase>>());
            return database;
        });
        services.TryAddSingleton<ReadyMessages>();
        services.TryAddSingleton<OutboxSignal>();
        services.TryAddSingleton<BodySeal>();
        services.AddSingleton<IOutbox, SqliteOutbox>();
        services.AddSingleton<IDeliveryRecords, SqliteDeliveryRecords>();
        services.AddSingleton<IFailureSummaries, SqliteFailureSummaries>();
        services.AddSingleton<IEventFeed, SqliteEventFeed>();
        services.AddSingleton<IAppStore, SqliteAppStore>();
        services.AddSingleton<ISettingsStore, SqliteSettingsStore>();
        services.AddSingleton<IAuditLog, SqliteAuditLog>();
        services.AddSingleton<IRefreshTokenStore, SqliteRefreshTokenStore>();
        services.AddSingleton<ICertificateStore, SqliteCertificateStore>();
        services.AddSingleton<ICertificateLog, SqliteCertificateLog>();
        services.AddSingleton<IOutageLog, SqliteOutageLog>();
        services.AddSingleton<ISandboxMailbox, SqliteSandboxMailbox>();
        services.AddSingleton<ISigningKeyStore, SqliteSigningKeyStore>();
        services.AddHostedService<OldMailSealing>();
        AddPeople(services);
        return services;
    }

    static void AddPeople(IServiceCollection services)
    {
        services.AddSingleton<IUserStore, SqliteUserStore>();
        services.AddSingleton<ISessionStore, SqliteSessionStore>();
        services.AddSingleton<IForgeStore, SqliteForgeStore>();
        services.AddSingleton<IEventInbox, SqliteEventInbox>();
        services.AddSingleton<IPullRequestMemoryStore, SqlitePullRequestMemoryStore>();
        services.AddSingleton<IDirectoryStore, SqliteDirectoryStore>();
        services.AddSingleton<INoticeStore, SqliteNoticeStore>();
        services.AddSingleton<IDigestStore, SqliteDigestStore>();
        services.AddSingleton<IChoiceStore, SqliteChoiceStore>();
        services.AddSingleton<IAccountLinkStore, SqliteAccountLinkStore>();
        services.AddSingleton<IExternalLoginStore, SqliteExternalLoginStore>();
        services.AddSingleton<IRequestLimitStore, SqliteRequestLimitStore>();
    }
}
