using System.Buffers;
using System.Text;
using Postroom.Mail.Mime;
using Postroom.Outbox;

namespace Postroom.Accepting.Raw;

/// <summary>
/// Completes a message that was handed in whole (RFC 6409 §8): a Received header in front, Date and Message-ID where
/// they
/// are missing, no Bcc. Every other byte stays as it came.
/// </summary>
static class RawMessage
{
    static readonly byte[] LineEnd = "\r\n"u8.ToArray();

    /// <summary>The message as it is kept.</summary>
    /// <param name="submission">As it was handed in.</param>
    /// <param name="id">Its id, which a missing Message-ID is made of.</param>
    /// <param name="domain">The domain of a missing Message-ID, in ASCII.</param>
    /// <param name="now">When it was handed in.</param>
    public static ReadOnlyMemory<byte> Complete(
        RawSubmission submission, MessageId id, string domain, DateTimeOffset now)
    {
        var fields = Fields(submission.Bytes.Span);
        var output = new ArrayBufferWriter<byte>(submission.Bytes.Length + 512);
        if (submission.Trace is { } trace) Write(output, Received(trace, submission, id, now));
        var span = submission.Bytes.Span;
        foreach (var field in fields.All)
        {
            // RFC 5322 §3.6.3 and §3.6.6: blind copies of the first and of a later sender.
            if (!Is(span, field, "bcc") && !Is(span, field, "resent-bcc")) output.Write(span[field]);
        }


        if (!fields.All.Any(field => Is(submission.Bytes.Span, field, "date")))
            Write(output, $"Date: {RfcDate.Format(now)}\r\n");
        if (!fields.All.Any(field => Is(submission.Bytes.Span, field, "message-id")))
            Write(output, $"Message-ID: <{id}@{domain}>\r\n");
        output.Write(LineEnd);
        output.Write(span[fields.Body..]);
        if (!output.WrittenSpan.EndsWith(LineEnd)) output.Write(LineEnd);
        return output.WrittenMemory;
    }

    /// <summary>Whether a header of a message is not ASCII (RFC 6532 §3.2).</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="body">Where its body begins.</param>
    public static bool HasUtf8Headers(ReadOnlySpan<byte> message, int body) =>
        !Ascii.IsValid(message[..Math.Min(body, message.Length)]);

    static string Received(ReceivedTrace trace, RawSubmission submission, MessageId id, DateTimeOffset now)
    {
        var address = trace.ClientAddress is null ? "" : $" ([{trace.ClientAddress}])";
        var recipient = submission.Recipients is [var only] ? $"\r\n\tfor <{only}>" : "";
        return $"Received: from {trace.ClientName}{address}\r\n\tby {trace.Server} (Postroom) with {trace.Protocol} id {id}{recipient};\r\n\t{RfcDate.Format(now)}\r\n";
    }

    // A line that is neither a field nor the continuation of one ends the header (RFC 5322 §2.1), as readers see it.
    static (List<Range> All, int Body) Fields(ReadOnlySpan<byte> message)
    {
        var fields = new List<Range>();
        var at = 0;
        while (at < message.Length)
        {
            var length = message[at..].IndexOf(LineEnd) is var found and >= 0 ? found + 2 : message.Length - at;
            var line = message.Slice(at, length);
            if (line.Length == 2 && line.SequenceEqual(LineEnd)) return (fields, at + 2);
            if (line[0] is (byte)' ' or (byte)'\t' && fields.Count > 0) fields[^1] = fields[^1].Start..(at + length);
            else if (line.IndexOf((byte)':') > 0) fields.Add(at..(at + length));
            else return (fields, at);
            at += length;
        }

        return (fields, at);
    }

    static bool Is(ReadOnlySpan<byte> message, Range field, string name)
    {
        var text = message[field];
        var colon = text.IndexOf((byte)':');
        return Ascii.EqualsIgnoreCase(text[..colon].TrimEnd(" \t"u8), name);
    }

    static void Write(ArrayBufferWriter<byte> output, string text) => output.Write(Encoding.UTF8.GetBytes(text));
}
