using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Postroom.Hosting;
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

    static readonly byte[] ComeAgain = "421 4.3.2 Too many sessions; try again in a moment\r\n"u8.ToArray();

    readonly ILogger _logger;
    readonly Action<int?> _listening;
    readonly ConnectionDoor _door;

    /// <summary>Prepares the receiver; it listens once started.</summary>
    /// <param name="mailbox">Where messages go.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where it says what happens.</param>
    /// <param name="listening">Called with the port when the receiver listens, and with null when it stops.</param>
    /// <param name="find">Finds what is known of a mail; null: nothing ever is.</param>
    public SandboxReceiver(
        ISandboxMailbox mailbox, TimeProvider time, ILoggerFactory loggers, Action<int?> listening, FindKnownMail? find = null)
    {
        _logger = loggers.CreateLogger<SandboxReceiver>();
        _listening = listening;
        _door = new ConnectionDoor(
            new ConnectionLimits(MaximumSessions, MaximumSessions),
            (connection, stopping) =>
                new SmtpSession(
                    connection.Transport, new SandboxIntake(mailbox, time, find), Options, time).RunAsync(stopping),
            async (connection, stopping) => await connection.Transport.Output.WriteAsync(ComeAgain, stopping),
            time, loggers);
    }

    /// <summary>The port it listens on; null: it does not.</summary>
    public int? Port => _door.Address?.Port;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _door.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), cancellationToken);
        _listening(Port);
        Listens(Port!.Value);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Port is not null) _listening(null);
        await _door.StopAsync(StopGrace, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Port is not null) _listening(null);
        await _door.DisposeAsync();
    }

    [LoggerMessage(4001, LogLevel.Information, "The sandbox mailbox listens on 127.0.0.1:{Port}")]
    partial void Listens(int port);
}
