namespace Postroom.Mail.Smtp.Client;

/// <summary>What became of opening a conversation: connected, greeted, encrypted and signed in, or not.</summary>
public abstract record OpenOutcome
{
    private protected OpenOutcome() { }

    /// <summary>The connection is ready for MAIL FROM. The caller disposes it.</summary>
    public sealed record Opened(SmtpConnection Connection) : OpenOutcome;

    /// <summary>It is not, and nothing was sent.</summary>
    public sealed record Failed(SmtpFailure Failure) : OpenOutcome;
}
