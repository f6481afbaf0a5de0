using Postroom.Mail.Smtp.Client.Wire;

namespace Postroom.Mail.Smtp.Client.Connecting;

/// <summary>Waits for the server's 220 (RFC 5321 §3.1) and names the service that answers where it is no mail server.</summary>
static class Greeting
{
    public static async Task<Answer> AwaitAsync(SmtpWire wire, SmtpClientOptions options, TimeProvider time)
    {
        var conversation = wire.Conversation;
        conversation.Begin(SmtpStage.Greeting);
        using var heard = new CancellationTokenSource();
        var asking = AskForTlsAsync(wire, options, time, heard.Token);
        var answer = await wire.ReadReplyAsync(options.CommandTimeout);
        await heard.CancelAsync();
        var waitsForTls = await asking;
        if (answer.Failure is { } failure) return Explain(wire, failure, waitsForTls);

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

    // A server that waits for TLS says nothing until somebody begins with it, and would be silent until the deadline.
    static async Task<bool> AskForTlsAsync(SmtpWire wire, SmtpClientOptions options, TimeProvider time, CancellationToken heard)
    {
        if (wire.IsEncrypted || options.AskForTlsAfter >= options.CommandTimeout || wire.RemoteEndPoint is not { } server) return false;
        try
        {
            await Task.Delay(options.AskForTlsAfter, time, heard);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        if (!wire.FirstBytes.IsEmpty || !await TlsProbe.ProbeAsync(server, time, heard)
            || heard.IsCancellationRequested)
        {
            return false;
        }
        wire.Break(); // and with it the wait for a greeting that cannot come
        return true;
    }

    static SmtpFailure Explain(SmtpWire wire, SmtpFailure failure, bool waitsForTls)
    {
        var server = wire.Conversation.Server;
        if (waitsForTls || TlsProbe.IsTls(wire.FirstBytes))
        {
            return wire.Conversation.Fail(
                SmtpFault.TlsOnPlaintextPort,
                $"{server} waits for TLS from the first byte: choose SMTPS (TLS) for this port.");
        }

        if (OtherServices.Of(wire.FirstBytes) is { } service) return OtherServices.Failure(wire.Conversation, service);

        if (failure.Fault != SmtpFault.TimedOut) return failure;
        if (!wire.FirstBytes.IsEmpty) return failure with { HasBegunToAnswer = true };
        var waited = FailureText.Of(wire.Clock.Allowed);
        return failure with
        {
            Detail = $"{server} took the connection and sent no greeting within {waited}: "
                + "is it a mail server, and does it let this machine in?",
        };
    }
}
