using System.Text;
using Postroom.Mail.Addresses;
using Postroom.Mail.Mime;

namespace Postroom.Server.Sendmail;

/// <summary>A message as <c>sendmail</c> reads it from standard input.</summary>
/// <param name="Bytes">With CRLF line ends, a From header and a Message-ID.</param>
/// <param name="Sender">The envelope sender; null: the null sender.</param>
/// <param name="Recipients">The envelope recipients, no two alike.</param>
/// <param name="Problem">What is wrong with it; null: nothing.</param>
sealed record SendmailMessage(
    ReadOnlyMemory<byte> Bytes, EmailAddress? Sender, IReadOnlyList<EmailAddress> Recipients, string? Problem)
{
    /// <summary>The most bytes that are read, as many as Postroom takes at most.</summary>
    public const int MostBytes = 200 * 1024 * 1024;

    static readonly string[] RecipientFields = ["To", "Cc", "Bcc"];

    /// <summary>Reads a message. Line ends become CRLF; unless it is told otherwise, a single dot ends it.</summary>
    public static async Task<SendmailMessage> ReadAsync(
        Stream input, SendmailArguments arguments, string userAtHost, CancellationToken cancellationToken)
    {
        var text = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await input.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            if (text.Length + count > MostBytes) return Wrong($"The message is larger than {MostBytes} bytes.");
            await text.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }

        var bytes = WithLineEnds(text.GetBuffer().AsSpan(0, (int)text.Length), arguments.IgnoresDots);
        var headers = MessageHeaders.Read(bytes);
        if (Envelope(arguments, headers, userAtHost, out var sender, out var recipients) is { } problem)
            return Wrong(problem);
        return new SendmailMessage(
            Completed(bytes, headers, arguments, sender?.Wire ?? userAtHost), sender, recipients, null);
    }

    static SendmailMessage Wrong(string problem) => new(default, null, [], problem);

    static string? Envelope(
        SendmailArguments arguments, MessageHeaders headers, string userAtHost, out EmailAddress? sender,
        out List<EmailAddress> recipients)
    {
        recipients = [];
        sender = null;
        var named = arguments.Sender
            ?? AddressList.Parse(headers.First("From")?.Unfolded).Mailboxes.FirstOrDefault()?.Address.Wire
                ?? userAtHost;
        if (named.Length > 0)
        {
            if (MailboxParser.ParseAddress(named) is not MailboxParse.Parsed parsed)
                return $"The sender {named} is no e-mail address.";
            sender = parsed.Mailbox.Address;
        }

        foreach (var word in arguments.Recipients.SelectMany(word => word.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            if (MailboxParser.ParseAddress(word.Trim('<', '>')) is not MailboxParse.Parsed parsed)
                return $"The recipient {word} is no e-mail address with a domain.";
            recipients.Add(parsed.Mailbox.Address);
        }

        if (arguments.ReadsRecipients)
            recipients.AddRange(RecipientFields.SelectMany(headers.All).SelectMany(field => AddressList.Parse(field.Unfolded).Mailboxes).Select(mailbox => mailbox.Address));
        recipients = [.. recipients.DistinctBy(recipient => recipient.Wire)];
        return recipients.Count == 0
            ? "There is no recipient: name one, or use -t with To, Cc or Bcc in the message."
            : null;
    }

    static ReadOnlyMemory<byte> Completed(
        ReadOnlyMemory<byte> bytes, MessageHeaders headers, SendmailArguments arguments, string from)
    {
        var added = new StringBuilder();
        if (headers["From"] is null)
        {
            added.Append("From: ").Append(
                arguments.FullName is { Length: > 0 } name ? $"{Phrase(name)} <{from}>" : from).Append("\r\n");
        }

        // Made here, so that a second try after a lost answer is the same message.
        if (headers["Message-ID"] is null)
        {
            added.Append("Message-ID: <").Append(Guid.CreateVersion7().ToString("N")).Append('@').Append(
                from[(from.LastIndexOf('@') + 1)..]).Append(">\r\n");
        }
        if (headers.Count == 0) added.Append("\r\n"); // There was no header at all, so all of it is the text.
        return added.Length == 0 ? bytes : (byte[])[.. Encoding.UTF8.GetBytes(added.ToString()), .. bytes.Span];
    }

    // RFC 5322 §3.2.4, and RFC 2047 for what is not ASCII.
    static string Phrase(string name)
    {
        var clean = string.Concat(name.Where(letter => !char.IsControl(letter)).Take(100));
        return Ascii.IsValid(clean)
            ? $"\"{clean.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            : string.Join(
                "\r\n ",
                clean.Chunk(15).Select(
                    piece => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(piece))}?="));
    }

    static byte[] WithLineEnds(ReadOnlySpan<byte> text, bool ignoresDots)
    {
        var output = new MemoryStream(text.Length + 1024);
        while (!text.IsEmpty)
        {
            var end = text.IndexOfAny((byte)'\r', (byte)'\n');
            var line = end < 0 ? text : text[..end];
            if (!ignoresDots && line.SequenceEqual("."u8)) break;
            output.Write(line);
            output.Write("\r\n"u8);
            if (end < 0) break;
            text = text[(end + (text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? 2 : 1))..];
        }

        return output.ToArray();
    }
}
