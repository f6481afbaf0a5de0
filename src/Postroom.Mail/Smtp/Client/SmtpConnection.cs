namespace Postroom.Mail.Smtp.Client;

/// <summary>One conversation with a mail server.</summary>
public sealed class SmtpConnection : IAsyncDisposable
{
    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
