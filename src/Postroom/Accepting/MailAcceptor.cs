using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Postroom.Mail.Addresses;
using Postroom.Mail.Mime;
using Postroom.Outbox;
using Postroom.Settings;
using static System.FormattableString;

namespace Postroom.Accepting;

/// <summary>The one way in: a submission becomes bytes and an envelope, and is on disk before anybody hears yes.</summary>
public sealed partial class MailAcceptor(
    IOutbox outbox,
    ISenderIdentity sender,
    IOptions<AcceptingOptions> options,
    TimeProvider time,
    ILogger<MailAcceptor> logger,
    IMailSwitches? switches = null)
{
    /// <summary>Renders, addresses and stores a submission.</summary>
    public async Task<AcceptResult> AcceptAsync(MailSubmission submission, CancellationToken cancellationToken)
    {
        var problems = new FieldProblems();
        if (IsSwitchedOff(submission))
        {
            SwitchedOff(submission.Kind!);
            problems.Add("kind", "is account mail, which is switched off: switch it on under Notifications, Sending and digests.");
            return new AcceptResult.Rejected(problems);
        }

        var message = Compose(submission, problems);
        if (message is null) return new AcceptResult.Rejected(problems);

        var result = AcceptResult.Of(await outbox.AcceptAsync(message, cancellationToken), message.Recipients);
        if (result is AcceptResult.Accepted { WasRepeated: false } accepted)
            Accepted(accepted.Id, message.App, message.Lane, message.Recipients.Count, message.Bytes.Length);
        if (result is AcceptResult.Unavailable unavailable) NotStored(unavailable.Reason);
        return result;
    }

    // Only Postroom's own letters have a kind: what an app sends on the account lane is the app's business.
    bool IsSwitchedOff(MailSubmission submission) =>
        submission is { Lane: Lane.Account, Kind: not null } && switches is { AccountMail: false };

    OutboxMessage? Compose(MailSubmission submission, FieldProblems problems)
    {
        var identity = sender.Current;
        var from = Named(submission.From ?? identity.From, submission.SenderName);
        if (from is null)
        {
            problems.Add("from", "is missing, and no sender is set on the Mail server page: name one here or set it there.");
            return null;
        }

        var recipients = Recipients(submission, problems);
        var secrets = SecretsOf(submission);
        var now = time.GetUtcNow();
        var id = MessageId.New(time);
        // An address literal keeps its brackets (no-fold-literal, RFC 5322 §3.6.4).
        var internetMessageId = $"{id}@{from.Address.Domain.Ascii}";
        // Mail for later is dated when it is due, so that it does not arrive old; a time gone by means now.
        var due = submission.NotBefore is { } later && later > now ? later : now;
        var written = Written(ContentOf(submission, from, identity, internetMessageId, due), recipients);
        if (written.Bytes.Length > options.Value.MaxMessageBytes)
            problems.Add(LargestOf(submission), TooLarge(written.Bytes.Length, submission));
        if (!problems.IsEmpty) return null;

        return new OutboxMessage
        {
            Id = id,
            App = submission.App,
            Lane = submission.Lane,
            EnvelopeSender = (identity.EnvelopeSender ?? from.Address).Wire,
            Recipients = recipients,
            Bytes = written.Bytes,
            Secrets = secrets,
            Is8Bit = written.Is8Bit,
            NeedsSmtpUtf8 = written.NeedsSmtpUtf8,
            From = SecretMask.Cover(from.ToString(), secrets),
            Subject = SecretMask.Cover(identity.SubjectPrefix + submission.Subject, secrets),
            InternetMessageId = internetMessageId,
            CreatedAt = now,
            NotBefore = due > now ? due : null,
            ExpiresAt = submission.ExpiresAt ?? due + options.Value.Lifetime,
            IdempotencyKey = submission.IdempotencyKey,
            Fingerprint = submission.Fingerprint,
            Kind = submission.Kind,
            TraceContext = System.Diagnostics.Activity.Current?.Id,
        };
    }

    // The field that has most of it is the one to be made smaller.
    static string LargestOf(MailSubmission submission)
    {
        var (text, html) = (submission.Text?.Length ?? 0, submission.Html?.Length ?? 0);
        var files = submission.Attachments.Sum(file => (long)file.Content.Length);
        return files >= Math.Max(text, html) ? "attachments" : html >= text ? "html" : "text";
    }

    string TooLarge(int bytes, MailSubmission submission)
    {
        var cure = LargestOf(submission) == "attachments" ? "send a link instead" : "shorten it, or send it as a link";
        return Invariant($"makes a message of {bytes} bytes, and {options.Value.MaxMessageBytes} are allowed: {cure}.");
    }

    // One who has an ASCII address must not lose the mail to a server that cannot take somebody else's.
    static WrittenMessage Written(MessageContent content, IReadOnlyList<string> recipients) => MessageWriter.Write(
        content, new MessageFormat { NamesUtf8RecipientsInAscii = recipients.Any(recipient => Ascii.IsValid(recipient)) });

    static Mailbox? Named(Mailbox? sender, string? name) =>
        name is null || sender is null ? sender : new Mailbox(name, sender.Address);

    // What the caller knows, and our own links wherever an app got them from.
    static List<string> SecretsOf(MailSubmission submission) =>
    [
        .. submission.Secrets
            .Concat(SecretLinks.In(submission.Subject)).Concat(SecretLinks.In(submission.Text)).Concat(SecretLinks.In(submission.Html))
            .Concat(submission.Headers.SelectMany(header => SecretLinks.In(header.Value))).Distinct(StringComparer.Ordinal),
    ];

    static MessageContent ContentOf(
        MailSubmission submission, Mailbox from, SenderIdentity identity, string internetMessageId, DateTimeOffset date)
    {
        return new MessageContent
        {
            From = from,
            ReplyTo = submission.ReplyTo ?? identity.ReplyTo,
            To = submission.To,
            Cc = submission.Cc,
            Subject = identity.SubjectPrefix + submission.Subject,
            Date = date,
            MessageId = internetMessageId,
            Text = submission.Text,
            Html = submission.Html,
            Attachments = submission.Attachments,
            Headers = submission.Headers,
        };
    }

    // One person named twice gets one mail. Case of the local part is the receiver's business (RFC 5321 §2.4), and no
    // receiver in use has two mailboxes that differ in nothing else.
    List<string> Recipients(MailSubmission submission, FieldProblems problems)
    {
        List<string> recipients =
        [
            .. submission.To.Concat(submission.Cc).Concat(submission.Bcc).Select(mailbox => mailbox.Address.Wire)
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
        var most = options.Value.MaxRecipients;
        if (recipients.Count == 0) problems.Add("to", "names nobody: add at least one recipient to to, cc or bcc.");
        if (recipients.Count > most)
        {
            problems.Add(
                "to", Invariant($"has {recipients.Count} recipients with cc and bcc, and one message may have {most}: split it."));
        }

        return recipients;
    }

    [LoggerMessage(1001, LogLevel.Information, "Message {MessageId} of app {App} accepted: lane {Lane}, {Recipients} recipients, {SizeBytes} bytes")]
    partial void Accepted(MessageId messageId, string app, Lane lane, int recipients, int sizeBytes);

    [LoggerMessage(1003, LogLevel.Warning, "A {Kind} mail was not sent: account mail is switched off.")]
    partial void SwitchedOff(string kind);

    [LoggerMessage(1002, LogLevel.Warning, "A message was refused because it cannot be stored: {Reason} The caller was told to try again.")]
    partial void NotStored(string reason);
}
