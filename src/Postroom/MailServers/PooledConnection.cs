using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;

namespace Postroom.MailServers;

/// <summary>A conversation with a server that outlives one message; each message has its own transcript.</summary>
sealed class PooledConnection(MailServer server, SmtpConnection connection, TranscriptSwitch transcript, string? tls)
{
    public MailServer Server { get; } = server;

    public SmtpConnection Connection { get; } = connection;

    /// <summary>TLS version and cipher; null: plaintext.</summary>
    public string? Tls { get; } = tls;

    public int Messages { get; private set; }

    public DateTimeOffset IdleSince { get; set; }

    /// <summary>Begins the transcript of another message; the first one's has the opening of the conversation too.</summary>
    public Transcript BeginMessage() => Messages++ == 0 ? transcript.Current : transcript.Renew();

    /// <summary>QUIT, then close. A server that does not answer, or is gone, is no fault: all mail has its outcome.</summary>
    public async Task EndAsync()
    {
        await Connection.QuitAsync();
        await Connection.DisposeAsync();
    }
}

/// <summary>Passes what a conversation says on to the transcript of the message under way.</summary>
sealed class TranscriptSwitch : ISmtpObserver
{
    public Transcript Current { get; private set; } = new();

    /// <summary>Version and cipher of the TLS handshake, once it passed.</summary>
    public string? Tls { get; private set; }

    public Transcript Renew() => Current = new Transcript();

    public void Began(SmtpStage stage) => Current.Began(stage);

    public void Passed(SmtpStage stage, TimeSpan elapsed, string detail, Reply? reply)
    {
        if (stage == SmtpStage.Tls) Tls = detail;
        Current.Passed(stage, elapsed, detail, reply);
    }

    public void Failed(SmtpStage stage, TimeSpan elapsed, SmtpFailure failure) => Current.Failed(stage, elapsed, failure);

    public void Said(TranscriptLine line) => Current.Said(line);
}
