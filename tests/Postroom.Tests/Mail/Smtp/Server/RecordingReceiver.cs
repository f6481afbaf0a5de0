using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Server;

namespace Postroom.Tests.Mail.Smtp.Server;

/// <summary>Takes all mail but that of and for the local parts that say otherwise, and keeps it.</summary>
sealed class RecordingReceiver : IMailReceiver
{
    public List<ReceivedMessage> Messages { get; } = [];

    /// <summary>What becomes of a message; null: it is taken.</summary>
    public Func<CancellationToken, Task<ReceiverAnswer>>? OnTake { get; set; }

    public ValueTask<ReceiverAnswer> AcceptSenderAsync(ReceivedPath sender, CancellationToken cancellationToken) => ValueTask.FromResult(Judge(sender));

    public ValueTask<ReceiverAnswer> AcceptRecipientAsync(ReceivedPath recipient, CancellationToken cancellationToken) => ValueTask.FromResult(Judge(recipient));

    public async ValueTask<ReceiverAnswer> TakeAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        Messages.Add(message);
        return OnTake is null ? new ReceiverAnswer.Taken("Taken") : await OnTake(cancellationToken);
    }

    static ReceiverAnswer Judge(ReceivedPath path) => path.Address?.LocalPart switch
    {
        "unknown" => new ReceiverAnswer.Refused(new Reply(550, new EnhancedStatus(5, 1, 1), ["No such user"])),
        "later" => new ReceiverAnswer.TryLater("Come back"),
        "odd" => new ReceiverAnswer.Refused(new Reply(250, null, ["Not a refusal"])),
        "sly" => new ReceiverAnswer.Taken("OK\r\n250 injected"),
        _ => new ReceiverAnswer.Taken("OK"),
    };
}
