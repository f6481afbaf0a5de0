using System.Net;
using Postroom.Accepting.Raw;
using Postroom.Accepting.Senders;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Server;

namespace Postroom.Accepting.Smtp;

/// <summary>One session of the SMTP door: who hands in mail, and what becomes of it. Never an open relay.</summary>
/// <param name="keys">Finds the app of a password, which is an API key.</param>
/// <param name="senders">Says what an app may name as its sender.</param>
/// <param name="acceptor">Takes the messages.</param>
/// <param name="client">Where the client is.</param>
sealed class SmtpSubmission(
    ApiKeyCheck keys, SenderCheck senders, RawAcceptor acceptor, SmtpClientInfo client) : IAuthenticatingReceiver
{
    const int LongestKey = 200;

    static readonly Reply LoginNeeded = new(
        530, new EnhancedStatus(5, 7, 0),
        ["Log in first: the user name is the app's name, the password one of its API keys"]);

    static readonly Reply NoDomain = new(550, new EnhancedStatus(5, 1, 3), ["Name the domain of the recipient"]);

    AppKey? _key;
    bool _isEncrypted;

    public async ValueTask<LoginAnswer> LogInAsync(
        string userName, string password, bool isEncrypted, CancellationToken cancellationToken)
    {
        AppKey? key;
        try
        {
            key = password.Length is 0 or > LongestKey ? null : await keys.FindAsync(password, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            return new LoginAnswer.TryLater("The login cannot be checked now; try again");
        }

        if (key is null || !key.App.Equals(userName.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            return new LoginAnswer.Refused(
                "User name or password is wrong: the user name is the app's name, the password one of its API keys");
        }
        if (!key.Scopes.Contains(AppScopes.Send))
            return new LoginAnswer.Refused("This key may not send mail: make one with the scope send");
        (_key, _isEncrypted) = (key, isEncrypted);
        return new LoginAnswer.Accepted();
    }

    // Without a login nobody says which app it is: whoever may hand in so may name any sender.
    IReadOnlyList<SenderRule>? Allowed => _key is null ? null : senders.Allowed(_key.SenderRules, _key.Sender);

    public ValueTask<ReceiverAnswer> AcceptSenderAsync(ReceivedPath sender, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ReceiverAnswer>(
            _key is null && client.NeedsLogin ? new ReceiverAnswer.Refused(LoginNeeded)
            : ProblemOf(sender) is { } problem ? new ReceiverAnswer.Refused(NotAllowed(553, $"The sender {problem}"))
            : new ReceiverAnswer.Taken("Sender OK"));

    public ValueTask<ReceiverAnswer> AcceptRecipientAsync(
        ReceivedPath recipient, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ReceiverAnswer>(recipient.Address is null ? new ReceiverAnswer.Refused(NoDomain) : new ReceiverAnswer.Taken("Recipient OK"));

    public async ValueTask<ReceiverAnswer> TakeAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        var submission = new RawSubmission
        {
            App = _key?.App ?? RawSubmission.AppWithoutLogin,
            AllowedSenders = Allowed,
            EnvelopeSender = message.Sender.Address?.Wire ?? "",
            Recipients = [.. message.Recipients.Select(recipient => recipient.Address!.Wire)],
            Bytes = message.Bytes,
            Is8Bit = message.Is8Bit,
            NeedsSmtpUtf8 = message.NeedsSmtpUtf8,
            Trace = new ReceivedTrace(message.ClientName, client.ShownAddress, client.Server, Protocol(message)),
        };
        return await acceptor.AcceptAsync(submission, cancellationToken) switch
        {
            AcceptResult.Accepted accepted => new ReceiverAnswer.Taken($"Queued as {accepted.Id}"),
            AcceptResult.Unavailable unavailable => new ReceiverAnswer.NoRoom(unavailable.Reason),
            AcceptResult.SenderRefused refused =>
                new ReceiverAnswer.Refused(NotAllowed(550, $"The header From {refused.Problem}")),
            AcceptResult.Rejected rejected => new ReceiverAnswer.Refused(Refusal(rejected.Problems)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    // A bounce has no sender (RFC 5321 §4.5.5).
    string? ProblemOf(ReceivedPath sender) =>
        sender.Address is { } address && Allowed is { } allowed ? SenderCheck.Problem(address, allowed) : null;

    static Reply NotAllowed(int code, string text) => new(code, new EnhancedStatus(5, 7, 1), [text]);

    // RFC 3848: S for TLS, A for a login.
    string Protocol(ReceivedMessage message) =>
        !message.IsExtended
            ? "SMTP"
            : $"ESMTP{(_isEncrypted || client.IsEncrypted ? "S" : "")}{(_key is null ? "" : "A")}";

    static Reply Refusal(FieldProblems problems)
    {
        var (field, reasons) = problems.ToDictionary().First();
        return new Reply(550, new EnhancedStatus(5, 6, 0), [$"{field} {reasons[0]}"]);
    }
}

/// <summary>What is known of a client before it says a word.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Server">The name of this server.</param>
/// <param name="NeedsLogin">Whether it has to log in.</param>
/// <param name="HidesAddress">Whether its address stays out of the Received header.</param>
/// <param name="IsEncrypted">Whether its connection is encrypted from the first byte.</param>
sealed record SmtpClientInfo(IPAddress Address, string Server, bool NeedsLogin, bool HidesAddress, bool IsEncrypted)
{
    /// <summary>The address as a Received header has it; null: it is not told.</summary>
    public string? ShownAddress => HidesAddress ? null
        : Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? "IPv6:" + Address : Address.ToString();
}
