using System.Net.Security;
using Postroom.Mail.Smtp.Client.Sasl;
using Postroom.Mail.Smtp.Client.Wire;

namespace Postroom.Mail.Smtp.Client.Connecting;

/// <summary>Signs in (RFC 4954 §4), or says which of server, login and TLS stands in the way.</summary>
sealed class Login(SmtpWire wire, SmtpEndpoint endpoint, SmtpClientOptions options, SmtpCredentials credentials)
{
    string? _token;
    bool _hasRenewed;

    /// <summary>The mechanism that signed in; null: none did.</summary>
    public string? Used { get; private set; }

    Conversation Conversation => wire.Conversation;

    string Server => Conversation.Server;

    /// <summary>
    /// Signs in with the best mechanism. The next is tried where the server does not know the first after all (500 to
    /// 504), or turned
    /// SCRAM down before it had looked at any proof. A token that is refused is renewed once.
    /// </summary>
    /// <param name="capabilities">What the server offers.</param>
    /// <param name="cancellationToken">Ends the wait for a token, at the caller's wish or our deadline.</param>
    public async Task<SmtpFailure?> RunAsync(Capabilities capabilities, CancellationToken cancellationToken)
    {
        Conversation.Begin(SmtpStage.Auth);
        var login = LoginWith(capabilities);
        if (FindObstacle(capabilities, login, out var usable) is { } obstacle) return obstacle;
        if (credentials.Tokens is not null && await FetchTokenAsync(cancellationToken) is { } noToken) return noToken;

        var next = 0;
        while (true)
        {
            var known = usable[next];
            var mechanism = known.Begin(login with { Token = _token });
            var exchange = new SaslExchange(wire, options, mechanism);
            var answer = await exchange.RunAsync();
            var isLast = next == usable.Count - 1;
            if (!isLast && IsTurnedDown(known, exchange, answer))
            {
                // A binding of another type is not what this server wants: then the other form says that we have none.
                if (known.IsBound) login = login with { Binding = null };
                next++;
                continue;
            }

            if (answer.Failure is { } failure) return failure;
            var reply = answer.Reply!;
            if (reply.Code == 235)
            {
                Conversation.Pass($"AUTH {known.Name}", reply);
                Used = known.Name;
                return null;
            }

            if (await WeighAsync(Explain(known, mechanism, exchange, reply) with { Mechanism = known.Name },
                cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }
    }

    // What ends the login; null: the token was refused for the first time, and with a new one it is tried again.
    async Task<SmtpFailure?> WeighAsync(SmtpFailure refusal, CancellationToken cancellationToken)
    {
        if (refusal.Fault != SmtpFault.TokenRefused || _hasRenewed) return refusal;
        _hasRenewed = true;
        var (isNew, trouble) = await RenewTokenAsync(cancellationToken);
        return isNew ? null : trouble ?? refusal;
    }

    SaslLogin LoginWith(Capabilities capabilities) => new(credentials, endpoint.Host, endpoint.Port)
    {
        Binding = ChannelBinding.Of((wire.Stream as SslStream)?.RemoteCertificate),
        IsBindingOffered = capabilities.AuthMechanisms.Any(name => name.EndsWith("-PLUS", StringComparison.Ordinal)),
    };

    // The server has not compared anything yet: it lacks the mechanism, this kind of binding, or SCRAM's form of the password.
    static bool IsTurnedDown(SaslMechanisms.Known known, SaslExchange exchange, Answer answer) =>
        (answer.Reply is { Code: >= 500 and <= 504 }
            && !(known.Kind == SaslMechanisms.Kind.Scram && exchange.WasChallenged))
        || (known.Kind == SaslMechanisms.Kind.Scram && !exchange.WasChallenged && answer.Reply is { IsPermanent: true, Code: not (530 or 538) });

    SmtpFailure? FindObstacle(Capabilities capabilities, SaslLogin login, out IReadOnlyList<SaslMechanisms.Known> usable)
    {
        usable = [];
        if (!wire.IsEncrypted && endpoint.Security == ConnectionSecurity.StartTlsIfAvailable)
        {
            return Conversation.Fail(
                SmtpFault.CredentialsNeedTls,
                $"{Server} offers no TLS, and a login is never sent in plaintext.");
        }

        if (capabilities.AuthMechanisms.Count == 0)
        {
            var hint = !wire.IsEncrypted && capabilities.StartTls ? " before STARTTLS" : "";
            return Conversation.Fail(SmtpFault.AuthNotOffered, $"A login is set, and {Server} offers none{hint}.");
        }

        var common = SaslMechanisms.Common(capabilities.AuthMechanisms, login, wire.IsEncrypted);
        if (common.Count == 0) return NothingInCommon(capabilities);

        usable = wire.IsEncrypted || options.AllowPlaintextCredentials ? common : [.. common.Where(known => known.IsSafeInClear)];
        return usable.Count > 0
            ? null
            : Conversation.Fail(
                SmtpFault.CredentialsNeedTls,
                $"The login would travel in plaintext to {Server}: choose TLS.");
    }

    SmtpFailure NothingInCommon(Capabilities capabilities)
    {
        var ours = credentials.Mechanism ?? string.Join(", ", SaslMechanisms.NamesFor(credentials));
        var hint = credentials.Tokens is null && !ScramMechanism.CanPrepare(credentials)
            ? " User name or password holds a character that SCRAM does not allow (RFC 4013 §2.3)."
            : credentials.AtLeast > LoginStrength.Readable ? " A weaker one is not tried without being asked for." : "";
        return Conversation.Fail(
            SmtpFault.NoCommonMechanism,
            $"{Server} offers {string.Join(", ", capabilities.AuthMechanisms)} for the login, and we have {ours}.{hint}");
    }

    async Task<(bool IsNew, SmtpFailure? Trouble)> RenewTokenAsync(CancellationToken cancellationToken)
    {
        var former = _token;
        var trouble = await FetchTokenAsync(cancellationToken);
        return (trouble is null && _token != former && wire.IsUsable, trouble);
    }

    async Task<SmtpFailure?> FetchTokenAsync(CancellationToken cancellationToken)
    {
        try
        {
            switch (await credentials.Tokens!.GetAsync(_token, cancellationToken))
            {
                case TokenAnswer.Token token:
                    _token = token.Value;
                    Conversation.Secrets.AddPlain(token.Value);
                    return null;
                case TokenAnswer.Unavailable unavailable:
                    return NoToken(unavailable.Reason, unavailable.Detail);
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The caller's own wish is looked at by who opened the connection.
            return NoToken("token-endpoint-unreachable", "The access token did not come in time.");
        }
    }

    SmtpFailure NoToken(string reason, string detail) =>
        Conversation.Fail(SmtpFault.TokenUnavailable, detail) with { Reason = reason };

    SmtpFailure Explain(SaslMechanisms.Known known, SaslMechanism mechanism, SaslExchange exchange, Reply reply)
    {
        if (reply.IsIntermediate) return Conversation.Fail(SmtpFault.MalformedReply, $"{Server} answered the login with {reply.CodeText}.");

        return reply.Code switch
        {
            538 => Conversation.Fail(SmtpFault.CredentialsNeedTls, $"{Server} takes a login only under TLS: {reply}", reply),
            530 when !wire.IsEncrypted =>
                Conversation.Fail(SmtpFault.CredentialsNeedTls, $"{Server} takes a login only under TLS: {reply}", reply),
            534 or 535 => Refused(),
            _ when reply is { IsPermanent: true, Enhanced: { Subject: 7, Detail: 8 or 9 } } => Refused(),
            _ when reply.IsPermanent && mechanism.Trouble is not null => Refused(),
            _ => Conversation.Fail(SmtpFault.Refused, $"{Server} answered AUTH {known.Name} with: {reply}", reply),
        };

        SmtpFailure Refused()
        {
            if (known.Kind == SaslMechanisms.Kind.Token)
            {
                var why = mechanism.Trouble is { } trouble ? $"{Server} {trouble.Detail} " : $"{Server} refused the access token. ";
                return Conversation.Fail(SmtpFault.TokenRefused, $"{why}It said to AUTH {known.Name} of {credentials.UserName}: {reply}", reply);
            }

            var early = known.Kind == SaslMechanisms.Kind.Scram && !exchange.WasChallenged
                ? " It did so before it looked at the password: the user is unknown, or the server cannot do SCRAM for it."
                : "";
            return Conversation.Fail(
                SmtpFault.CredentialsRefused,
                $"{Server} refused the login of {credentials.UserName} with AUTH {known.Name}: {reply}{early}",
                reply);
        }
    }
}
