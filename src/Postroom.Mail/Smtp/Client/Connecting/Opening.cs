using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Postroom.Mail.Smtp.Client.Tls;
using Postroom.Mail.Smtp.Client.Wire;

namespace Postroom.Mail.Smtp.Client.Connecting;

/// <summary>From a host's name to a connection that is ready for MAIL FROM: the stages in their order.</summary>
sealed class Opening(SmtpEndpoint endpoint, SmtpClientOptions options, Conversation conversation, TimeProvider time)
    : IAsyncDisposable
{
    readonly long _began = time.GetTimestamp();
    SmtpWire? _wire;
    Capabilities _capabilities = Capabilities.None;
    TlsReport? _tls;
    Reply? _greeting;
    IReadOnlyList<IPAddress> _unanswered = [];
    string? _signedInWith;
    bool _hungUpAtEhlo;

    TimeSpan Remaining => options.TotalTimeout - time.GetElapsedTime(_began) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    public async Task<OpenOutcome> RunAsync(CancellationToken cancellationToken)
    {
        var failure = await OpenAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (failure is not null)
        {
            conversation.Fail(failure);
            return new OpenOutcome.Failed(failure);
        }

        var connection = new SmtpConnection(_wire!, options, _capabilities, _greeting!, _tls) { Unanswered = _unanswered, SignedInWith = _signedInWith };
        _wire = null;
        return new OpenOutcome.Opened(connection);
    }

    async Task<SmtpFailure?> OpenAsync(CancellationToken cancellationToken)
    {
        var (addresses, failure) = await FindAsync(cancellationToken);
        if (failure is not null) return failure;

        failure = await ConverseAsync(addresses, "EHLO", cancellationToken);
        if (!_hungUpAtEhlo || !IsHeloOfUse) return failure;

        // Some old servers end the connection when they hear EHLO; a new one with HELO goes through (RFC 5321 §3.2).
        await DisposeAsync();
        return await ConverseAsync(addresses, "HELO", cancellationToken);
    }

    // After HELO there is neither STARTTLS nor AUTH, so it helps only where neither is needed.
    bool IsHeloOfUse => options.Credentials is null && endpoint.Security != ConnectionSecurity.StartTls;

    string Host => endpoint.Host is ['[', .., ']'] ? endpoint.Host[1..^1] : endpoint.Host;

    async Task<SmtpFailure?> ConverseAsync(IReadOnlyList<IPAddress> addresses, string hello, CancellationToken cancellationToken)
    {
        _hungUpAtEhlo = false;
        if (await ConnectAsync(addresses, cancellationToken) is { } notConnected) return notConnected;

        var wire = _wire!;
        using var cancelling = cancellationToken.UnsafeRegister(static wire => ((SmtpWire)wire!).Break(), wire);
        if (endpoint.Security == ConnectionSecurity.Tls && await HandshakeAsync(wire) is { } noTls) return noTls;

        var greeting = await Greeting.AwaitAsync(wire, options, time);
        if (!greeting.Came) return greeting.Failure;
        _greeting = greeting.Reply;

        if (await SayHelloAsync(wire, hello) is { } notWelcome) return notWelcome;
        if (await UpgradeAsync(wire) is { } notUpgraded) return notUpgraded;
        if (await SignInAsync(wire, cancellationToken) is { } notSignedIn) return notSignedIn;

        wire.ReadAhead();
        return null;
    }

    async Task<(IReadOnlyList<IPAddress> Addresses, SmtpFailure? Failure)> FindAsync(CancellationToken cancellationToken)
    {
        conversation.Begin(SmtpStage.Dns);
        if (IPAddress.TryParse(Host, out var literal))
        {
            if (Allowed([literal]) is not { Count: > 0 } allowed) return ([], Forbid([literal]));
            conversation.Pass("an address, so there is nothing to look up");
            return (allowed, null);
        }

        return HostNames.ToAscii(Host) is { } name
            ? await LookUpAsync(name, cancellationToken)
            : ([], conversation.Fail(SmtpFault.NameNotFound, $"{Host} is no host name."));
    }

    async Task<(IReadOnlyList<IPAddress> Addresses, SmtpFailure? Failure)> LookUpAsync(string name, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Remaining, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await (options.Resolver ?? SystemHostResolver.Instance).ResolveAsync(name, either.Token) switch
            {
                HostLookup.Found { Addresses: { Count: > 0 } addresses } => Choose(addresses),
                HostLookup.Unavailable unavailable => ([], conversation.Fail(
                    SmtpFault.DnsUnavailable, $"DNS gives no answer for {Host}: {unavailable.Reason}")),
                _ => ([], conversation.Fail(SmtpFault.NameNotFound, $"DNS knows no address of {Host}.")),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ([], conversation.Fail(
                SmtpFault.DnsUnavailable, $"DNS gave no answer for {Host} within {FailureText.Of(options.TotalTimeout)}."));
        }
    }

    (IReadOnlyList<IPAddress> Addresses, SmtpFailure? Failure) Choose(IReadOnlyList<IPAddress> addresses)
    {
        if (options.Family is { } family) addresses = [.. addresses.Where(address => address.AddressFamily == family)];
        if (addresses.Count == 0)
            return ([], conversation.Fail(SmtpFault.NameNotFound, $"DNS knows no {(options.Family == AddressFamily.InterNetwork ? "IPv4" : "IPv6")} address of {Host}."));
        if (Allowed(addresses) is not { Count: > 0 } allowed) return ([], Forbid(addresses));
        conversation.Pass(string.Join(", ", allowed));
        return (allowed, null);
    }

    // These very addresses are dialled, so no second look-up can lead elsewhere.
    List<IPAddress> Allowed(IReadOnlyList<IPAddress> addresses) => [.. addresses.Where(address => options.MayConnectTo?.Invoke(address) != false)];

    SmtpFailure Forbid(IReadOnlyList<IPAddress> addresses) => conversation.Fail(
        SmtpFault.DestinationForbidden, $"{Host} is at {string.Join(", ", addresses)}, which Postroom connects to for nobody.");

    async Task<SmtpFailure?> ConnectAsync(IReadOnlyList<IPAddress> addresses, CancellationToken cancellationToken)
    {
        conversation.Begin(SmtpStage.Connect);
        var timeout = options.ConnectTimeout < Remaining ? options.ConnectTimeout : Remaining;
        var dialled = await Dialer.DialAsync(addresses, endpoint.Port, timeout, time, cancellationToken);
        if (dialled.Socket is not { } socket) return ExplainConnect(dialled.Failures);

        _unanswered = dialled.Passed;
        _wire = new SmtpWire(socket, options, conversation, time);
        _wire.Clock.StartTotal(Remaining);
        conversation.Pass(string.Create(CultureInfo.InvariantCulture, $"connected to {dialled.Address}{Unanswered(dialled)}"));
        return null;
    }

    static string Unanswered(Dialer.Dialled dialled)
    {
        var failed = dialled.Failures.Select(failure => $"; {failure.Address.ToString()} {ConnectFaults.Words(failure.Error)}");
        return string.Concat(failed.Concat(dialled.Passed.Select(address => $"; {address.ToString()} did not answer in time")));
    }

    SmtpFailure ExplainConnect(IReadOnlyList<(IPAddress Address, SocketError Error)> failures)
    {
        var faults = failures.Select(failure => ConnectFaults.Of(failure.Error)).ToList();
        var fault = ConnectFaults.MostTelling(faults);
        var each = string.Join("; ", failures.Select(failure => $"{failure.Address.ToString()} {ConnectFaults.Words(failure.Error)}"));
        return conversation.Fail(fault, $"No connection to {conversation.Server}: {each}.");
    }

    async Task<SmtpFailure?> HandshakeAsync(SmtpWire wire)
    {
        conversation.Begin(SmtpStage.Tls);
        var host = HostNames.ToAscii(Host) ?? Host;
        var (report, failure) = await TlsHandshake.UpgradeAsync(wire, host, options, time);
        if (failure is not null) return failure;

        _tls = report;
        conversation.Pass($"{report!.Version}, {report.Cipher}");
        return null;
    }

    async Task<SmtpFailure?> SayHelloAsync(SmtpWire wire, string verb)
    {
        conversation.Begin(SmtpStage.Ehlo);
        var answer = await wire.ExchangeAsync($"{verb} {options.EhloName}", options.CommandTimeout);
        if (verb == "EHLO" && answer.Reply is { Code: 500 or 502 })
        {
            verb = "HELO";
            answer = await wire.ExchangeAsync($"HELO {options.EhloName}", options.CommandTimeout);
        }

        if (answer.Failure is { } failure)
        {
            _hungUpAtEhlo = failure.Fault == SmtpFault.ConnectionLost && verb == "EHLO";
            return failure;
        }

        var reply = answer.Reply!;
        if (!reply.IsPositive) return ExplainHello(verb, reply);

        _capabilities = verb == "EHLO" ? Capabilities.Parse(reply, options.Distrusted) : Capabilities.None;
        conversation.Pass(verb == "HELO" ? "HELO: no extensions" : string.Join(", ", _capabilities.Keywords.Keys), reply);
        return null;
    }

    SmtpFailure ExplainHello(string verb, Reply reply)
    {
        if (OtherServices.IsFtp(_greeting!, reply)) return OtherServices.Failure(conversation, OtherService.Ftp, reply);

        return reply.IsIntermediate
            ? conversation.Fail(SmtpFault.OutOfStep, $"{conversation.Server} answered {verb} with {reply}", reply)
            : conversation.Fail(
                SmtpFault.Refused, $"{conversation.Server} refused {verb} {options.EhloName}: {reply}", reply);
    }

    async Task<SmtpFailure?> UpgradeAsync(SmtpWire wire)
    {
        if (endpoint.Security is not (ConnectionSecurity.StartTls or ConnectionSecurity.StartTlsIfAvailable)) return null;

        var isRequired = endpoint.Security == ConnectionSecurity.StartTls;
        if (!_capabilities.StartTls)
        {
            if (!isRequired) return null;
            conversation.Begin(SmtpStage.StartTls);
            return conversation.Fail(
                SmtpFault.StartTlsNotOffered,
                $"{conversation.Server} does not offer STARTTLS, and it is required: nothing was sent.");
        }

        conversation.Begin(SmtpStage.StartTls);
        var answer = await wire.ExchangeAsync("STARTTLS", options.CommandTimeout);
        if (answer.Failure is { } failure) return failure;

        var reply = answer.Reply!;
        if (reply.Code != 220)
        {
            var refused = conversation.Fail(SmtpFault.Refused, $"{conversation.Server} offers STARTTLS and answered it with: {reply}", reply);
            if (isRequired || !(reply.IsTransient || reply.IsPermanent) || reply.Code == 421) return refused;
            conversation.Pass($"refused, so plaintext it is: {reply}", reply);
            return null;
        }

        // What follows the 220 in plaintext was injected: it would be read as if it had come under TLS (RFC 3207 §4.2).
        if (wire.HasUnaskedInput) return await wire.ExplainUnaskedAsync();
        conversation.Pass(reply.Text, reply);

        if (await HandshakeAsync(wire) is { } noTls) return noTls;
        _capabilities = Capabilities.None;
        return await SayHelloAsync(wire, "EHLO");
    }

    async Task<SmtpFailure?> SignInAsync(SmtpWire wire, CancellationToken cancellationToken)
    {
        if (options.Credentials is not { } credentials) return null;
        using var deadline = new CancellationTokenSource(Remaining < options.CommandTimeout ? Remaining : options.CommandTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var login = new Login(wire, endpoint, options, credentials);
        var failure = await login.RunAsync(_capabilities, either.Token);
        _signedInWith = login.Used;
        return failure;
    }

    public async ValueTask DisposeAsync()
    {
        if (_wire is not null) await _wire.DisposeAsync();
        _wire = null;
    }
}
