using System.Runtime.CompilerServices;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers.Replies;
using Postroom.MailServers.Trust;

namespace Postroom.MailServers;

/// <summary>Hands messages to a mail server over pooled conversations. The one way out, for real mail and tests alike.</summary>
/// <param name="pool">The conversations kept open.</param>
/// <param name="time">The clock.</param>
/// <param name="presented">Remembers the servers' certificates; null: nobody does.</param>
public sealed class SmtpTransport(ConnectionPool pool, TimeProvider time, PresentedCertificates? presented = null)
{
    readonly LearntLimits _lessons = new();
    readonly ConditionalWeakTable<SmtpCredentials, FirstOpening> _first = [];

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
            if (handover is Handover.Talked { Outcome.Suspect: { } suspect } && _lessons.Without(server, suspect) is { } without)
                return await TryWithoutAsync(server, without, envelope, body, cancellationToken);

            // A server that cannot do what it announces did not take the message: the next connection does without, at once.
            // Each lesson is learnt once, so this ends.
            if (handover is not Handover.Talked { Outcome.Distrust: { } extension } || !_lessons.Learn(server, extension)) return handover;
        }
    }

    // A server that hangs up on a group of commands may do well with one after the other; one that hangs up all the same
    // was gone for another reason, and nothing is learnt. Either way the message was not sent before.
    async Task<Handover> TryWithoutAsync(
        MailServer server, MailServer without, Envelope envelope, IMessageBody body, CancellationToken cancellationToken)
    {
        var handover = await SendOnceAsync(without, envelope, body, cancellationToken);
        if (handover is Handover.Talked { Outcome.Recipients: var recipients } && recipients.Any(recipient => recipient is not RecipientOutcome.NotSent))
            _lessons.Learn(server, without);
        return handover;
    }

    async Task<Handover> SendOnceAsync(MailServer server, Envelope envelope, IMessageBody body, CancellationToken cancellationToken)
    {
        if (pool.TakeIdle(server) is { } idle)
        {
            var reused = await TalkAsync(idle, envelope, body, cancellationToken);
            if (!WasStale(reused.Outcome) && !IsSpent(reused.Outcome)) return reused;
        }

        var watch = new TranscriptSwitch();
        var outcome = await OpenAsync(server, watch, cancellationToken);
        if (outcome is OpenOutcome.Failed failed)
        {
            presented?.Note(server.Name, failed.Failure.Tls);
            return new Handover.NotOpened(failed.Failure, watch.Tls, watch.Current.ToString());
        }

        var connection = ((OpenOutcome.Opened)outcome).Connection;
        presented?.Note(server.Name, connection.Tls);
        return await TalkAsync(new PooledConnection(server, connection, watch, watch.Tls), envelope, body, cancellationToken);
    }

    Task<OpenOutcome> OpenAsync(MailServer server, TranscriptSwitch watch, CancellationToken cancellationToken)
    {
        Task<OpenOutcome> Open() => SmtpConnection.OpenAsync(server.Endpoint, server.Options, watch, time, cancellationToken);
        return server.Options.Credentials is { } credentials
            ? _first.GetOrCreateValue(credentials).RunAsync(Open, cancellationToken)
            : Open();
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
                if (IsSpent(outcome)) pool.EndSpent(connection);
                else pool.Return(connection);
            }

            return new Handover.Talked(outcome, connection.Tls, transcript.ToString());
        }
        finally
        {
            if (!kept) await connection.Connection.DisposeAsync();
        }
    }

    // "Too many messages on this connection" is about the connection: the message goes over another at once, and from now on
    // connections to this server end one message earlier.
    static bool IsSpent(TransactionOutcome outcome) => outcome.Recipients.All(recipient => recipient
        is RecipientOutcome.Refused { Stage: SmtpStage.MailFrom, Reply: { IsTransient: true } reply } && ReplyTable.IsAboutTheConnection(reply));

    // An idle conversation may have been ended by the server a moment ago: that tells nothing about the message, and it
    // certainly was not taken, so it goes over a fresh connection at once without counting as an attempt.
    static bool WasStale(TransactionOutcome outcome) => !outcome.ConnectionUsable && outcome.Recipients.All(recipient => recipient
        is RecipientOutcome.NotSent { Failure.Fault: SmtpFault.ConnectionLost or SmtpFault.OutOfStep }
        or RecipientOutcome.Refused { Reply.Code: 421, Stage: SmtpStage.MailFrom or SmtpStage.RcptTo or SmtpStage.Data });
}
