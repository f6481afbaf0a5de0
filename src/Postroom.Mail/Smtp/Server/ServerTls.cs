using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;

namespace Postroom.Mail.Smtp.Server;

/// <summary>The encrypted connection within another, from the server's side.</summary>
public sealed class ServerTls : IDuplexPipe, IAsyncDisposable
{
    readonly SslStream _stream;

    ServerTls(SslStream stream)
    {
        _stream = stream;
        Input = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 16 * 1024, leaveOpen: true));
        Output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
    }

    /// <summary>What the client says.</summary>
    public PipeReader Input { get; }

    /// <summary>What is said to the client.</summary>
    public PipeWriter Output { get; }

    /// <summary>Makes the handshake.</summary>
    /// <param name="pipe">The connection, of which nothing else may be read from now on.</param>
    /// <param name="options">The certificate and what is allowed.</param>
    /// <param name="timeout">How long the client may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">The server is being stopped.</param>
    /// <returns>The encrypted connection; null: the handshake failed, took too long or was left.</returns>
    public static async Task<ServerTls?> AcceptAsync(
        IDuplexPipe pipe, SslServerAuthenticationOptions options, TimeSpan timeout, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var stream = new SslStream(new PipeStream(pipe), leaveInnerStreamOpen: false);
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await stream.AuthenticateAsServerAsync(options, either.Token);
            return new ServerTls(stream);
        }
        catch (Exception fault) when (fault is AuthenticationException or IOException or OperationCanceledException or InvalidOperationException)
        {
            await stream.DisposeAsync(); // What a client does with a handshake is no fault of ours.
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Input.CompleteAsync();
        await Output.CompleteAsync();
        await _stream.DisposeAsync();
    }
}
