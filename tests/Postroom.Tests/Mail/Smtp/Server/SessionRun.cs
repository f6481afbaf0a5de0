using System.IO.Pipelines;
using System.Text;
using Postroom.Mail.Smtp.Server;
using Postroom.Tests.Support;

namespace Postroom.Tests.Mail.Smtp.Server;

/// <summary>A session over pipes in memory: what is fed to it is worked on before Feed returns.</summary>
sealed class SessionRun : IDuplexPipe
{
    static readonly PipeOptions Inline = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline,
        pauseWriterThreshold: 8 * 1024 * 1024, resumeWriterThreshold: 1024 * 1024, useSynchronizationContext: false);

    readonly Pipe _toServer = new(Inline);
    readonly Pipe _toClient = new(Inline);

    public SessionRun(SmtpServerOptions? options = null, IMailReceiver? receiver = null, bool isEncrypted = false)
    {
        Options = options ?? new SmtpServerOptions { HostName = "mx.example.net", MaximumMessageBytes = 10_000 };
        var stopping = new CancellationTokenSource();
        Stop = stopping.Cancel;
        Ending = new SmtpSession(this, receiver ?? Receiver, Options, Time, isEncrypted).RunAsync(stopping.Token);
    }

    public SmtpServerOptions Options { get; }

    public RecordingReceiver Receiver { get; } = new();

    public FakeTime Time { get; } = new();

    public Task<SessionEnd> Ending { get; }

    public Action Stop { get; }

    public PipeReader Input => _toServer.Reader;

    public PipeWriter Output => _toClient.Writer;

    public async Task FeedAsync(string text) => await FeedAsync(Encoding.Latin1.GetBytes(text));

    public async Task FeedAsync(ReadOnlyMemory<byte> bytes) => await _toServer.Writer.WriteAsync(bytes, TestContext.Current.CancellationToken);

    /// <summary>What the server has sent since it was last asked.</summary>
    public string Hear()
    {
        if (!_toClient.Reader.TryRead(out var result)) return "";
        var text = Encoding.UTF8.GetString(result.Buffer);
        _toClient.Reader.AdvanceTo(result.Buffer.End);
        return text;
    }

    /// <summary>Feeds commands and returns the last line of the answer.</summary>
    public async Task<string> SayAsync(string text)
    {
        await FeedAsync(text);
        return Hear().TrimEnd().Split("\r\n")[^1];
    }

    /// <summary>Says EHLO, MAIL and RCPT.</summary>
    public Task<string> OpenTransactionAsync() =>
        SayAsync("EHLO client.example\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.org>\r\n");

    public Task HangUpAsync() => _toServer.Writer.CompleteAsync().AsTask();
}
