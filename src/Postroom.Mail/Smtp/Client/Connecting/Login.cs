using System.Text;
using Postroom.Mail.Smtp.Client.Sasl;
using Postroom.Mail.Smtp.Client.Wire;

namespace Postroom.Mail.Smtp.Client.Connecting;

/// <summary>Signs in (RFC 4954 §4), or says which of server, login and TLS stands in the way.</summary>
sealed class Login(SmtpWire wire, SmtpEndpoint endpoint, SmtpClientOptions options, SmtpCredentials credentials)
{
    // RFC 4954 §4: the longest line of the exchange, CRLF counted.
    const int MaxLineLength = 12_288;
    const int MaxChallenges = 10;

    Conversation Conversation => wire.Conversation;

    /// <summary>Signs in with the best mechanism; the next is tried only where the server does not know the first after all.</summary>
    public async Task<SmtpFailure?> RunAsync(Capabilities capabilities)
    {
        Conversation.Begin(SmtpStage.Auth);
        if (FindObstacle(capabilities, out var usable) is { } obstacle) return obstacle;

        foreach (var known in usable)
        {
            var answer = await ExchangeAsync(known.Begin(credentials));
            if (answer.Failure is { } failure) return failure;
            if (answer.Reply is not { } reply) continue;

            if (reply.Code == 235)
            {
                Conversation.Pass($"AUTH {known.Name}", reply);
                return null;
            }

            if (reply.Code != 504 || known == usable[^1]) return Explain(known, reply);
        }

        return null;
    }

    SmtpFailure? FindObstacle(Capabilities capabilities, out IReadOnlyList<SaslMechanisms.Known> usable)
    {
        usable = [];
        if (!wire.IsEncrypted && endpoint.Security == ConnectionSecurity.StartTlsIfAvailable)
        {
            return Conversation.Fail(
                SmtpFault.CredentialsNeedTls,
                $"{Conversation.Server} offers no TLS, and a login is never sent in plaintext.");
        }

        if (capabilities.AuthMechanisms.Count == 0)
        {
            var hint = !wire.IsEncrypted && capabilities.StartTls ? " before STARTTLS" : "";
            return Conversation.Fail(SmtpFault.AuthNotOffered, $"A login is set, and {Conversation.Server} offers none{hint}.");
        }

        var common = SaslMechanisms.Common(capabilities.AuthMechanisms, credentials.Mechanism, wire.IsEncrypted);
        if (common.Count == 0)
        {
            var ours = credentials.Mechanism ?? string.Join(", ", SaslMechanisms.Names);
            return Conversation.Fail(
                SmtpFault.NoCommonMechanism,
                $"{Conversation.Server} offers {string.Join(", ", capabilities.AuthMechanisms)} for the login, and we have {ours}.");
        }

        usable = wire.IsEncrypted || options.AllowPlaintextCredentials ? common : [.. common.Where(known => known.IsSafeInClear)];
        return usable.Count > 0
            ? null
            : Conversation.Fail(
                SmtpFault.CredentialsNeedTls,
                $"The login would travel in plaintext to {Conversation.Server}: choose TLS.");
    }

    async Task<Answer> ExchangeAsync(SaslMechanism mechanism)
    {
        var command = $"AUTH {mechanism.Name}";
        var shown = command;
        if (mechanism.InitialResponse is { } initial)
        {
            command = $"{command} {Encode(initial)}";
            shown = $"{shown} ***";
        }

        if (command.Length + 2 > MaxLineLength) return TooLong();

        var answer = await AskAsync(command, shown);
        for (var challenges = 0; answer.Reply is { Code: 334 } reply; challenges++)
        {
            var response = challenges < MaxChallenges && Decode(reply, mechanism) is { } challenge ? mechanism.Respond(challenge) : null;
            if (response is null) return await CancelAsync(mechanism);

            var line = EncodeLine(response);
            if (line.Length + 2 > MaxLineLength) return TooLong();
            answer = await AskAsync(line, "***");
        }

        return answer;
    }

    // RFC 4954 §4: a lone * cancels, and the server answers 501.
    async Task<Answer> CancelAsync(SaslMechanism mechanism)
    {
        var answer = await AskAsync("*", "*");
        if (answer.Failure is { } failure) return failure;
        return Conversation.Fail(
            SmtpFault.MalformedReply,
            $"{Conversation.Server} asked for something in AUTH {mechanism.Name} that makes no sense, so the login was cancelled.",
            answer.Reply is { IsIntermediate: false } reply ? reply : null);
    }

    ValueTask<Answer> AskAsync(string line, string shown)
    {
        wire.Output.IsSecret = true;
        return wire.AskAsync(line, options.CommandTimeout, shown);
    }

    static byte[]? Decode(Reply reply, SaslMechanism mechanism)
    {
        var text = reply.Text.Trim();
        var buffer = new byte[text.Length];
        if (Convert.TryFromBase64String(text, buffer, out var length)) return buffer[..length];
        return mechanism.TakesRawChallenges ? Encoding.UTF8.GetBytes(text) : null;
    }

    // An empty initial response is "=", for nothing at all would mean that there is none (RFC 4954 §4).
    string Encode(byte[] initial) => initial.Length == 0 ? "=" : EncodeLine(initial);

    string EncodeLine(byte[] response)
    {
        Conversation.Secrets.AddResponse(response);
        return Convert.ToBase64String(response);
    }

    SmtpFailure TooLong() => Conversation.Fail(
        SmtpFault.CredentialsRefused,
        "The login is longer than the 12,288 bytes that SMTP allows, so it was not sent.");

    SmtpFailure Explain(SaslMechanisms.Known mechanism, Reply reply)
    {
        var server = Conversation.Server;
        if (reply.IsIntermediate) return Conversation.Fail(SmtpFault.MalformedReply, $"{server} answered the login with {reply.CodeText}.");

        return reply.Code switch
        {
            538 => Conversation.Fail(SmtpFault.CredentialsNeedTls, $"{server} takes a login only under TLS: {reply}", reply),
            530 when !wire.IsEncrypted =>
                Conversation.Fail(SmtpFault.CredentialsNeedTls, $"{server} takes a login only under TLS: {reply}", reply),
            534 or 535 => Refused(),
            _ when reply is { IsPermanent: true, Enhanced: { Subject: 7, Detail: 8 or 9 } } => Refused(),
            _ => Conversation.Fail(SmtpFault.Refused, $"{server} answered AUTH {mechanism.Name} with: {reply}", reply),
        };

        SmtpFailure Refused() => Conversation.Fail(
            SmtpFault.CredentialsRefused,
            $"{server} refused the login of {credentials.UserName} with AUTH {mechanism.Name}: {reply}",
            reply);
    }
}
