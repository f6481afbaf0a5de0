using Postroom.Deliveries;
using Postroom.Mail.Addresses;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;
using Postroom.MailServers.Replies;
using Postroom.Outbox;

namespace Postroom.Dispatching;

/// <summary>
/// One attempt at one message, as a list of steps. The first step that has an answer ends it; the last one always has.
/// </summary>
public sealed class DeliveryAttempt(
    IMailServerSource servers, SmtpTransport transport, MessageSigning wire, OutcomeOfReply outcomes, TakenMail taken,
    NodeLease lease, TimeProvider time)
{
    static readonly string[] MeetsEveryMessage =
        ["login-required", "starttls-required", "client-host-rejected", "ehlo-refused", "listed", "no-reverse-dns"];

    // What is wrong before a mail server is asked has a cause, too: mail waits for it, and people look for why.
    static readonly FailureCause Unusable = new("settings-unusable");

    /// <summary>Tries a message.</summary>
    /// <param name="message">The message, with no more recipients than fit in one transaction.</param>
    /// <param name="cancellationToken">Ends the attempt; what is then not known stays leased and is recovered as uncertain.</param>
    public async Task<AttemptResult> RunAsync(LeasedMessage message, CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        return GiveUpIfExpired(message, startedAt)
            ?? HoldIfServerIsUnusable(message, startedAt)
            ?? await HandToServerAsync(message, startedAt, cancellationToken);
    }

    /// <summary>The attempt at a message that met a fault of our own: nobody knows how far it came.</summary>
    public AttemptResult BrokeDown(LeasedMessage message)
    {
        var now = time.GetUtcNow();
        var attempt = Unspoken(message, now, inHand => outcomes.OfBreakdown(inHand.Attempt, now, message.ExpiresAt));
        return new AttemptResult(attempt, new ServerVerdict.NotAsked());
    }

    static AttemptResult? GiveUpIfExpired(LeasedMessage message, DateTimeOffset now)
    {
        if (now < message.ExpiresAt) return null;
        var words = FormattableString.Invariant($"The time given to this message ended at {message.ExpiresAt:u} before a mail server took it.");
        return new AttemptResult(Unspoken(message, now, _ => new DeliveryOutcome.Expired(words)), new ServerVerdict.NotAsked());
    }

    AttemptResult? HoldIfServerIsUnusable(LeasedMessage message, DateTimeOffset now) => servers.Current switch
    {
        MailServerState.Unusable unusable => new AttemptResult(
            Unspoken(message, now, _ => new DeliveryOutcome.Deferred(unusable.Reason, now), Unusable),
            new ServerVerdict.Broken(unusable.Reason, SettingsVersion: -1, Unusable.Id)),
        _ => null,
    };

    async Task<AttemptResult> HandToServerAsync(
        LeasedMessage message, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        if (servers.Current is not MailServerState.Usable { Server: var server }) return HoldIfServerIsUnusable(message, startedAt)!;
        switch (await wire.ReadAsync(message, cancellationToken))
        {
            case SignedReading.Ready ready:
                return await HandOverAsync(message, startedAt, server, ready, cancellationToken);
            case SignedReading.NotReady blocked:
                var unsent = Unspoken(message, startedAt, inHand => outcomes.OfNotReady(inHand.Attempt, blocked.Reason, startedAt, message.ExpiresAt), blocked.Cause);
                return new AttemptResult(unsent, new ServerVerdict.NotAsked());
            default:
                const string Words = "The body of this message was wiped, so it can no longer be sent.";
                return new AttemptResult(Unspoken(message, startedAt, _ => new DeliveryOutcome.Bounced(Words)), new ServerVerdict.NotAsked());
        }
    }

    async Task<AttemptResult> HandOverAsync(
        LeasedMessage message, DateTimeOffset startedAt, MailServer server, SignedReading.Ready ready,
        CancellationToken cancellationToken)
    {
        var handover = RepeatedSecrets.Cover(await transport.SendAsync(server, EnvelopeOf(message), ready.Body, cancellationToken), ready.Secrets);
        return handover switch
        {
            Handover.NotOpened failed => NotOpened(message, startedAt, server, failed),
            Handover.Talked talked => Talked(message, startedAt, server, talked),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    // Nothing was said about this message, and any other would have met the same: it stays due, the server is paused.
    AttemptResult NotOpened(LeasedMessage message, DateTimeOffset startedAt, MailServer server, Handover.NotOpened failed)
    {
        var words = OutcomeOfReply.Words(failed.Failure);
        var cause = CauseOfFailure.Of(failed.Failure);
        var attempt = new FinishedAttempt
        {
            MessageId = message.Id,
            StartedAt = startedAt,
            Duration = time.GetUtcNow() - startedAt,
            Server = server.Name,
            Tls = failed.Tls,
            Phase = Name(failed.Failure.Stage),
            Transcript = failed.Transcript,
            Deliveries = [.. message.Deliveries.Select(inHand => new FinishedDelivery(inHand, new DeliveryOutcome.Deferred(words, startedAt), cause))],
        };
        return new AttemptResult(attempt, IsFull(failed.Failure)
            ? new ServerVerdict.Full(words, server.SettingsVersion, cause.Id)
            : new ServerVerdict.Broken(words, server.SettingsVersion, cause.Id) { Pace = ProbePace.Of(failed.Failure) });
    }

    // RFC 5321 §3.8: 421 before anything was asked is how a server says that it has enough of us.
    static bool IsFull(SmtpFailure failure) =>
        failure is { Stage: SmtpStage.Greeting or SmtpStage.Ehlo, Reply: { Code: 421 } } || ReplyTable.Classify(failure) == RetryClass.SlowDown;

    AttemptResult Talked(LeasedMessage message, DateTimeOffset startedAt, MailServer server, Handover.Talked talked)
    {
        var now = time.GetUtcNow();
        var verdict = WhatItSaysOfTheServer(message, talked.Outcome.Recipients, server.SettingsVersion);
        var accepted = verdict is ServerVerdict.Speaks { TookMail: true };
        if (accepted) taken.Note(server.SettingsVersion, message.EnvelopeSender);
        var known = new KnownOfServer(
            accepted, taken.Any(server.SettingsVersion), taken.IsOfOthersOnly(server.SettingsVersion, message.EnvelopeSender));
        var deliveries = message.Deliveries.Zip(talked.Outcome.Recipients, (inHand, recipient) => new FinishedDelivery(
            inHand,
            verdict is ServerVerdict.Broken broken
                ? new DeliveryOutcome.Deferred(broken.Reason, startedAt)
                : outcomes.Of(recipient, inHand.Attempt, known, now, message.ExpiresAt),
            CauseOfFailure.Of(recipient, message.EnvelopeSender)));
        var attempt = new FinishedAttempt
        {
            MessageId = message.Id,
            StartedAt = startedAt,
            Duration = now - startedAt,
            Server = server.Name,
            Tls = talked.Tls,
            Phase = Name(talked.Outcome.Reached),
            Transcript = talked.Transcript,
            Deliveries = [.. deliveries],
        };
        return new AttemptResult(attempt, verdict);
    }

    // A refusal that the settings are to blame for meets every message (no login, this machine unwelcome), or it may be
    // about this sender or these recipients alone: then several messages have to meet it. A sender that is refused while
    // others are taken is the fault of the app that wrote it.
    ServerVerdict WhatItSaysOfTheServer(LeasedMessage message, IReadOnlyList<RecipientOutcome> recipients, int settingsVersion)
    {
        if (recipients.Any(recipient => recipient is RecipientOutcome.Accepted)) return new ServerVerdict.Speaks(settingsVersion, TookMail: true);
        var refusals = recipients.OfType<RecipientOutcome.Refused>().Select(refused => (refused.Reply, Verdict: ReplyTable.Judge(refused.Stage, refused.Reply))).ToList();
        var isProven = taken.Any(settingsVersion);
        if (refusals.Count < recipients.Count || refusals.Any(refusal => !OutcomeOfReply.IsOfSettings(refusal.Verdict, isProven))
            || (ReplyTable.IsAboutTheSender(refusals[0].Verdict) && taken.IsOfOthersOnly(settingsVersion, message.EnvelopeSender)))
        {
            return new ServerVerdict.Speaks(settingsVersion, TookMail: false);
        }

        var words = refusals[0].Reply.ToString();
        var cause = refusals[0].Verdict.Id;
        return MeetsEveryMessage.Contains(cause)
            ? new ServerVerdict.Broken(words, settingsVersion, cause)
            : new ServerVerdict.Blames(words, settingsVersion, message.Id, cause);
    }

    static FinishedAttempt Unspoken(LeasedMessage message, DateTimeOffset now, Func<LeasedDelivery, DeliveryOutcome> outcome, FailureCause? cause = null) => new()
    {
        MessageId = message.Id,
        StartedAt = now,
        Duration = TimeSpan.Zero,
        Deliveries = [.. message.Deliveries.Select(inHand => new FinishedDelivery(inHand, outcome(inHand), cause))],
    };

    Envelope EnvelopeOf(LeasedMessage message) => new(
        message.EnvelopeSender.Length == 0 ? null : Address(message.EnvelopeSender),
        [.. message.Deliveries.Select(delivery => Address(delivery.Recipient))])
    {
        Is8Bit = message.Is8Bit,
        NeedsSmtpUtf8 = message.NeedsSmtpUtf8,
        MayStillSend = () => lease.Holds,
    };

    // What is in the outbox was parsed when it was accepted, and its wire form parses to the same address.
    static EmailAddress Address(string wire) => MailboxParser.ParseAddress(wire) is MailboxParse.Parsed parsed
        ? parsed.Mailbox.Address
        : throw new InvalidOperationException("The outbox holds an address that does not parse.");

    /// <summary>The name of a stage as records and the command line write it, such as <c>rcpt-to</c>; the wait after the dot has its own.</summary>
    public static string Name(SmtpStage stage) => stage == SmtpStage.EndOfData ? "end-of-data" : ReplyNames.Of(stage);
}
