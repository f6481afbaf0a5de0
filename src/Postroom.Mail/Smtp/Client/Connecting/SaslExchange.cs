using System.Text;
using Postroom.Mail.Smtp.Client.Sasl;
using Postroom.Mail.Smtp.Client.Wire;

namespace Postroom.Mail.Smtp.Client.Connecting;

/// <summary>AUTH with one mechanism: challenges in, responses out, until the server's last word (RFC 4954 §4).</summary>
sealed class SaslExchange(SmtpWire wire, SmtpClientOptions options, SaslMechanism mechanism)
{
    // RFC 4954 §4: the longest line of the exchange, CRLF counted.
    const int MaxLineLength = 12_288;
    const int MaxChallenges = 10;

    /// <summary>Whether the server asked anything before its last word.</summary>
    public bool WasChallenged { get; private set; }

    Conversation Conversation => wire.Conversation;

    public async Task<Answer> RunAsync()
    {
        var command = $"AUTH {mechanism.Name}";
        var shown = command;
        if (mechanism.InitialResponse is { } initial)
        {
            command = $"{command} {Encode(initial)}";
            shown = $"{shown} ***";
        }

        if (command.Length + 2 > MaxLineLength) return TooLong();

        var answer = await ExchangeAsync(command, shown);
        for (var challenges = 0; answer.Reply is { Code: 334 } reply; challenges++)
        {
            WasChallenged = true;
            var response = challenges < MaxChallenges && Decode(reply) is { } challenge ? mechanism.Respond(challenge) : null;
            if (response is null) return await CancelAsync();

            var line = EncodeLine(response);
            if (line.Length + 2 > MaxLineLength) return TooLong();
            answer = await ExchangeAsync(line, "***");
        }

        return answer.Reply is { Code: 235 } && !mechanism.IsProven ? NotGenuine() : answer;
    }

    // A server that says yes without the proof may be anybody: nothing more is said to it.
    SmtpFailure NotGenuine()
    {
        wire.Break();
        return Conversation.Fail(ScramMechanism.NotGenuine.Fault, $"{Conversation.Server} {ScramMechanism.NotGenuine.Detail}");
    }

    // RFC 4954 §4: a lone * cancels, and the server answers 501.
    async Task<Answer> CancelAsync()
    {
        var answer = await ExchangeAsync("*", "*");
        var trouble = mechanism.Trouble;
        if (answer.Failure is { } failure && trouble is null) return failure;
        var reply = answer.Reply is { IsIntermediate: false } last ? last : null;
        return trouble is null
            ? Conversation.Fail(
                SmtpFault.MalformedReply,
                $"{Conversation.Server} asked for something in AUTH {mechanism.Name} that makes no sense, so the login was cancelled.",
                reply)
            : Conversation.Fail(trouble.Fault, $"AUTH {mechanism.Name}: {Conversation.Server} {trouble.Detail}", reply);
    }

    ValueTask<Answer> ExchangeAsync(string line, string shown)
    {
        wire.Output.IsSecret = true;
        return wire.ExchangeAsync(line, options.CommandTimeout, shown);
    }

    byte[]? Decode(Reply reply)
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
}
