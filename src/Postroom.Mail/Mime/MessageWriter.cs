using Postroom.Mail.Addresses;

namespace Postroom.Mail.Mime;

/// <summary>Turns a message into the bytes that travel (RFC 5322, RFC 2045 to 2047, RFC 6532).</summary>
public static class MessageWriter
{
    const int HeaderEstimate = 2_048;

    /// <summary>
    /// Writes the message. Text is taken as it comes: line ends become CRLF, NUL and halves of characters U+FFFD,
    /// line breaks in a header a space.
    /// </summary>
    /// <param name="content">The message.</param>
    /// <param name="format">How; null is <see cref="MessageFormat.Default"/>.</param>
    /// <exception cref="ArgumentException">A header that <see cref="HeaderRules"/> refuses, or a Message-ID that is none.</exception>
    public static WrittenMessage Write(MessageContent content, MessageFormat? format = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        format ??= MessageFormat.Default;
        var needsUtf8 = NeedsSmtpUtf8(content, format);
        using var body = OutgoingParts.Plan(content, format);
        using var output = new ByteWriter(HeaderEstimate + body.EstimatedLength);
        var headers = new HeaderEncoder(output, needsUtf8);
        WriteHeaders(content, headers);
        body.Write(output, new HeaderEncoder(output, utf8: false), Boundary.For(body));
        return new WrittenMessage(output.ToArray(), body.Is8Bit, needsUtf8);
    }

    static void WriteHeaders(MessageContent content, HeaderEncoder headers)
    {
        Whole(headers, "Date", RfcDate.Format(content.Date));
        headers.Mailboxes("From", [content.From]);
        if (content.Sender is { } sender) headers.Mailboxes("Sender", [sender]);
        if (content.ReplyTo is { } replyTo) headers.Mailboxes("Reply-To", [replyTo]);
        if (content.To.Count > 0) headers.Mailboxes("To", content.To);
        if (content.Cc.Count > 0) headers.Mailboxes("Cc", content.Cc);
        // Without any visible recipient an empty group says so; some servers refuse mail without To (RFC 5322 §3.4).
        if (content.To.Count + content.Cc.Count == 0) Whole(headers, "To", "undisclosed-recipients:;");
        headers.Text("Subject", content.Subject);
        Whole(headers, "Message-ID", $"<{CheckedMessageId(content.MessageId)}>");
        foreach (var (name, value) in content.Headers)
        {
            if (HeaderRules.Refusal(name, value) is { } reason) throw new ArgumentException(reason, nameof(content));
            headers.Field(name, value);
        }

        Whole(headers, "MIME-Version", "1.0");
    }

    static void Whole(HeaderEncoder headers, string name, string value)
    {
        headers.Begin(name);
        headers.Word(value);
        headers.End();
    }

    static string CheckedMessageId(string id)
    {
        var isId = id.Length is > 0 and <= 900 && !id.AsSpan().ContainsAnyExceptInRange('!', '~')
            && !id.AsSpan().ContainsAny('<', '>');
        return isId ? id : throw new ArgumentException("A Message-ID is printable ASCII without spaces and angle brackets.", nameof(id));
    }

    static bool NeedsSmtpUtf8(MessageContent content, MessageFormat format) =>
        IsUtf8(content.From) || IsUtf8(content.Sender) || IsUtf8(content.ReplyTo)
        || (!format.NamesUtf8RecipientsInAscii && (content.To.Any(IsUtf8) || content.Cc.Any(IsUtf8)));

    static bool IsUtf8(Mailbox? mailbox) => mailbox is not null && mailbox.Address.NeedsSmtpUtf8;
}
