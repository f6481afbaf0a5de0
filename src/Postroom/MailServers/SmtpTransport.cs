using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers.Trust;

namespace Postroom.MailServers;

/// <summary>Hands messages to a mail server over pooled conversations. The one way out, for real mail and tests alike.</summary>
/// <param name="pool">The conversations kept open.</param>
/// <param name="time">The clock.</param>
/// <param name="presented">Remembers the servers' certificates; null: nobody does.</param>
public sealed class SmtpTransport(ConnectionPool pool, TimeProvider time, PresentedCertificates? presented = null)
{
    readonly ServerLessons _lessons = new();

    /// <summary>Hands one message over.</summary>
    /// <param name="server">The server.</param>
    /// <param name="envelope">From whom, to whom.</param>
    /// <param name="body">The bytes.</param>
    /// <param name="cancellationToken">Ends the conversation wherever it is.</param>
    public async Task<Handover> SendAsync(
        MailServer server, Envelope envelope, IMessageBody body, CancellationToken cancellationToken)
    {
        while (true)
        {
            var handover = await SendOnceAsync(_lessons.Apply(server), envelope, body, cancellationToken);
            // A server that cannot do what it announces did not take the message: the next connection does without, at once.
            // Each lesson is learnt once, so this ends.
            if (handover is not Handover.Talked { Outcome.Distrust: { } extension } || !_lessons.Learn(server, extension)) return handover;
        }
    }

    async Task<Handover> SendOnceAsync(MailServer server, Envelope envelope, IMessageBody body, CancellationToken cancellationToken)
    {
        if (pool.TakeIdle(server) is { } idle)
        {
            var reused = await TalkAsync(idle, envelope, body, cancellationToken);
            if (!WasStale(reused.Outcome)) return reused;
        }

        var watch = new TranscriptSwitch();
        var outcome = await SmtpConnection.OpenAsync(server.Endpoint, server.Options, watch, time, cancellationToken);
        if (outcome is OpenOutcome.Failed failed)
        {
            presented?.Note(server.Name, failed.Failure.Tls);
            return new Handover.NotOpened(failed.Failure, watch.Tls, watch.Current.ToString());
        }

        var connection = ((OpenOutcome.Opened)outcome).Connection;
        presented?.Note(server.Name, connection.Tls);
        return await TalkAsync(new PooledConnection(server, connection, watch, watch.Tls), envelope, body, cancellationToken);
    }

    async Task<Handover.Talked> TalkAsync(
        PooledConnection connection, Envelope envelope, IMessageBody body, CancellationToken cancellationToken)
    {
        var transcript = connection.BeginMessage();
        var kept = false;
        try
        {
            var outcome = await connection.Connection.SendAsync(envelope, body, cancellationToken);
            if (outcome.ConnectionUsable)
            {
                kept = true;
                pool.Return(connection);
            }

            return new Handover.Talked(outcome, connection.Tls, transcript.ToString());
        }
        finally
        {
            if (!kept) await connection.Connection.DisposeAsync();
        }
    }

    // An idle conversation may have been ended by the server a moment ago: that tells nothing about the message, and it
    // certainly was not taken, so it goes over a fresh connection at once without counting as an attempt.
    static bool WasStale(TransactionOutcome outcome) => !outcome.ConnectionUsable && outcome.Recipients.All(recipient => recipient
        is RecipientOutcome.NotSent { Failure.Fault: SmtpFault.ConnectionLost or SmtpFault.OutOfStep }
        or RecipientOutcome.Refused { Reply.Code: 421, Stage: SmtpStage.MailFrom or SmtpStage.RcptTo or SmtpStage.Data });
}
