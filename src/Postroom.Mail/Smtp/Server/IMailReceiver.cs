namespace Postroom.Mail.Smtp.Server;

/// <summary>
/// The policy behind a session: whom to take mail from and for, and where it goes. One for each session, called in
/// order, never at the same time. Past an exception the session ends with a 421, and nothing was taken.
/// </summary>
public interface IMailReceiver
{
    /// <summary>Whether mail of this sender is taken.</summary>
    ValueTask<ReceiverAnswer> AcceptSenderAsync(ReceivedPath sender, CancellationToken cancellationToken);

    /// <summary>Whether mail for this recipient is taken.</summary>
    ValueTask<ReceiverAnswer> AcceptRecipientAsync(ReceivedPath recipient, CancellationToken cancellationToken);

    /// <summary>Takes the message. The client gets its 250 only after <see cref="ReceiverAnswer.Taken"/>, which therefore means: it is durable.</summary>
    ValueTask<ReceiverAnswer> TakeAsync(ReceivedMessage message, CancellationToken cancellationToken);
}
