using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Deliveries;
using Postroom.Dispatching;
using Postroom.Mail.Dkim;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;
using Postroom.Signing;
using Postroom.Tests.Mail.Dkim;
using Postroom.Tests.Signing;
using Postroom.Tests.Support;

namespace Postroom.Tests.Dispatching;

/// <summary>Messages of a domain that signs, on their way to a mail server that follows a script.</summary>
public sealed class SigningAttemptTests : IAsyncLifetime
{
    const string TakesOneMessage = """
        S: 220 mail.example.com
        C~ EHLO .+
        S: 250 mail.example.com
        C~ MAIL .+
        S: 250 Ok
        C~ RCPT .+
        S: 250 Ok
        C: DATA
        S: 354 Go on
        BODY
        S: 250 Taken
        """;

    readonly SigningScene _scene = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task What_is_sent_is_what_was_signed()
    {
        var key = await _scene.ActivateNewAsync(DkimAlgorithm.Rsa);
        await using var server = new ScriptedMailServer(TakesOneMessage);

        var result = await AttemptAsync(server, _scene.Signer);

        Assert.IsType<DeliveryOutcome.Delivered>(Assert.Single(result.Attempt.Deliveries).Outcome);
        var verdicts = await DkimVerdict.ProbeAsync("verify_dkim.mjs", server.Messages, (key.RecordName, key.Record));
        Assert.Equal("pass", Assert.Single(Assert.Single(verdicts)).Result);
    }

    [Fact]
    public async Task Mail_that_cannot_be_signed_waits_with_the_cause_and_is_not_sent()
    {
        await _scene.ActivateNewAsync();
        await using var server = new ScriptedMailServer("HOLD");

        var result = await AttemptAsync(server, new MailSigner(await _scene.WithLostKeyRingAsync(), _scene.Store.Time));

        var deferred = Assert.IsType<DeliveryOutcome.Deferred>(Assert.Single(result.Attempt.Deliveries).Outcome);
        Assert.Contains("has to be signed", deferred.Words, StringComparison.Ordinal);
        Assert.IsType<ServerVerdict.NotAsked>(result.Verdict);
        Assert.Empty(server.Heard);
    }

    async Task<AttemptResult> AttemptAsync(ScriptedMailServer server, MailSigner signer)
    {
        var store = _scene.Store;
        var message = await store.AcceptAndLeaseAsync(store.Message() with { Bytes = SigningScene.MessageFrom(SigningScene.Domain) });
        var lease = new NodeLease(store.Outbox, store.Signal, store.Time, NullLogger<NodeLease>.Instance);
        await lease.BeginAsync(Token);
        var transport = new SmtpTransport(new ConnectionPool(TimeProvider.System), TimeProvider.System);
        var outcomes = new OutcomeOfReply(TimeSpan.FromMinutes(1), () => 0.5);
        var attempt = new DeliveryAttempt(
            new ServerAt(server.Port), transport, new MessageSigning(store.Outbox, signer), outcomes, new TakenMail(),
            lease, store.Time);
        return await attempt.RunAsync(message, Token);
    }

    sealed class ServerAt(int port) : IMailServerSource
    {
        public MailServerState Current { get; } = new MailServerState.Usable(new MailServer(
            new SmtpEndpoint("127.0.0.1", port, ConnectionSecurity.None), new SmtpClientOptions { EhloName = "localhost" }, 1));

        public ValueTask NoteDeliveredAsync(int settingsVersion, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
