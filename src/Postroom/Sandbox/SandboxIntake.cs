using Postroom.Mail.Mime;
using Postroom.Mail.Smtp.Server;

namespace Postroom.Sandbox;

/// <summary>Takes mail from and for everybody into the built-in mailbox.</summary>
sealed class SandboxIntake(ISandboxMailbox mailbox, TimeProvider time, FindKnownMail? find = null) : IMailReceiver
{
    const int LongestHeader = 1_000;

    public ValueTask<ReceiverAnswer> AcceptSenderAsync(ReceivedPath sender, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ReceiverAnswer>(new ReceiverAnswer.Taken("Sender OK"));

    public ValueTask<ReceiverAnswer> AcceptRecipientAsync(ReceivedPath recipient, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ReceiverAnswer>(new ReceiverAnswer.Taken("Recipient OK"));

    public async ValueTask<ReceiverAnswer> TakeAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        var stored = await mailbox.AddAsync(await ToSandboxAsync(message, cancellationToken), cancellationToken);
        return stored
            ? new ReceiverAnswer.Taken("Stored in the sandbox mailbox")
            : new ReceiverAnswer.NoRoom("The sandbox mailbox cannot store it now");
    }

    // For the list, where a header of 256 KiB would be all there is to see; the message itself stays as it came.
    static string Beginning(string? value) => value is null ? "" : value.Length > LongestHeader ? value[..LongestHeader] : value;

    async Task<SandboxMessage> ToSandboxAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        var headers = MessageHeaders.Read(message.Bytes);
        var known = find is null ? null : await find(headers["Message-ID"]?.Trim('<', '>', ' ') ?? "", cancellationToken);
        var secrets = known?.Secrets ?? [];
        return new SandboxMessage(
            time.GetUtcNow(),
            message.Sender.Wire,
            [.. message.Recipients.Select(recipient => recipient.Wire)],
            message.Bytes,
            Beginning(SecretMask.Cover(headers["From"] ?? "", secrets)),
            Beginning(SecretMask.Cover(headers["Subject"] ?? "", secrets)))
        {
            IsAccountMail = known?.IsAccountMail == true,
            Secrets = secrets,
        };
    }
}
