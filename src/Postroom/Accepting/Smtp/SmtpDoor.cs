using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Postroom.Accepting.Raw;
using Postroom.Accepting.Senders;
using Postroom.Hosting;
using Postroom.Mail.Smtp.Server;

namespace Postroom.Accepting.Smtp;

/// <summary>
/// The SMTP door: any program that can send by a mail server hands its mail in here. STARTTLS on its port, TLS from the
/// first
/// byte on another. A 250 means that the message is on disk.
/// </summary>
public sealed partial class SmtpDoor : IHostedService, IAsyncDisposable
{
    /// <summary>How long sessions have to end when the door is stopped.</summary>
    public static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(2);

    static readonly byte[] ComeAgain = "421 4.3.2 Too many connections; try again in a moment\r\n"u8.ToArray();

    readonly SmtpDoorAddress _address;
    readonly SmtpDoorOptions _options;
    readonly AcceptingOptions _bounds;
    readonly ApiKeyCheck _keys;
    readonly SenderCheck _senders;
    readonly RawAcceptor _acceptor;
    readonly TimeProvider _time;
    readonly ILogger _logger;
    readonly ILoggerFactory _loggers;
    readonly List<ConnectionDoor> _doors = [];
    SmtpCertificate? _certificate;

    /// <summary>Prepares the door; it listens once started.</summary>
    public SmtpDoor(
        SmtpDoorAddress address, IOptions<SmtpDoorOptions> options, IOptions<AcceptingOptions> bounds,
        ApiKeyCheck keys, SenderCheck senders, RawAcceptor acceptor, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(bounds);
        (_address, _options, _bounds) = (address, options.Value, bounds.Value);
        (_keys, _senders, _acceptor, _time, _loggers) = (keys, senders, acceptor, time, loggers);
        _logger = loggers.CreateLogger<SmtpDoor>();
    }

    /// <summary>Where it listens; null: nowhere.</summary>
    public IPEndPoint? Address => _doors is [var first, ..] ? first.Address : null;

    /// <summary>Where it expects TLS from the first byte; null: nowhere.</summary>
    public IPEndPoint? TlsAddress => _doors is [_, var second] ? second.Address : null;

    /// <summary>How many connections are open.</summary>
    public int OpenConnections => _doors.Sum(door => door.OpenConnections);

    /// <summary>SHA-256 of the certificate; null: the door is closed.</summary>
    public string? CertificateSha256 => _certificate?.Sha256;

    string HostName => _options.HostName is { Length: > 0 } name ? name : NameOfMachine();

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_address.Listen is not { } listen) return;
        _certificate = OpenCertificate();
        await OpenAsync(listen, isEncrypted: false, cancellationToken);
        if (_options.Tls.Port is { } port)
            await OpenAsync(new IPEndPoint(listen.Address, port), isEncrypted: true, cancellationToken);
        Listens(Address!, TlsAddress is { } tls ? $" and {tls} with TLS from the first byte" : "", _certificate.Sha256);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_doors.Select(door => door.StopAsync(StopGrace, cancellationToken)));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var door in _doors) await door.DisposeAsync();
        _certificate?.Dispose();
    }

    async Task OpenAsync(IPEndPoint listen, bool isEncrypted, CancellationToken cancellationToken)
    {
        var door = new ConnectionDoor(
            new ConnectionLimits(_options.MaxConnections, _options.MaxConnectionsOfOneAddress),
            (connection, stopping) => ServeAsync(connection, isEncrypted, stopping),
            async (connection, stopping) =>
            {
                if (!isEncrypted) await connection.Transport.Output.WriteAsync(ComeAgain, stopping);
            },
            _time, _loggers);
        _doors.Add(door);
        try
        {
            await door.StartAsync(listen, cancellationToken);
        }
        catch (AddressInUseException fault)
        {
            throw new DoorClosedException($"{listen} is in use by another program: stop it, choose another port with {Where(isEncrypted)}, or do without with --no-smtp.", fault);
        }
        catch (SocketException fault) when (fault.SocketErrorCode is SocketError.AccessDenied or SocketError.AddressNotAvailable)
        {
            throw new DoorClosedException($"{listen} cannot be listened on ({fault.Message}): choose an address of this machine and a port above 1023 with {Where(isEncrypted)}.", fault);
        }
    }

    static string Where(bool isEncrypted) =>
        isEncrypted ? $"{SmtpDoorOptions.Section}:Tls:Port" : "--smtp ADDRESS:PORT";

    SmtpCertificate OpenCertificate()
    {
        try
        {
            return SmtpCertificate.Open(_options.Tls, _address.DataFolder, HostName, _time);
        }
        catch (Exception fault) when (fault is IOException or CryptographicException or UnauthorizedAccessException)
        {
            var file = _options.Tls.CertificateFile is { Length: > 0 } given
                ? $"{SmtpDoorOptions.Section}:Tls:CertificateFile names {given}"
                : "The certificate of the SMTP door is in the data folder";
            throw new DoorClosedException(
                $"{file}, which cannot be used ({fault.Message}): name a certificate and its key in PEM.", fault);
        }
    }

    async Task ServeAsync(ConnectionContext connection, bool isEncrypted, CancellationToken stopping)
    {
        var from = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        if (from.IsIPv4MappedToIPv6) from = from.MapToIPv4();
        var isHere = IPAddress.IsLoopback(from);
        var options = new SmtpServerOptions
        {
            HostName = HostName,
            MaximumMessageBytes = _bounds.MaxMessageBytes,
            MaximumRecipients = _bounds.MaxRecipients,
            Tls = _certificate!.ForHandshake,
            AllowsLoginWithoutTls = isHere,
        };
        var client = new SmtpClientInfo(
            from, HostName, _options.RequireAuthentication ?? !isHere, _options.HidesClientAddress, isEncrypted);
        var submission = new SmtpSubmission(_keys, _senders, _acceptor, client);
        if (!isEncrypted)
        {
            await new SmtpSession(connection.Transport, submission, options, _time).RunAsync(stopping);
            return;
        }

        await using var tls = await ServerTls.AcceptAsync(
            connection.Transport, options.Tls(), options.HandshakeTimeout, _time, stopping);
        if (tls is not null)
            await new SmtpSession(tls, submission, options, _time, isEncrypted: true).RunAsync(stopping);
    }

    static string NameOfMachine()
    {
        var network = IPGlobalProperties.GetIPGlobalProperties();
        return network.DomainName is { Length: > 0 } domain
            ? $"{network.HostName}.{domain}"
            : network.HostName is { Length: > 0 } host ? host : "localhost";
    }

    [LoggerMessage(1021, LogLevel.Information,
        "The SMTP door listens on {Address}{More}; its certificate is sha256:{Sha256}")]
    partial void Listens(IPEndPoint address, string more, string sha256);
}

/// <summary>Where the SMTP door listens and keeps its certificate.</summary>
/// <param name="Listen">Address and port, 0 for any free one; null: the door stays closed.</param>
/// <param name="DataFolder">The data folder.</param>
public sealed record SmtpDoorAddress(IPEndPoint? Listen, string DataFolder);
