using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Postroom.Mail.Smtp.Server;

namespace Postroom.Sandbox;

/// <summary>
/// The mail server of the built-in mailbox: real SMTP on a free port of 127.0.0.1, never reachable from elsewhere.
/// Takes every sender and recipient; a 250 means that the message is stored.
/// </summary>
public sealed partial class SandboxReceiver : IHostedService, IAsyncDisposable
{
    /// <summary>The most sessions at a time; each further one is told 421. Twice what one route may open.</summary>
    public const int MaximumSessions = 128;

    /// <summary>How long sessions have to end when the receiver is stopped; then they are cut.</summary>
    public static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(1);

    static readonly SmtpServerOptions Options = new() { HostName = "sandbox.postroom.localhost" };

    static readonly SocketTransportOptions TransportOptions = new() { MaxReadBufferSize = 128 * 1024 };

    readonly ISandboxMailbox _mailbox;
    readonly TimeProvider _time;
    readonly ILogger _logger;
    readonly Action<int?> _listening;
    readonly FindKnownMail? _find;
    readonly SocketTransportFactory _transport;
    readonly ConcurrentDictionary<ConnectionContext, Task> _sessions = new();
    readonly CancellationTokenSource _stopping = new();
    IConnectionListener? _listener;
    Task _accepting = Task.CompletedTask;

    /// <summary>Prepares the receiver; it listens once started.</summary>
    /// <param name="mailbox">Where messages go.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where it says what happens.</param>
    /// <param name="listening">Called with the port when the receiver listens, and with null when it stops.</param>
    /// <param name="find">Finds what is known of a mail; null: nothing ever is.</param>
    public SandboxReceiver(
        ISandboxMailbox mailbox, TimeProvider time, ILoggerFactory loggers, Action<int?> listening, FindKnownMail? find = null)
    {
        _mailbox = mailbox;
        _time = time;
        _logger = loggers.CreateLogger<SandboxReceiver>();
        _listening = listening;
        _find = find;
        _transport = new SocketTransportFactory(Microsoft.Extensions.Options.Options.Create(TransportOptions), loggers);
    }

    /// <summary>The port it listens on; null: it does not.</summary>
    public int? Port { get; private set; }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _listener = await _transport.BindAsync(new IPEndPoint(IPAddress.Loopback, 0), cancellationToken);
        Port = ((IPEndPoint)_listener.EndPoint).Port;
        _accepting = AcceptAsync(_listener);
        _listening(Port);
        Listens(Port.Value);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_listener is null || _stopping.IsCancellationRequested) return;
        Port = null;
        _listening(null);
        await _listener.UnbindAsync(CancellationToken.None);
        await _stopping.CancelAsync();
        await _accepting;

        // A client that never reads its 421 must not hold up the stop.
        using var deadline = new CancellationTokenSource(StopGrace, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var sessions = Task.WhenAll(_sessions.Values);
        await using (either.Token.UnsafeRegister(static receiver => ((SandboxReceiver)receiver!).AbortAll(), this))
        {
            await sessions;
        }

        await _listener.DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await StopAsync(now.Token);
        _stopping.Dispose();
    }

    async Task AcceptAsync(IConnectionListener listener)
    {
        // Ends with the null that follows UnbindAsync.
        while (await listener.AcceptAsync(CancellationToken.None) is { } connection)
        {
            var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _sessions[connection] = ServeAsync(connection, isTooMany: _sessions.Count >= MaximumSessions, start.Task);
            start.SetResult();
        }
    }

    async Task ServeAsync(ConnectionContext connection, bool isTooMany, Task start)
    {
        await start;
        try
        {
            if (isTooMany)
            {
                TooManySessions(MaximumSessions);
                await connection.Transport.Output.WriteAsync("421 4.3.2 Too many sessions; try again in a moment\r\n"u8.ToArray(), _stopping.Token);
            }
            else
            {
                await new SmtpSession(connection.Transport, new SandboxIntake(_mailbox, _time, _find), Options, _time).RunAsync(_stopping.Token);
            }
        }
#pragma warning disable CA1031 // A door: one session's fault ends that session, and its client was told 421, so that it tries again.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            SessionFailed(fault);
        }

        await connection.Transport.Input.CompleteAsync();
        await connection.Transport.Output.CompleteAsync();
        await connection.DisposeAsync();
        _sessions.TryRemove(connection, out _);
    }

    void AbortAll()
    {
        foreach (var connection in _sessions.Keys) connection.Abort(new ConnectionAbortedException("The sandbox is being stopped."));
    }

    [LoggerMessage(4001, LogLevel.Information, "The sandbox mailbox listens on 127.0.0.1:{Port}")]
    partial void Listens(int port);

    [LoggerMessage(4002, LogLevel.Warning, "A session of the sandbox mailbox was refused: {Sessions} are open. Its message is tried again; lower the mail server's connection limit if this goes on.")]
    partial void TooManySessions(int sessions);

    [LoggerMessage(4003, LogLevel.Error, "A session of the sandbox mailbox failed; its message was not accepted and is tried again")]
    partial void SessionFailed(Exception fault);
}
