using System.Globalization;

namespace Postroom.Mail.Smtp.Server.Verbs;

/// <summary>MAIL: opens a transaction with its sender (RFC 5321 §4.1.1.2), SIZE (RFC 1870), BODY (RFC 6152), SMTPUTF8 (RFC 6531) and AUTH (RFC 4954).</summary>
sealed class MailVerb() : Verb("MAIL")
{
    public override int MaximumLineBytes => SmtpInput.MaximumLineBytes;

    public override async ValueTask<VerbOutcome> RunAsync(SessionContext context, ReadOnlyMemory<byte> argument, CancellationToken stoppingToken)
    {
        if (PathCommand.Read(argument.Span, "FROM:", out var command) is { } wrong) return VerbOutcome.Stay(wrong);

        var is8Bit = false;
        var needsSmtpUtf8 = false;
        foreach (var (name, value) in command!.Parameters)
        {
            if (Check(name, value, context) is { } refusal) return VerbOutcome.Stay(refusal);
            is8Bit |= name == "BODY" && value!.Equals("8BITMIME", StringComparison.OrdinalIgnoreCase);
            needsSmtpUtf8 |= name == "SMTPUTF8";
        }

        if (command.IsUtf8 && !needsSmtpUtf8) return VerbOutcome.Stay(RcptVerb.NeedsSmtpUtf8);

        var answer = await context.Receiver.AcceptSenderAsync(command.Path, stoppingToken);
        var reply = SessionContext.ToReply(answer, new EnhancedStatus(2, 1, 0));
        if (!reply.IsPositive) return VerbOutcome.Stay(reply);
        context.Transaction = new ReceiveTransaction(
            command.Path, is8Bit, needsSmtpUtf8, context.Options.MaximumMessageBytes);
        return VerbOutcome.Take(Name, reply);
    }

    static Reply? Check(string name, string? value, SessionContext context) => (name, value?.ToUpperInvariant()) switch
    {
        ("SIZE", { Length: <= 20 } size) when size.All(char.IsAsciiDigit) =>
            UInt128.Parse(size, CultureInfo.InvariantCulture) > (UInt128)context.Options.MaximumMessageBytes ? Replies.TooLarge : null,
        ("BODY", "7BIT" or "8BITMIME") => null,
        ("SMTPUTF8", null) => null,
        // RFC 4954 §5: who submitted it first. Servers that offer a login take it; nothing here is decided by it.
        ("AUTH", { Length: <= 500 }) when context.Receiver is IAuthenticatingReceiver => null,
        ("SIZE" or "BODY" or "SMTPUTF8", _) => Replies.Syntax($"The value of {name} is not understood"),
        _ => Replies.Of(555, 5, 5, 4, $"{(name.Length > 32 ? "This parameter" : name)} is not offered here"),
    };
}
