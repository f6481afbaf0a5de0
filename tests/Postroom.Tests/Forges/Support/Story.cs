using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Postroom.Accepting.Http;
using Postroom.Forges;
using Postroom.Forges.Lookups;
using Postroom.Forges.Readers;
using Postroom.Notifications;
using Postroom.Settings;
using Postroom.Tests.Contracts;

namespace Postroom.Tests.Forges.Support;

/// <summary>Payloads of one forge, played in order through the inbox on a real store; everybody has an address.</summary>
sealed class Story(ForgeKind kind) : IAsyncDisposable
{
    readonly List<PullRequestEvent> _told = [];
    ForgeLookup _lookup = null!;
    int _number;

    public SqliteTestStore Store { get; } = new();

    /// <summary>The last event, with everybody who is concerned.</summary>
    public PullRequestEvent Last => _told[^1];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static SecretProtector Secrets { get; } = new(new EphemeralDataProtectionProvider());

    /// <summary>Opens a story of a forge, which is asked with a token where it has an address.</summary>
    public static async Task<Story> OfAsync(ForgeKind kind, Uri? asked = null)
    {
        var story = new Story(kind);
        story._lookup = Lookup(story.Store.Time, IPNetwork.Parse("127.0.0.0/8"));
        var now = story.Store.Time.GetUtcNow();
        await story.Store.Forges.AddAsync(
            new ForgeSource { Id = "source", Kind = kind, Name = "Work", ProtectedSecret = "x", CreatedAt = now, SecretSetAt = now } with
            {
                BaseUrl = asked,
                ProtectedReadToken = asked is null ? null : ForgeSecret.ProtectToken(Secrets, "source", "token-1"),
            },
            Token);
        return story;
    }

    /// <summary>Plays one payload. Who is told what, by login; empty: nobody, or the event is ignored.</summary>
    public async Task<string> PlayAsync(JsonObject body, string eventName = "")
    {
        var (delivery, told) = (new ForgeDelivery("source", $"{++_number}", eventName, Store.Time.GetUtcNow()), _told.Count);
        var json = Payloads.Bytes(body);
        var reading = ForgeReader.Read(kind, delivery, json);
        using var document = ForgeReader.Parse(json)!;
        var ends = reading is ForgeReading.Happened ? null : SightingReader.Of(kind, delivery, document.RootElement, reading);
        await Store.Inbox.AddAsync(
            new NewInboxEvent
            {
                Source = "source",
                EventId = delivery.EventId,
                Forge = kind,
                EventName = eventName,
                ReceivedAt = delivery.ReceivedAt,
                State = ends is null ? InboxState.Received : InboxState.Ignored,
                Sighting = ends,
                Body = json,
            },
            Token);
        await RunAsync();
        Store.Time.Advance(TimeSpan.FromMinutes(1));
        return _told.Count == told ? "" : ToldOf(Last);
    }

    /// <summary>Why the last event was not told to everybody; null: it was.</summary>
    public async Task<ForgeReason?> ReasonAsync() => (await Store.Inbox.SearchAsync(new InboxFilter(), 1, Token))[0].Reason;

    /// <summary>Asks forges, also on this machine where that is allowed.</summary>
    public static ForgeLookup Lookup(TimeProvider time, params IPNetwork[] allowed) =>
        new(Secrets, new Destinations(allowed), time, NullLogger<ForgeLookup>.Instance);

    public async ValueTask DisposeAsync()
    {
        _lookup.Dispose();
        await Store.DisposeAsync();
    }

    static string ToldOf(PullRequestEvent e) => string.Join(", ", Recipients.Of(e, EventPeople.Nobody)
        .Where(recipient => recipient.NotSent != NotSentReason.OwnAction)
        .Select(recipient => $"{recipient.Login} {recipient.Kind} as {recipient.Reason}").Order(StringComparer.Ordinal));

    async Task RunAsync()
    {
        var options = Options.Create(new ForgeOptions());
        var step = new InboxStep(
            Store.Inbox, new InboxReading(Store.Forges, Store.Memory, _lookup), Tell, options, Store.Time, NullLogger<InboxStep>.Instance);
        using var worker = new InboxWorker(
            Store.Inbox, step, new InboxSignal(), new BodyRoom(Store.Time), options, Store.Time, NullLogger<InboxWorker>.Instance);
        await worker.RunOnceAsync(Token);
    }

    Task Tell(PullRequestEvent e, CancellationToken cancellationToken)
    {
        _told.Add(e);
        return Task.CompletedTask;
    }
}
