namespace Postroom.Mail.Smtp.Server;

/// <summary>A receiver whose clients can log in. A session offers AUTH (RFC 4954) only for such a receiver.</summary>
public interface IAuthenticatingReceiver : IMailReceiver
{
    /// <summary>
    /// Checks a login. Called at most once at a time, and never again after <see cref="LoginAnswer.Accepted"/>.
    /// </summary>
    /// <param name="userName">As the client said it.</param>
    /// <param name="password">As the client said it. It must not be kept or logged.</param>
    /// <param name="isEncrypted">Whether it came over TLS.</param>
    /// <param name="cancellationToken">The server is being stopped.</param>
    ValueTask<LoginAnswer> LogInAsync(
        string userName, string password, bool isEncrypted, CancellationToken cancellationToken);
}

/// <summary>What a receiver says to a login.</summary>
public abstract record LoginAnswer
{
    private protected LoginAnswer() { }

    /// <summary>The client is who it says: 235.</summary>
    public sealed record Accepted : LoginAnswer;

    /// <summary>User name or password is wrong: 535.</summary>
    /// <param name="Reason">What the client reads; one line of ASCII that does not say which of the two.</param>
    public sealed record Refused(string Reason) : LoginAnswer;

    /// <summary>It cannot be checked now: 454.</summary>
    /// <param name="Reason">What the client reads; one line of ASCII.</param>
    public sealed record TryLater(string Reason) : LoginAnswer;
}
