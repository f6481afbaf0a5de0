using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Postroom.Accepting.Senders;
using Postroom.Mail.Mime;
using Postroom.Outbox;
using Postroom.Settings;

namespace Postroom.Accepting.Raw;

/// <summary>Takes whole messages. One that comes again, the very same on the same day, is the first one.</summary>
public sealed partial class RawAcceptor(
    IOutbox outbox, ISenderIdentity sender, IOptions<AcceptingOptions> options, TimeProvider time,
    ILogger<RawAcceptor> logger)
{
    const int LongestShown = 1_000;

    /// <summary>Stores a message durably, or says why not.</summary>
    public async Task<AcceptResult> AcceptAsync(RawSubmission submission, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(submission);
        var headers = MessageHeaders.Read(submission.Bytes);
        if (string.IsNullOrWhiteSpace(headers["From"]))
            return Rejected("from", "is missing: a message names who it is from in the header From.");
        if (submission.AllowedSenders is { } allowed && SenderProblem(headers, allowed) is { } problem)
            return new AcceptResult.SenderRefused(problem);
        if (submission.Bytes.Length > options.Value.MaxMessageBytes)
        {
            return Rejected(
                "message",
                FormattableString.Invariant(
                    $"has {submission.Bytes.Length} bytes, and {options.Value.MaxMessageBytes} are allowed."));
        }

        var message = ToMessage(submission, headers);
        var result = AcceptResult.Of(await outbox.AcceptAsync(message, cancellationToken), message.Recipients);
        if (result is AcceptResult.Accepted { WasRepeated: false } accepted)
            Accepted(accepted.Id, message.App, message.Recipients.Count, message.Bytes.Length);
        if (result is AcceptResult.Unavailable unavailable) NotStored(unavailable.Reason);
        return result;
    }

    // Every address counts, in every header of that name: readers differ on which of them they show (RFC 5322 §3.6.2).
    static string? SenderProblem(MessageHeaders headers, IReadOnlyList<SenderRule> allowed)
    {
        if (allowed.Contains(SenderRule.Any)) return null;
        var named = headers.All("From").SelectMany(header => AddressList.Parse(header.Value)).ToList();
        return named.Count == 0 || named.Any(entry => entry.Mailbox is null)
            ? "holds something that is no address: write it as name@example.com or Name <name@example.com>."
            : named.Select(entry => SenderCheck.Problem(entry.Mailbox!.Address, allowed))
                .FirstOrDefault(problem => problem is not null);
    }

    static AcceptResult.Rejected Rejected(string field, string reason)
    {
        var problems = new FieldProblems();
        problems.Add(field, reason);
        return new AcceptResult.Rejected(problems);
    }

    OutboxMessage ToMessage(RawSubmission submission, MessageHeaders headers)
    {
        var now = time.GetUtcNow();
        var id = MessageId.New(time);
        var secrets = SecretLinks.In(submission.Bytes).Distinct(StringComparer.Ordinal).ToList();
        var recipients = submission.Recipients.Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var domain = DomainOf(submission.EnvelopeSender) ?? sender.Current.From?.Address.Domain.Ascii
            ?? "postroom.localhost";
        var given = headers["Message-ID"]?.Trim().Trim('<', '>');
        var internetMessageId = string.IsNullOrEmpty(given) ? $"{id}@{domain}" : given;
        var key = string.IsNullOrEmpty(given) ? null : KeyOf(given, recipients, submission.Bytes.Span, now);
        return new OutboxMessage
        {
            Id = id,
            App = submission.App,
            Lane = Lane.Direct,
            EnvelopeSender = submission.EnvelopeSender.Length == 0
                ? ""
                : sender.Current.EnvelopeSender?.Wire ?? submission.EnvelopeSender,
            Recipients = recipients,
            Bytes = RawMessage.Complete(submission, id, domain, now),
            Secrets = secrets,
            Is8Bit = submission.Is8Bit,
            // An address of the envelope concerns that recipient alone.
            NeedsSmtpUtf8 = submission.NeedsSmtpUtf8
                && RawMessage.HasUtf8Headers(submission.Bytes.Span, headers.BodyOffset),
            From = Shown(headers["From"], secrets),
            Subject = Shown(headers["Subject"], secrets),
            InternetMessageId = Shown(internetMessageId, secrets),
            CreatedAt = now,
            ExpiresAt = now + options.Value.Lifetime,
            IdempotencyKey = key,
            Fingerprint = key,
            TraceContext = System.Diagnostics.Activity.Current?.Id,
        };
    }

    static string Shown(string? value, IReadOnlyList<string> secrets)
    {
        var shown = SecretMask.Cover(value ?? "", secrets);
        return shown.Length > LongestShown ? shown[..LongestShown] : shown;
    }

    static string? DomainOf(string envelopeSender) =>
        envelopeSender.LastIndexOf('@') is var at and >= 0 && Ascii.IsValid(envelopeSender)
            ? envelopeSender[(at + 1)..]
            : null;

    // A sender that missed our 250 sends the same again on the same day; the order of its recipients means nothing. The text
    // counts too: programs that give every message one Message-ID must lose none of them.
    static string KeyOf(string internetMessageId, IEnumerable<string> recipients, ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        var parts = recipients.Order(StringComparer.Ordinal).Prepend(internetMessageId)
            .Prepend(now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            .Append(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        return "smtp-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
    }

    [LoggerMessage(1011, LogLevel.Information,
        "Message {MessageId} of app {App} accepted as it was handed in: {Recipients} recipients, {SizeBytes} bytes")]
    partial void Accepted(MessageId messageId, string app, int recipients, int sizeBytes);

    [LoggerMessage(1012, LogLevel.Warning,
        "A message was refused because it cannot be stored: {Reason} The sender was told to try again.")]
    partial void NotStored(string reason);
}
