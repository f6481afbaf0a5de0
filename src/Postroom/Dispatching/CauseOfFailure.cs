using Postroom.Mail.Addresses;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers.Replies;
using Postroom.Outbox;

namespace Postroom.Dispatching;

/// <summary>Names why a recipient did not get a message, by the table that also decides when it is tried again.</summary>
static class CauseOfFailure
{
    /// <summary>Why; null: it was taken.</summary>
    /// <param name="recipient">What the server said.</param>
    /// <param name="sender">The reverse-path; empty is the null sender.</param>
    public static FailureCause? Of(RecipientOutcome recipient, string sender) => recipient switch
    {
        RecipientOutcome.Accepted => null,
        RecipientOutcome.Refused refused => Of(ReplyTable.Judge(refused.Stage, refused.Reply), refused.Stage, refused.Reply, recipient.Recipient, sender),
        RecipientOutcome.NotSent notSent => Of(notSent.Failure, recipient.Recipient, sender),
        RecipientOutcome.Uncertain uncertain => Of(uncertain.Failure, recipient.Recipient, sender),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Why nothing was said about any recipient.</summary>
    public static FailureCause Of(SmtpFailure failure) => Of(failure, null, "");

    static FailureCause Of(SmtpFailure failure, EmailAddress? recipient, string sender) =>
        Of(FailureNames.Judge(failure), failure.Stage, failure.Reply, recipient, sender);

    // Some servers repeat the password in their answer to a login, so the words of those are never kept.
    static FailureCause Of(Verdict verdict, SmtpStage stage, Reply? reply, EmailAddress? recipient, string sender)
    {
        var isUnknown = verdict.IsGeneral && reply is not null && stage != SmtpStage.Auth;
        return new FailureCause(
            verdict.Id, ReplyNames.Of(stage),
            isUnknown ? ReplyShape.Of(reply!, recipient?.LocalPart ?? "", SenderName(sender)) : null);
    }

    static string SenderName(string address) => address.LastIndexOf('@') is > 0 and var at ? address[..at] : "";
}
