using Postroom.Mail.Smtp.Client.Wire;

namespace Postroom.Mail.Smtp.Client.Sending;

/// <summary>MAIL and RCPT without a message behind them, and RSET, which takes them back (RFC 5321 §4.1.1.5).</summary>
sealed class EnvelopeProbe(SmtpWire wire, SmtpClientOptions options, Capabilities capabilities, Envelope envelope)
{
    // What a short message has: a server that announces SIZE compares it with its limit (RFC 1870 §4).
    const long Length = 2_000;

    public async Task<SmtpFailure?> ProbeAsync(CancellationToken cancellationToken)
    {
        using var cancelling = cancellationToken.UnsafeRegister(static wire => ((SmtpWire)wire!).Break(), wire);
        wire.Clock.StartTotal(options.TotalTimeout);
        var failure = await AskAllAsync();
        if (wire.IsUsable) await wire.ExchangeAsync("RSET", options.CommandTimeout);
        wire.Clock.Stop();
        cancellationToken.ThrowIfCancellationRequested();
        return failure;
    }

    async Task<SmtpFailure?> AskAllAsync()
    {
        if (await AskOneAsync(SmtpStage.MailFrom, MailCommands.Mail(envelope, Length, capabilities)) is { } refused) return refused;
        foreach (var recipient in envelope.Recipients)
            if (await AskOneAsync(SmtpStage.RcptTo, MailCommands.Rcpt(recipient)) is { } unwanted) return unwanted;
        return null;
    }

    async Task<SmtpFailure?> AskOneAsync(SmtpStage stage, string command)
    {
        wire.Conversation.Begin(stage);
        var answer = await wire.ExchangeAsync(command, options.CommandTimeout);
        var failure = answer.Failure
            ?? (answer.Reply is { IsPositive: false } reply ? wire.Conversation.Fail(SmtpFault.Refused, reply.ToString(), reply) : null);
        if (failure is null) wire.Conversation.Pass(answer.Reply!.Text, answer.Reply);
        else wire.Conversation.Fail(failure);
        return failure;
    }
}
