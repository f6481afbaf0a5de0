using Postroom.Mail.Smtp.Server;

namespace Postroom.Tests.Mail.Smtp.Server;

/// <summary>Takes mail of everybody, and logs in whose password is "secret"; "later" cannot be checked now.</summary>
sealed class LoginReceiver : IAuthenticatingReceiver
{
    readonly RecordingReceiver _mail = new();

    public List<(string User, string Password, bool IsEncrypted)> Logins { get; } = [];

    public List<ReceivedMessage> Messages => _mail.Messages;

    public ValueTask<LoginAnswer> LogInAsync(
        string userName, string password, bool isEncrypted, CancellationToken cancellationToken)
    {
        Logins.Add((userName, password, isEncrypted));
        return ValueTask.FromResult<LoginAnswer>(password switch
        {
            "secret" => new LoginAnswer.Accepted(),
            "later" => new LoginAnswer.TryLater("Not now"),
            _ => new LoginAnswer.Refused("Wrong"),
        });
    }

    public ValueTask<ReceiverAnswer> AcceptSenderAsync(ReceivedPath sender, CancellationToken cancellationToken) =>
        _mail.AcceptSenderAsync(sender, cancellationToken);

    public ValueTask<ReceiverAnswer> AcceptRecipientAsync(
        ReceivedPath recipient, CancellationToken cancellationToken) =>
        _mail.AcceptRecipientAsync(recipient, cancellationToken);

    public ValueTask<ReceiverAnswer> TakeAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
        _mail.TakeAsync(message, cancellationToken);
}
