using Postroom.Mail.Smtp.Client.Wire;

namespace Postroom.Mail.Smtp.Client.Connecting;

/// <summary>Waits for the server's 220 (RFC 5321 §3.1) and names the service that answers where it is no mail server.</summary>
static class Greeting
{
    /// <summary>The port of implicit TLS (RFC 8314 §3.3): silence there means that the server waits for a handshake.</summary>
    const int TlsPort = 465;

    static readonly TimeSpan SilenceOnTlsPort = TimeSpan.FromSeconds(8);

    public static async Task<Answer> AwaitAsync(SmtpWire wire, SmtpEndpoint endpoint, SmtpClientOptions options)
    {
        var conversation = wire.Conversation;
        conversation.Begin(SmtpStage.Greeting);
        var isOddPort = endpoint.Port == TlsPort && !wire.IsEncrypted;
        var allowed = isOddPort && options.CommandTimeout > SilenceOnTlsPort ? SilenceOnTlsPort : options.CommandTimeout;

        var answer = await wire.ReadReplyAsync(allowed);
        if (answer.Failure is { } failure) return Explain(wire, failure, isOddPort);

        var reply = answer.Reply!;
        if (reply.Code == 220)
        {
            conversation.Pass(reply.Text, reply);
            return reply;
        }

        return reply.IsTransient || reply.IsPermanent
            ? conversation.Fail(SmtpFault.Refused, $"{conversation.Server} does not want to talk to us: {reply}", reply)
            : conversation.Fail(SmtpFault.OutOfStep, $"{conversation.Server} greets with {reply.CodeText} instead of 220: {reply}", reply);
    }

    static SmtpFailure Explain(SmtpWire wire, SmtpFailure failure, bool isOddPort)
    {
        var server = wire.Conversation.Server;
        if (wire.FirstBytes is [0x15 or 0x16, 0x03, ..] || (isOddPort && failure.Fault == SmtpFault.TimedOut && wire.FirstBytes.IsEmpty))
        {
            return wire.Conversation.Fail(
                SmtpFault.TlsOnPlaintextPort,
                $"{server} waits for TLS from the first byte: choose SMTPS (TLS) for this port.");
        }

        if (OtherServices.Of(wire.FirstBytes) is { } service) return OtherServices.Failure(wire.Conversation, service);

        if (failure.Fault != SmtpFault.TimedOut) return failure;
        if (!wire.FirstBytes.IsEmpty) return failure with { HasBegunToAnswer = true };
        var waited = Words.Of(wire.Clock.Allowed);
        return failure with
        {
            Detail = $"{server} took the connection and sent no greeting within {waited}: "
                + "does this port want TLS from the first byte, or is it another service?",
        };
    }
}
