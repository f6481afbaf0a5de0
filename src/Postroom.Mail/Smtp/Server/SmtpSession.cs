using System.IO.Pipelines;
using System.Text;
using Postroom.Mail.Smtp.Server.Verbs;

namespace Postroom.Mail.Smtp.Server;

/// <summary>
/// One SMTP session from the server's side (RFC 5321): it reads commands from a pipe, keeps them in order by
/// <see cref="SessionTable"/> and asks an <see cref="IMailReceiver"/> for every decision. Memory is bounded by
/// <see cref="SmtpServerOptions"/>, whatever the client does.
/// </summary>
public sealed class SmtpSession
{
    static readonly string[] OtherProtocols = ["GET", "POST", "PUT", "HEAD", "OPTIONS", "CONNECT", "PATCH", "DELETE", "TRACE"];
    static readonly string[] KnownElsewhere = ["EXPN", "TURN", "ETRN", "SEND", "SOML", "SAML"];

    readonly IDuplexPipe _pipe;
    readonly IMailReceiver _receiver;
    readonly SmtpServerOptions _options;
    readonly TimeProvider _time;
    readonly bool _isEncrypted;
    SessionState _state = SessionState.Greeted;

    /// <summary>Prepares a session.</summary>
    /// <param name="pipe">The connection. The caller closes it when the session has ended.</param>
    /// <param name="receiver">The policy, for this session alone.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="time">The clock of the deadlines.</param>
    /// <param name="isEncrypted">Whether the connection is encrypted already.</param>
    public SmtpSession(
        IDuplexPipe pipe, IMailReceiver receiver, SmtpServerOptions options, TimeProvider time,
        bool isEncrypted = false)
    {
        _isEncrypted = isEncrypted;
        _pipe = pipe;
        _receiver = receiver;
        _options = options;
        _time = time;
    }

    /// <summary>Greets the client and serves it until the session ends.</summary>
    /// <param name="stoppingToken">Asks the session to end at the next command or piece of content, with a 421. A message being stored is finished.</param>
    public async Task<SessionEnd> RunAsync(CancellationToken stoppingToken)
    {
        var greeting = new Reply(220, null, [$"{_options.HostName} ESMTP Postroom"]);
        if (await RunAsync(_pipe, _isEncrypted, greeting, stoppingToken) is { } end) return end;

        // Nothing of what was said before is known any more (RFC 3207 §4.2).
        await using var encrypted = await ServerTls.AcceptAsync(
            _pipe, _options.Tls!(), _options.HandshakeTimeout, _time, stoppingToken);
        if (encrypted is null) return SessionEnd.ConnectionLost;
        return await RunAsync(encrypted, isEncrypted: true, null, stoppingToken)
            ?? throw new InvalidOperationException("TLS within TLS.");
    }

    /// <summary>Serves the client on one connection. Null: a TLS handshake follows.</summary>
    async Task<SessionEnd?> RunAsync(
        IDuplexPipe pipe, bool isEncrypted, Reply? greeting, CancellationToken stoppingToken)
    {
        var output = new SmtpOutput(pipe.Output);
        using var input = new SmtpInput(pipe.Input, output, _time);
        await using var registration = stoppingToken.UnsafeRegister(static input => ((SmtpInput)input!).Stop(), input);
        var context = new SessionContext(
            SessionTable.Full, _options, _receiver, input, output, _time)
        { IsEncrypted = isEncrypted };

        try
        {
            if (greeting is not null) output.Write(greeting);
            var end = await ServeAsync(context, stoppingToken);
            if (end is null) await input.SendLastAsync();
            else await SayGoodbyeAsync(context, end.Value);
            return end;
        }
        catch (IOException)
        {
            // How a pipe says that its connection was reset.
            return SessionEnd.ConnectionLost;
        }
        catch
        {
            output.Write(Replies.InternalFault);
            await output.FlushAsync();
            throw;
        }
    }

    async ValueTask<SessionEnd?> ServeAsync(SessionContext context, CancellationToken stoppingToken)
    {
        while (true)
        {
            context.Input.Allow(_options.CommandTimeout);
            var outcome = await context.Input.ReadLineAsync() switch
            {
                LineKind.Whole => await ExecuteAsync(context, stoppingToken),
                LineKind.BareLineEnd => VerbOutcome.Stay(Replies.BareLineEnd),
                LineKind.TooLong => VerbOutcome.Stay(Replies.LineTooLong),
                _ => VerbOutcome.Ended,
            };

            if (outcome.Reply is null) return context.Input.Ended ?? SessionEnd.ConnectionLost;
            if (HasTooManyErrors(context, outcome.Reply)) return SessionEnd.TooManyErrors;
            if (!outcome.IsSaid) context.Output.Write(outcome.Reply);
            if (outcome.EndsWith is { } end) return end;
            if (outcome.Row is { } row) _state = context.Table.Next(_state, row) ?? throw new InvalidOperationException($"No row for {row} in {_state}.");
            if (outcome.StartsTls) return null;
        }
    }

    async ValueTask<VerbOutcome> ExecuteAsync(SessionContext context, CancellationToken stoppingToken)
    {
        var line = context.Input.Line[..^2];
        var space = line.Span.IndexOf((byte)' ');
        var name = space < 0 ? line : line[..space];
        var argument = space < 0 ? default : line[(space + 1)..];

        var verb = context.Table.Find(name.Span);
        if (verb is null) return Unknown(name.Span);
        if (line.Length + 2 > verb.MaximumLineBytes) return VerbOutcome.Stay(Replies.LineTooLong);

        var trimmed = argument.TrimEnd((byte)' ');
        if (context.Table.Next(_state, verb.Name) is not null) return await verb.RunAsync(context, trimmed, stoppingToken);

        var refusal = Replies.Of(503, 5, 5, 1, $"{verb.Name} is out of order; expected: {context.Table.Expected(_state)}");
        return await verb.RefuseAsync(context, trimmed, refusal);
    }

    static VerbOutcome Unknown(ReadOnlySpan<byte> name)
    {
        var text = name.Length <= 16 && Ascii.IsValid(name) ? Encoding.ASCII.GetString(name).ToUpperInvariant() : "";
        // A browser can be made to send a form to this port: nothing behind its first line is believed.
        if (OtherProtocols.Contains(text)) return VerbOutcome.Close(Replies.OtherProtocol, SessionEnd.OutOfStep);
        return VerbOutcome.Stay(KnownElsewhere.Contains(text) ? Replies.NotOffered : Replies.UnknownVerb);
    }

    /// <summary>Counts what was said wrong; a refused sender, recipient or message is no error of the session.</summary>
    bool HasTooManyErrors(SessionContext context, Reply reply) =>
        reply.Code is (>= 500 and <= 504) or 535 or 555 && ++context.Errors >= _options.MaximumErrors;

    static async ValueTask SayGoodbyeAsync(SessionContext context, SessionEnd end)
    {
        var goodbye = end switch
        {
            SessionEnd.TimedOut => Replies.TimedOut,
            SessionEnd.Stopped => Replies.Stopping,
            SessionEnd.TooManyErrors => Replies.TooManyErrors,
            _ => null,
        };
        if (goodbye is not null) context.Output.Write(goodbye);
        if (end != SessionEnd.ConnectionLost) await context.Input.SendLastAsync();
    }
}
