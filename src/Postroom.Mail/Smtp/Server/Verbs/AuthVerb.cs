using System.Text;

namespace Postroom.Mail.Smtp.Server.Verbs;

/// <summary>
/// AUTH with PLAIN (RFC 4616) and LOGIN (RFC 4954). Without TLS it is offered only where the server allows it, such as
/// on
/// loopback. Nothing that was sent ahead of its answers is believed.
/// </summary>
sealed class AuthVerb() : Verb("AUTH")
{
    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    static readonly Reply NotUnderstood = Replies.Of(501, 5, 5, 2, "This is not Base64 as RFC 4954 has it");

    public override int MaximumLineBytes => SmtpInput.MaximumLineBytes;

    public override string? Announce(SessionContext context) =>
        IsOffered(context) && context.Login is null ? "AUTH PLAIN LOGIN" : null;

    public override async ValueTask<VerbOutcome> RunAsync(
        SessionContext context, ReadOnlyMemory<byte> argument, CancellationToken stoppingToken)
    {
        if (context.Receiver is not IAuthenticatingReceiver receiver) return VerbOutcome.Stay(Replies.NotOffered);
        if (!IsOffered(context))
            return VerbOutcome.Stay(Replies.Of(538, 5, 7, 11, "A login needs encryption here: say STARTTLS first"));
        if (context.Login is not null) return VerbOutcome.Stay(Replies.Of(503, 5, 5, 1, "There was a login already"));

        var words = Encoding.Latin1.GetString(argument.Span).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var read = (words is [var name, ..] ? name.ToUpperInvariant() : "", words.Length) switch
        {
            ("PLAIN", 1 or 2) => await ReadPlainAsync(context, words.ElementAtOrDefault(1)),
            ("LOGIN", 1 or 2) => await ReadLoginAsync(context, words.ElementAtOrDefault(1)),
            (_, 0 or > 2) =>
                new Credentials(null, null, Replies.Syntax("Say AUTH, a mechanism and at most an initial response")),
            _ =>
                new Credentials(
                    null, null, Replies.Of(504, 5, 5, 4, "This mechanism is not offered: PLAIN and LOGIN are")),
        };
        if (read.IsEnded) return VerbOutcome.Ended;
        if (context.Input.HasMore()) return VerbOutcome.Close(Replies.SentTooEarly, SessionEnd.OutOfStep);
        return read.Refusal is { } refusal
            ? VerbOutcome.Stay(refusal)
            : await CheckAsync(context, receiver, read, stoppingToken);
    }

    public override bool IsOffered(SessionContext context) =>
        context.Receiver is IAuthenticatingReceiver && (context.IsEncrypted || context.Options.AllowsLoginWithoutTls);

    async ValueTask<VerbOutcome> CheckAsync(
        SessionContext context, IAuthenticatingReceiver receiver, Credentials read, CancellationToken stoppingToken)
    {
        switch (await receiver.LogInAsync(read.UserName!, read.Password!, context.IsEncrypted, stoppingToken))
        {
            case LoginAnswer.Accepted:
                context.Login = read.UserName;
                return VerbOutcome.Take(Name, Replies.Of(235, 2, 7, 0, "Welcome"));
            case LoginAnswer.TryLater later:
                return VerbOutcome.Stay(Replies.Of(454, 4, 7, 0, later.Reason));
            case LoginAnswer.Refused refused:
                return VerbOutcome.Stay(Replies.Of(535, 5, 7, 8, refused.Reason));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    static async ValueTask<Credentials> ReadPlainAsync(SessionContext context, string? initial)
    {
        var (text, refusal, isEnded) = initial is null ? await AskAsync(context, "") : Decode(initial);
        if (text is null) return new Credentials(null, null, refusal) { IsEnded = isEnded };

        // An identity to act as is taken only when it is the client's own.
        return text.Split('\0') is [var actAs, { Length: > 0 } user, var password]
            && (actAs.Length == 0 || actAs == user)
            ? new Credentials(user, password, null)
            : new Credentials(
                null, null, Replies.Of(535, 5, 7, 8, "PLAIN is a NUL, the user name, a NUL and the password"));
    }

    static async ValueTask<Credentials> ReadLoginAsync(SessionContext context, string? initial)
    {
        var user = initial is null ? await AskAsync(context, "VXNlcm5hbWU6") : Decode(initial);
        if (user.Text is null) return new Credentials(null, null, user.Refusal) { IsEnded = user.IsEnded };
        var password = await AskAsync(context, "UGFzc3dvcmQ6");
        return new Credentials(user.Text, password.Text, password.Refusal) { IsEnded = password.IsEnded };
    }

    static async ValueTask<Response> AskAsync(SessionContext context, string challenge)
    {
        if (context.Input.HasMore()) return new Response(null, Replies.SentTooEarly, IsEnded: false);
        context.Output.Write(new Reply(334, null, [challenge]));
        return await context.Input.ReadLineAsync() switch
        {
            LineKind.Whole => Decode(Encoding.Latin1.GetString(context.Input.Line.Span[..^2])),
            LineKind.BareLineEnd => new Response(null, Replies.BareLineEnd, IsEnded: false),
            LineKind.TooLong => new Response(null, Replies.LineTooLong, IsEnded: false),
            _ => new Response(null, null, IsEnded: true),
        };
    }

    static Response Decode(string typed)
    {
        if (typed == "*")
            return new Response(null, Replies.Of(501, 5, 7, 0, "The login was cancelled"), IsEnded: false);
        if (typed == "=") return new Response("", null, IsEnded: false); // RFC 4954 §4: an initial response of nothing.
        var bytes = new byte[typed.Length];
        try
        {
            return Convert.TryFromBase64String(typed, bytes, out var count)
                && !typed.Contains(' ', StringComparison.Ordinal)
                ? new Response(Strict.GetString(bytes, 0, count), null, IsEnded: false)
                : new Response(null, NotUnderstood, IsEnded: false);
        }
        catch (DecoderFallbackException)
        {
            return new Response(null, NotUnderstood, IsEnded: false);
        }
    }

    readonly record struct Response(string? Text, Reply? Refusal, bool IsEnded);

    readonly record struct Credentials(string? UserName, string? Password, Reply? Refusal)
    {
        public bool IsEnded { get; init; }

        public override string ToString() => nameof(Credentials);
    }
}
