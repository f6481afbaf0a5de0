using System.Globalization;
using System.Text.Json;
using Postroom.Client;
using Postroom.Mail.Addresses;
using Postroom.Mail.Mime;
using Postroom.Outbox;

namespace Postroom.Accepting.Http;

/// <summary>Turns the JSON of a caller into a submission, or into everything that is wrong with it.</summary>
sealed class SubmissionReader(AcceptingOptions options, DateTimeOffset now)
{
    const int MaxSubjectCharacters = 2_000;
    const int MaxIdempotencyKeyCharacters = 255;
    const int MaxHeaders = 100;
    static readonly string[] LaterFields = ["raw", "template", "model"];

    readonly FieldProblems _problems = new();

    public FieldProblems Problems => _problems;

    /// <summary>The submission; null when <see cref="Problems"/> has reasons.</summary>
    public MailSubmission? Read(SendRequest request, string app, string? appSender, string? idempotencyKey)
    {
        RefuseUnknown(request.Unknown, prefix: "");
        var submission = new MailSubmission
        {
            App = app,
            From = OneMailbox(request.From, "from") ?? OneMailbox(appSender, "from"),
            ReplyTo = OneMailbox(request.ReplyTo, "replyTo"),
            To = Mailboxes(request.To, "to"),
            Cc = Mailboxes(request.Cc, "cc"),
            Bcc = Mailboxes(request.Bcc, "bcc"),
            Subject = Subject(request.Subject),
            Text = request.Text,
            Html = request.Html,
            Attachments = new AttachmentReader(_problems, options.MaxMessageBytes).Read(request.Attachments),
            Headers = Headers(request.Headers),
            Lane = LaneOf(request.Lane),
            NotBefore = Time(request.NotBefore, "notBefore"),
            ExpiresAt = Time(request.Expires, "expires"),
            IdempotencyKey = Key(idempotencyKey),
        };
        CheckWhole(request, submission);
        return _problems.IsEmpty ? submission : null;
    }

    internal static void RefuseUnknown(IDictionary<string, JsonElement>? unknown, string prefix, FieldProblems problems)
    {
        foreach (var (name, value) in unknown ?? new Dictionary<string, JsonElement>())
        {
            var later = LaterFields.Contains(name) && prefix.Length == 0;
            if (later && value.ValueKind == JsonValueKind.Null) continue;
            problems.Add(prefix + Shown(name), later
                ? "is not supported by this version: send subject, text and html."
                : "is not a field of this request: check its spelling, or leave it out.");
        }
    }

    void RefuseUnknown(IDictionary<string, JsonElement>? unknown, string prefix) => RefuseUnknown(unknown, prefix, _problems);

    void CheckWhole(SendRequest request, MailSubmission submission)
    {
        if (IsNone(request.To) && IsNone(request.Cc) && IsNone(request.Bcc))
            _problems.Add("to", "names nobody: add at least one recipient to to, cc or bcc.");
        if (request.Text is null && request.Html is null && IsNone(request.Attachments))
            _problems.Add("text", "is missing, and so are html and attachments: a message needs at least one of them.");
        if (submission.ExpiresAt <= now)
            _problems.Add("expires", "is in the past: name a time to come, or leave it out for five days.");
        if (submission.ExpiresAt is { } end && end > now && end <= submission.NotBefore)
            _problems.Add("expires", "is not after notBefore: the message could never be sent.");
        if (submission.NotBefore > now + TimeSpan.FromDays(366))
            _problems.Add("notBefore", "is more than a year away: hand the message in later.");
    }

    static bool IsNone<T>(IReadOnlyList<T>? list) => list is null or { Count: 0 };

    Mailbox? OneMailbox(string? text, string field)
    {
        if (text is null) return null;
        switch (MailboxParser.Parse(text))
        {
            case MailboxParse.Parsed parsed:
                return parsed.Mailbox;
            case MailboxParse.Refused refused:
                _problems.Add(field, string.Create(
                    CultureInfo.InvariantCulture, $"is no address at character {refused.Position + 1}: {refused.Reason}"));
                return null;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    List<Mailbox> Mailboxes(IReadOnlyList<string>? texts, string field)
    {
        var mailboxes = new List<Mailbox>();
        for (var i = 0; i < (texts?.Count ?? 0); i++)
        {
            if (i >= options.MaxRecipients)
            {
                _problems.Add(field, string.Create(CultureInfo.InvariantCulture, $"has {texts!.Count} recipients, and one message may have {options.MaxRecipients}: split it."));
                break;
            }

            var name = string.Create(CultureInfo.InvariantCulture, $"{field}[{i}]");
            if (texts![i] is null) _problems.Add(name, "is null: leave it out, or write an address.");
            else if (OneMailbox(texts[i], name) is { } mailbox) mailboxes.Add(mailbox);
        }

        return mailboxes;
    }

    string Subject(string? subject)
    {
        if (subject is null) _problems.Add("subject", "is missing: say what the mail is about; an empty text is allowed.");
        else if (subject.AsSpan().IndexOfAny("\r\n\0") is var at and >= 0)
            _problems.Add("subject", string.Create(CultureInfo.InvariantCulture, $"has a line break or NUL at character {at + 1}: a subject is one line."));
        else if (subject.Length > MaxSubjectCharacters)
            _problems.Add("subject", string.Create(CultureInfo.InvariantCulture, $"has {subject.Length} characters, and {MaxSubjectCharacters} are allowed: shorten it."));
        return subject ?? "";
    }

    List<KeyValuePair<string, string>> Headers(IReadOnlyDictionary<string, string>? headers)
    {
        if (headers is null) return [];
        if (headers.Count > MaxHeaders)
        {
            _problems.Add("headers", string.Create(CultureInfo.InvariantCulture, $"has {headers.Count} headers, and {MaxHeaders} are allowed."));
            return [];
        }

        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in headers)
        {
            if (!seen.TryAdd(name, name))
            {
                _problems.Add($"headers.{Shown(name)}",
                    $"is there as {Shown(seen[name])} as well: header names that differ in case are one.");
            }

            if (HeaderRules.Refusal(name, value) is { } reason) _problems.Add($"headers.{Shown(name)}", reason);
        }

        return [.. headers];
    }

    Lane LaneOf(string? lane)
    {
        switch (lane)
        {
            case null or "direct": return Lane.Direct;
            case "account": return Lane.Account;
            case "notification": return Lane.Notification;
            case "bulk": return Lane.Bulk;
            default:
                _problems.Add("lane", "is none of account, direct, notification, bulk: choose one, or leave it out for direct.");
                return Lane.Direct;
        }
    }

    DateTimeOffset? Time(string? text, string field)
    {
        if (text is null) return null;
        if (Rfc3339.TryRead(text, out var time)) return time;
        _problems.Add(field, "is no time: write it with its offset, such as 2026-11-21T09:00:00Z (RFC 3339).");
        return null;
    }

    string? Key(string? key)
    {
        if (key is null) return null;
        if (key.Length is 0 or > MaxIdempotencyKeyCharacters || key.Any(character => character is < '!' or > '~'))
            _problems.Add("Idempotency-Key", string.Create(CultureInfo.InvariantCulture, $"must be 1 to {MaxIdempotencyKeyCharacters} printable ASCII characters without spaces."));
        return key;
    }

    // A name that a caller made up is echoed short and harmless.
    static string Shown(string name)
    {
        var shown = new string([.. name.Take(64).Select(character => char.IsControl(character) ? '?' : character)]);
        return shown.Length == 0 ? "(empty)" : shown;
    }
}
