using Postroom.Mail.Mime;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;

namespace Postroom.Dispatching;

/// <summary>
/// Covers the secrets of a message in what the server said: filters quote the link they mind, and replies are recorded,
/// logged and shown.
/// </summary>
static class RepeatedSecrets
{
    /// <summary>The same, without the secrets.</summary>
    public static Handover Cover(Handover handover, IReadOnlyList<string> secrets) => secrets.Count == 0 ? handover : handover switch
    {
        Handover.NotOpened failed => new Handover.NotOpened(Cover(failed.Failure, secrets), failed.Tls, SecretMask.Cover(failed.Transcript, secrets)),
        Handover.Talked talked => new Handover.Talked(
            talked.Outcome with { Recipients = [.. talked.Outcome.Recipients.Select(recipient => Cover(recipient, secrets))] },
            talked.Tls,
            SecretMask.Cover(talked.Transcript, secrets)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    static RecipientOutcome Cover(RecipientOutcome outcome, IReadOnlyList<string> secrets) => outcome switch
    {
        RecipientOutcome.Accepted accepted => accepted with { Reply = Cover(accepted.Reply, secrets) },
        RecipientOutcome.Refused refused => refused with { Reply = Cover(refused.Reply, secrets) },
        RecipientOutcome.NotSent lost => lost with { Failure = Cover(lost.Failure, secrets) },
        RecipientOutcome.Uncertain lost => lost with { Failure = Cover(lost.Failure, secrets) },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    static SmtpFailure Cover(SmtpFailure failure, IReadOnlyList<string> secrets) => failure with
    {
        Detail = SecretMask.Cover(failure.Detail, secrets),
        Reply = failure.Reply is { } reply ? Cover(reply, secrets) : null,
    };

    static Reply Cover(Reply reply, IReadOnlyList<string> secrets) =>
        reply with { Lines = [.. reply.Lines.Select(line => SecretMask.Cover(line, secrets))] };
}
