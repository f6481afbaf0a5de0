using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Postroom.Accepting;
using Postroom.Alarms;
using Postroom.Diagnosis;
using Postroom.Dispatching;
using Postroom.Forges;
using Postroom.MailServers;
using Postroom.Notifications;
using Postroom.Outbox;
using Postroom.People;
using Postroom.Rendering;
using Postroom.Sandbox;
using Postroom.Settings;
using Postroom.Signing;

namespace Postroom;

/// <summary>Adds Postroom to a host.</summary>
public static class PostroomServices
{
    /// <summary>Adds the engine, folder by folder in the order in which a message travels. A store comes on top, such as <c>UseSqlite</c>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="dataFolder">The folder of database and keys; it need not exist yet.</param>
    public static IServiceCollection AddPostroom(this IServiceCollection services, string dataFolder)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSettings(dataFolder)
            .AddRendering()
            .AddAccepting()
            .AddOutbox()
            .AddNotifications()
            .AddForges()
            .AddForgeWorker()
            .AddMailServers()
            .AddSigning()
            .AddKeyRotation()
            .AddSandbox(TellThePort, FindKnownMail)
            .AddPeople()
            .AddDispatching()
            .AddNotificationSending()
            .AddDiagnosis()
            .AddAlarms();
    }

    // The sandbox learns which of its mail is account mail, and what in it is secret.
    static FindKnownMail FindKnownMail(IServiceProvider provider)
    {
        var outbox = provider.GetRequiredService<IOutbox>();
        var records = provider.GetRequiredService<IDeliveryRecords>();
        return async (internetMessageId, cancellationToken) =>
        {
            if (!MessageId.TryParse(internetMessageId.Split('@')[0], out var id)) return null;
            if (await outbox.ReadBodyAsync(id, cancellationToken) is not BodyReading.Kept kept) return null;
            if (kept.Keeping != BodyKeeping.SealedUntilDone) return new KnownMail(IsAccountMail: false, kept.Secrets);
            // Only an app knows what is secret in the account mail it writes itself.
            var isOwn = (await records.FindAsync(id, cancellationToken))?.Kind is not null;
            return new KnownMail(IsAccountMail: true, isOwn ? kept.Secrets : []);
        };
    }

    static Action<int?> TellThePort(IServiceProvider provider)
    {
        var builtIn = provider.GetRequiredService<BuiltInMailServer>();
        return port => builtIn.Port = port;
    }
}
