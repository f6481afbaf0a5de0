using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Deliveries;
using Postroom.Dispatching;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;
using Postroom.Outbox;
using Postroom.Sqlite;
using Postroom.Tests.Contracts;
using Postroom.Tests.Signing;
using Postroom.Tests.Sqlite;
using Postroom.Tests.Support;

namespace Postroom.Tests.Dispatching;

/// <summary>Attempts at mail with secrets: it waits for its key, and what a server repeats of it is covered.</summary>
public sealed class SealedAttemptTests : IDisposable
{
    const string Secret = "aB3-xY_9fQz0LmN-pRs7Tu_VwXyZ1234567890-AbCd";

    const string Refuses = $"""
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
        S: 550-5.7.1 Message contains a blocked link:
        S: 550 5.7.1 https://example.com/reset?token={Secret}
        """;

    readonly DataFolder _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Mail_whose_key_is_lost_waits_with_the_cause_and_is_not_sent()
    {
        await using (var before = Open(new EphemeralDataProtectionProvider()).WithoutHandOver()) await before.AcceptAsync(AccountMail(before));
        await using var server = new ScriptedMailServer("HOLD");
        await using var store = Open(new EphemeralDataProtectionProvider());

        var result = await AttemptAsync(store, Assert.Single(await store.Outbox.LeaseAsync(10, Token)), server);

        var deferred = Assert.IsType<DeliveryOutcome.Deferred>(Assert.Single(result.Attempt.Deliveries).Outcome);
        Assert.Equal(BodySeal.KeyLost, deferred.Words);
        Assert.IsType<ServerVerdict.NotAsked>(result.Verdict);
        Assert.Empty(server.Heard);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_secret_that_the_server_repeats_is_covered_in_the_record(bool isHandedOver)
    {
        await using var store = Open(new EphemeralDataProtectionProvider());
        if (!isHandedOver) store.WithoutHandOver();
        await using var server = new ScriptedMailServer(Refuses);

        var result = await AttemptAsync(store, await store.AcceptAndLeaseAsync(AccountMail(store)), server);
        await store.Outbox.FinishAsync(result.Attempt, Token);

        var attempt = Assert.Single(Assert.Single((await store.FindAsync(result.Attempt.MessageId)).Deliveries).Attempts);
        Assert.Equal($"550 5.7.1 Message contains a blocked link: https://example.com/reset?token={new string('*', Secret.Length)}", attempt.Words);
        Assert.Contains("token=***", attempt.Transcript, StringComparison.Ordinal);
        Assert.Empty(SecretSearch.InFolder(_folder.Path, Secret));
    }

    SqliteTestStore Open(IDataProtectionProvider keys) => new(_folder.Path, _folder.Time, new SqliteOptions(), seal: new BodySeal(keys));

    static OutboxMessage AccountMail(TestStore store) => store.Message(Lane.Account) with
    {
        Bytes = System.Text.Encoding.UTF8.GetBytes($"From: a@example.com\r\nSubject: x\r\n\r\nhttps://example.com/reset?token={Secret}\r\n"),
        Secrets = [Secret],
    };

    static async Task<AttemptResult> AttemptAsync(SqliteTestStore store, LeasedMessage message, ScriptedMailServer server)
    {
        var lease = new NodeLease(store.Outbox, store.Signal, store.Time, NullLogger<NodeLease>.Instance);
        await lease.BeginAsync(Token);
        var transport = new SmtpTransport(new ConnectionPool(TimeProvider.System), TimeProvider.System);
        var outcomes = new OutcomeOfReply(TimeSpan.FromMinutes(1), () => 0.5);
        await using var scene = new SigningScene();
        var attempt = new DeliveryAttempt(
            new ServerAt(server.Port), transport, new MessageSigning(store.Outbox, scene.Signer), outcomes,
            new TakenMail(), lease, store.Time);
        return await attempt.RunAsync(message, Token);
    }

    sealed class ServerAt(int port) : IMailServerSource
    {
        public MailServerState Current { get; } = new MailServerState.Usable(new MailServer(
            new SmtpEndpoint("127.0.0.1", port, ConnectionSecurity.None), new SmtpClientOptions { EhloName = "localhost" }, 1));

        public ValueTask NoteDeliveredAsync(int settingsVersion, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
