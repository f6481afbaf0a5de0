using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Postroom.Forges.Readers;
using Postroom.Settings;

namespace Postroom.Forges;

/// <summary>Takes a webhook in: proves it, looks whether it is what it says, and keeps it. All else is the worker's.</summary>
sealed partial class HookIntake(IEventInbox inbox, SecretProtector secrets, InboxSignal signal, TimeProvider time, ILogger<HookIntake> logger)
{
    /// <summary>Takes it in.</summary>
    /// <param name="source">Whose address it came to.</param>
    /// <param name="http">Its headers.</param>
    /// <param name="body">The body as it came over the wire.</param>
    /// <param name="isForm">Whether the body is a form.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <exception cref="StoreUnavailableException">Nothing was kept.</exception>
    public async Task<HookOutcome> TakeAsync(ForgeSource source, IHeaderDictionary http, byte[] body, bool isForm, CancellationToken cancellationToken)
    {
        if (ForgeHeaders.IsPostWebhooks(http)) return new HookOutcome.PostWebhooks();
        if (ForgeHeaders.Of(http) is not { } headers) return new HookOutcome.NoForge();
        if (headers.Kind != source.Kind) return new HookOutcome.OtherForge(headers.Kind);
        if (ForgeSecret.Read(secrets, source) is not { } secret)
        {
            SecretIsLost(source.Name);
            return new HookOutcome.SecretLost();
        }

        var now = time.GetUtcNow();
        var proof = ForgeSignature.Check(source.Kind, http, body, secret, now);
        if (headers.IsPing && IsAnswered(source.Kind, proof)) return new HookOutcome.Pong(proof == SignatureState.Good);
        if (proof != SignatureState.Good)
        {
            Refused(source.Name, proof);
            return new HookOutcome.Unproved(proof);
        }

        var json = isForm ? FormPayload.Of(body) : body;
        using var document = ForgeReader.Parse(json);
        if (json is null || document is null) return new HookOutcome.NotJson();
        if (ForgeReader.MarkOf(document.RootElement) is { } mark && mark != source.Kind) return new HookOutcome.OtherForge(mark);
        var added = EventOf(source, headers, document.RootElement, json, now) with { Headers = ForgeHeaders.Keep(http) };
        return await KeepAsync(added, cancellationToken);
    }

    /// <summary>Keeps an event and wakes the worker.</summary>
    public async Task<HookOutcome> KeepAsync(NewInboxEvent added, CancellationToken cancellationToken)
    {
        if (!await inbox.AddAsync(added, cancellationToken)) return new HookOutcome.Repeated(added.EventId);
        if (added.State == InboxState.Received) signal.Raise();
        return new HookOutcome.Stored(added.EventId, added.State, added.Reason);
    }

    // Bitbucket's test is answered however it is signed: what it signs with is not documented. GitHub signs its ping, so a
    // wrong signature is a wrong secret, which is best told now.
    static bool IsAnswered(ForgeKind kind, SignatureState proof) =>
        kind == ForgeKind.BitbucketServer || proof is SignatureState.Good or SignatureState.Missing;

    static NewInboxEvent EventOf(ForgeSource source, ForgeHeaders headers, JsonElement root, byte[] json, DateTimeOffset now)
    {
        // Without an id of its own a repeat is known by its bytes, for a short while: the same can happen twice.
        var key = headers.DeliveryId is null ? $"sha256-{Convert.ToHexStringLower(SHA256.HashData(json))}-" : null;
        var id = headers.DeliveryId ?? key + now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var added = new NewInboxEvent
        {
            Source = source.Id,
            EventId = id,
            RepeatKey = key,
            Forge = source.Kind,
            EventName = headers.EventName,
            ReceivedAt = now,
        };
        var delivery = new ForgeDelivery(source.Id, id, headers.EventName, now, source.BaseUrl);
        var reading = ForgeReader.Read(source.Kind, delivery, root);
        // What ends here is remembered here; of all else the worker knows more.
        var sighting = reading is ForgeReading.Happened ? null : SightingReader.Of(source.Kind, delivery, root, reading);
        return reading switch
        {
            ForgeReading.Happened happened => added with { Subject = InboxSubjects.Of(happened.PullRequestEvent), Body = WithoutSecret(root, json) },
            ForgeReading.Ignored ignored => added with { State = InboxState.Ignored, Reason = ignored.Reason, Sighting = sighting },
            ForgeReading.Unreadable unreadable => added with
            {
                State = InboxState.Failed,
                Reason = unreadable.Reason,
                Body = WithoutSecret(root, json),
                Sighting = sighting,
            },
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    // Old versions of Gitea send the secret itself along: it must not be kept, nor shown with the payload.
    static ReadOnlyMemory<byte> WithoutSecret(JsonElement root, byte[] json)
    {
        if (!root.TryGetProperty("secret", out _)) return json;
        var kept = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(kept))
        {
            writer.WriteStartObject();
            foreach (var property in root.EnumerateObject())
                if (!property.NameEquals("secret")) property.WriteTo(writer);
            writer.WriteEndObject();
        }

        return kept.WrittenMemory;
    }

    [LoggerMessage(15001, LogLevel.Warning, "A webhook for {Source} was refused, its signature is {State}. Give the forge the secret shown when the source was added, or set a new one.")]
    partial void Refused(string source, SignatureState state);

    [LoggerMessage(15002, LogLevel.Error, "The secret of {Source} cannot be read any more, as the keys it was protected with are gone. Set a new one on the page Notifications.")]
    partial void SecretIsLost(string source);
}
