using Postroom.Deliveries;
using Postroom.Outbox;
using Postroom.Sqlite.Deliveries;
using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite.Outbox;

/// <summary>Records what an attempt came to: the state, the attempt and the ledger in one transaction.</summary>
static class Finishing
{
    /// <summary>What a server said is kept up to so many characters.</summary>
    const int LongestWords = 4_096;

    /// <summary>A conversation is kept up to so many characters: its beginning and its end.</summary>
    const int LongestTranscript = 16_384;

    // Only the node that holds this attempt: a lease that ran out, or was taken back, has another node or a higher number.
    // The cause stays when time ran out, and is gone when the mail was taken; the index deliveries_cause holds failures alone.
    internal const string Finish = """
        update deliveries set state = @state, due_at = @due_at, node = null, last_words = @words,
               cause = case @state when 2 then null else coalesce(@cause, cause) end
         where id = @id and state = 1 and node = @node and attempts = @attempt
        returning ledger, lane
        """;

    internal const string Insert = """
        insert into attempts (delivery, number, started_at, duration_ms, outcome, words, server, tls, phase, transcript,
               shared_delivery, shared_number, cause)
        values (@delivery, @number, @started_at, @duration_ms, @outcome, @words, @server, @tls, @phase, @transcript,
               @shared_delivery, @shared_number, @cause)
        """;

    /// <summary>Runs within the caller's transaction. Returns how many deliveries were recorded.</summary>
    public static int Run(WriteTransaction transaction, long node, FinishedAttempt attempt)
    {
        var recorded = 0;
        LeasedDelivery? first = null;
        var mayWipe = false;
        foreach (var (lease, outcome, cause) in attempt.Deliveries)
        {
            var words = Shorten(outcome.Words, LongestWords);
            var (ledger, lane) = transaction.Prepared(Finish).Set("@id", lease.Id).Set("@node", node).Set("@attempt", lease.Attempt)
                .Set("@state", (long)outcome.State).Set("@due_at", DueAt(outcome)).Set("@words", words).Set("@cause", cause?.Id)
                .ReadOne(row => (row.Long(0), row.Int(1)));
            if (ledger == 0) continue;
            mayWipe |= lane == (int)Lane.Account && outcome.State != DeliveryState.Waiting;
            transaction.Ledger.Moved(ledger, DeliveryState.Leased, outcome.State);
            Record(transaction, attempt, new FinishedDelivery(lease, outcome, cause), words, first);
            if (cause is { UnknownShape: { } shape })
                UnknownReplyLog.Note(transaction, cause.Stage, shape, attempt.StartedAt);
            DeliveryEventLog.Moved(transaction, lease.Id, outcome.State, words, attempt.StartedAt + attempt.Duration);
            first ??= lease;
            recorded++;
        }

        if (mayWipe) BodyRows.WipeWhenDone(transaction, Keys.MessageOf(first!.Id));
        return recorded;
    }

    static void Record(
        WriteTransaction transaction, FinishedAttempt attempt, FinishedDelivery delivery, string words, LeasedDelivery? first)
    {
        transaction.Prepared(Insert).Set("@delivery", delivery.Lease.Id).Set("@number", delivery.Lease.Attempt)
            .Set("@started_at", attempt.StartedAt).Set("@duration_ms", (long)attempt.Duration.TotalMilliseconds)
            .Set("@outcome", NameOf(delivery.Outcome)).Set("@words", words).Set("@cause", delivery.Cause?.Id)
            .Set("@server", first is null ? attempt.Server : null).Set("@tls", first is null ? attempt.Tls : null)
            .Set("@phase", first is null ? attempt.Phase : null)
            .Set("@transcript", first is null && attempt.Transcript is not null ? Shorten(attempt.Transcript, LongestTranscript) : null)
            .Set("@shared_delivery", first?.Id).Set("@shared_number", first?.Attempt).Run();
    }

    static DateTimeOffset? DueAt(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Deferred deferred => deferred.NextAttempt,
        DeliveryOutcome.Uncertain uncertain => uncertain.NextAttempt,
        _ => null,
    };

    static string NameOf(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Delivered => "delivered",
        DeliveryOutcome.Deferred => "deferred",
        DeliveryOutcome.Bounced => "bounced",
        DeliveryOutcome.Expired => "expired",
        DeliveryOutcome.Suppressed => "suppressed",
        DeliveryOutcome.Uncertain => "uncertain",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    static string Shorten(string text, int most) =>
        text.Length <= most ? text : string.Concat(text.AsSpan(0, most / 2), "\n[...]\n", text.AsSpan(text.Length - (most / 2)));
}
