using System.Text;
using Postroom.Mail.Smtp.Server;

namespace Postroom.Sandbox;

/// <summary>Takes mail from and for everybody into the built-in mailbox.</summary>
sealed class SandboxIntake(ISandboxMailbox mailbox, TimeProvider time) : IMailReceiver
{
    public ValueTask<ReceiverAnswer> AcceptSenderAsync(ReceivedPath sender, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ReceiverAnswer>(new ReceiverAnswer.Taken("Sender OK"));

    public ValueTask<ReceiverAnswer> AcceptRecipientAsync(ReceivedPath recipient, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ReceiverAnswer>(new ReceiverAnswer.Taken("Recipient OK"));

    public async ValueTask<ReceiverAnswer> TakeAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        var stored = await mailbox.AddAsync(ToSandbox(message), cancellationToken);
        return stored
            ? new ReceiverAnswer.Taken("Stored in the sandbox mailbox")
            : new ReceiverAnswer.TryLater("The sandbox mailbox cannot store it now");
    }

    SandboxMessage ToSandbox(ReceivedMessage message) => new(
        time.GetUtcNow(),
        message.Sender.Wire,
        [.. message.Recipients.Select(recipient => recipient.Wire)],
        message.Bytes,
        Header(message.Bytes.Span, "From:"u8),
        Header(message.Bytes.Span, "Subject:"u8));

    /// <summary>The header's text with folding undone; empty: there is none.</summary>
    static string Header(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name)
    {
        var value = new StringBuilder();
        var found = false;
        foreach (var range in bytes.Split("\r\n"u8))
        {
            var line = bytes[range];
            if (line.IsEmpty) break;
            var folded = line[0] is (byte)' ' or (byte)'\t';
            if (found && !folded) break;
            if (!found && line.Length >= name.Length && Ascii.EqualsIgnoreCase(line[..name.Length], name))
            {
                found = true;
                line = line[name.Length..];
            }

            if (found) value.Append(Encoding.UTF8.GetString(line));
        }

        return value.ToString().Trim();
    }
}
