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
using Postroom.Tests.Support;

namespace Postroom.Tests.Contracts;

/// <summary>A real store with nothing in it, under a clock that stands still. Each kind of store has one subclass.</summary>
public abstract class TestStore : IAsyncDisposable
{
    protected TestStore() => Ready = new ReadyMessages(Signal);

    public FakeTime Time { get; protected init; } = new();

    public OutboxSignal Signal { get; } = new();

    public ReadyMessages Ready { get; }

    public abstract IOutbox Outbox { get; }

    public abstract ICertificateStore Certificates { get; }

    public abstract ICertificateLog CertificateLog { get; }

    public abstract IOutageLog Outages { get; }

    public abstract IForgeStore Forges { get; }

    public abstract IEventInbox Inbox { get; }

    public abstract IPullRequestMemoryStore Memory { get; }

    public abstract IDeliveryRecords Records { get; }

    public abstract IFailureSummaries Causes { get; }

    public abstract IEventFeed Events { get; }

    public abstract IAppStore Apps { get; }

    public abstract ISettingsStore Settings { get; }

    public abstract IAuditLog Audit { get; }

    public abstract IRefreshTokenStore RefreshTokens { get; }

    public abstract IUserStore Users { get; }

    public abstract ISessionStore Sessions { get; }

    public abstract IAccountLinkStore Links { get; }

    public abstract IRequestLimitStore Limits { get; }

    public abstract IExternalLoginStore ExternalLogins { get; }

    public abstract ISandboxMailbox Sandbox { get; }

    public abstract IDirectoryStore Directory { get; }

    public abstract INoticeStore Notices { get; }

    public abstract IDigestStore Digests { get; }

    public abstract IChoiceStore Choices { get; }

    public abstract ISigningKeyStore SigningKeys { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Another node on the same data and clock, with its own ready queue.</summary>
    public abstract TestStore OpenAnotherNode();

    public virtual ValueTask DisposeAsync()
    {
        Ready.Dispose();
        Signal.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes every place in the ready queue, so that what is accepted waits as a row.</summary>
    public TestStore WithoutHandOver()
    {
        while (Ready.TryReserve(0)) { }
        return this;
    }

    public OutboxMessage Message(Lane lane = Lane.Direct, params string[] recipients) => new()
    {
        Id = MessageId.New(Time),
        App = "wiki",
        Lane = lane,
        EnvelopeSender = "wiki@example.com",
        Recipients = recipients.Length > 0 ? recipients : ["ann@example.org"],
        Bytes = "Subject: Hello\r\n\r\nHello, Ann.\r\n"u8.ToArray(),
        From = "Wiki <wiki@example.com>",
        Subject = "Hello",
        InternetMessageId = "1@example.com",
        CreatedAt = Time.GetUtcNow(),
        ExpiresAt = Time.GetUtcNow().AddDays(5),
    };

    public async Task<MessageId> AcceptAsync(OutboxMessage message) =>
        Assert.IsType<AcceptOutcome.Stored>(await Outbox.AcceptAsync(message, Token)).Id;

    /// <summary>Accepts a message and takes it in hand.</summary>
    public async Task<LeasedMessage> AcceptAndLeaseAsync(OutboxMessage message)
    {
        await AcceptAsync(message);
        var handed = Ready.Drain();
        return handed.Count > 0 ? handed[0] : Assert.Single(await Outbox.LeaseAsync(100, Token));
    }

    /// <summary>Finishes every delivery of a message alike.</summary>
    public Task<int> FinishAsync(LeasedMessage message, DeliveryOutcome outcome, string? transcript = null, FailureCause? cause = null) => Outbox.FinishAsync(
        new FinishedAttempt
        {
            MessageId = message.Id,
            StartedAt = Time.GetUtcNow(),
            Duration = TimeSpan.FromMilliseconds(120),
            Server = "mail.example.com:25",
            Tls = "TLS 1.3",
            Phase = "data",
            Transcript = transcript,
            Deliveries = [.. message.Deliveries.Select(lease => new FinishedDelivery(lease, outcome, cause))],
        },
        Token);

    public async Task<MessageRecord> FindAsync(MessageId id) =>
        await Records.FindAsync(id, Token) ?? throw new InvalidOperationException("The message is not there.");
}
