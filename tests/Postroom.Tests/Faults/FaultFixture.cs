using System.Collections.Immutable;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Postroom.Deliveries;
using Postroom.Dispatching;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;
using Postroom.Outbox;
using Postroom.Settings;
using Postroom.Signing;
using Postroom.Tests.Contracts;
using Postroom.Tests.Support;

namespace Postroom.Tests.Faults;

/// <summary>The whole way from a real store to a mail server that misbehaves, and from there to one that has healed.</summary>
sealed class FaultFixture : IAsyncDisposable
{
    /// <summary>A server that takes one message for one recipient, then hears the end.</summary>
    public const string TakesOneMessage = Welcome + OneMessage + "HOLD";

    const string Welcome = "S: 220 mail.example.com\nC~ EHLO .+\nS: 250-mail.example.com\nS: 250-8BITMIME\nS: 250 SMTPUTF8\n";
    const string OneMessage = "C~ MAIL .+\nS: 250 Ok\nC~ RCPT .+\nS: 250 Ok\nC: DATA\nS: 354 Go on\nBODY\nS: 250 2.0.0 Taken\n";
    const int MostToHeal = 9;
    const int Version = 1;
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(90);

    readonly SqliteTestStore _store = new();
    readonly CircuitBreaker _breaker;
    readonly NodeLease _lease;
    readonly TakenMail _taken = new();
    readonly List<MessageId> _messages = [];

    public FaultFixture()
    {
        _breaker = new CircuitBreaker(TimeSpan.FromMinutes(1), _store.Time);
        _lease = new NodeLease(_store.Outbox, _store.Signal, _store.Time, NullLogger<NodeLease>.Instance);
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Why nothing is sent; null: mail flows.</summary>
    public string? Pause => _breaker.Current?.Reason;

    public TestStore Store => _store;

    public async Task AcceptAsync(OutboxMessage message)
    {
        await _lease.BeginAsync(Token);
        _messages.Add(await _store.WithoutHandOver().AcceptAsync(message));
    }

    /// <summary>Every delivery of every message, in order.</summary>
    public async Task<ImmutableArray<DeliveryRecord>> DeliveriesAsync()
    {
        var all = ImmutableArray.CreateBuilder<DeliveryRecord>();
        foreach (var id in _messages) all.AddRange((await _store.FindAsync(id)).Deliveries);
        return all.ToImmutable();
    }

    /// <summary>The clock of the conversations, in steps of <see cref="Step"/> while nothing happens.</summary>
    public FakeTime Wire { get; } = new();

    /// <summary>How far the clock of the conversations moves when nothing happens; zero: it stands still.</summary>
    public TimeSpan Step { get; init; }

    /// <summary>How many sessions work at once.</summary>
    public int Sessions { get; init; } = 1;

    /// <summary>Takes in one ordinary message for Ann.</summary>
    public Task AcceptAsync() => AcceptAsync(_store.Message());

    /// <summary>Lets the sessions work at what is due with a server on loopback, until nothing is in hand.</summary>
    public Task RunAsync(ScriptedMailServer server, ConnectionSecurity security = ConnectionSecurity.None, SmtpCredentials? login = null) =>
        RunAsync(
            new SmtpEndpoint("127.0.0.1", server.Port, security),
            new SmtpClientOptions { EhloName = "localhost", AdditionalRoots = TestCertificates.Trust, Credentials = login, AllowPlaintextCredentials = true });

    /// <summary>Lets the sessions work at what is due, until nothing is in hand; then every connection is ended.</summary>
    public async Task RunAsync(SmtpEndpoint endpoint, SmtpClientOptions options, int recipientsAtOnce = 100)
    {
        await _lease.BeginAsync(Token);
        foreach (var leased in await _store.Outbox.LeaseAsync(100, Token)) _store.Ready.EnqueueLeased(leased);
        using var stop = new CancellationTokenSource();
        var pool = new ConnectionPool(Wire);
        var session = Session(new OneServer(new MailServer(endpoint, options, Version)), pool, recipientsAtOnce);
        var running = Task.WhenAll(Enumerable.Range(0, Sessions).Select(_ => session.RunAsync(stop.Token)));
        await UntilAsync(async () => (await DeliveriesAsync()).All(delivery => delivery.State != DeliveryState.Leased), Step);
        await stop.CancelAsync();
        await running;
        var ending = pool.DisposeAsync().AsTask();
        await UntilAsync(() => Task.FromResult(ending.IsCompleted), TimeSpan.FromSeconds(30));
        await ending;
    }

    /// <summary>The one delivery of a fixture with one message.</summary>
    public async Task<DeliveryRecord> DeliveryAsync() => Assert.Single(await DeliveriesAsync());

    /// <summary>Sets the clock of the store, ahead or back.</summary>
    public void SetClock(TimeSpan by) => _store.Time.Jump(by);

    /// <summary>Moves the clock past every wait and pause.</summary>
    public void LetTimePass() => _store.Time.Advance(TimeSpan.FromHours(5));

    /// <summary>Hands what waits to a server that is well, one at a time. Returns how many messages it was given.</summary>
    public async Task<int> HealAsync()
    {
        var taken = 0;
        for (var round = 0; round < 12 && (await DeliveriesAsync()).Any(IsOpen); round++)
        {
            LetTimePass();
            await using var well = new ScriptedMailServer(Welcome + string.Concat(Enumerable.Repeat(OneMessage, MostToHeal)) + "HOLD");
            await RunAsync(new SmtpEndpoint("127.0.0.1", well.Port, ConnectionSecurity.None), new SmtpClientOptions { EhloName = "localhost" }, recipientsAtOnce: 1);
            taken += well.Messages.Count;
        }

        return taken;
    }

    public async ValueTask DisposeAsync() => await _store.DisposeAsync();

    static bool IsOpen(DeliveryRecord delivery) => delivery.State is DeliveryState.Waiting or DeliveryState.Leased;

    DispatchSession Session(OneServer servers, ConnectionPool pool, int recipientsAtOnce)
    {
        var options = Options.Create(new DeliveryOptions { RecipientsPerTransaction = recipientsAtOnce });
        var gate = new ServerGate(servers, _breaker, new ConnectionAllowance(Sessions, _store.Time), _store.Ready, _store.Signal, NullLogger<ServerGate>.Instance);
        var keys = new SigningKeyRing(
            _store.SigningKeys, new SecretProtector(new EphemeralDataProtectionProvider()),
            NullLogger<SigningKeyRing>.Instance);
        var attempt = new DeliveryAttempt(
            servers, new SmtpTransport(pool, Wire), new MessageSigning(
                _store.Outbox, new MailSigner(keys, _store.Time)),
            new OutcomeOfReply(TimeSpan.FromMinutes(1), () => 0.5), _taken, _lease, _store.Time);
        var recorder = new OutcomeRecorder(_store.Outbox, _store.Signal, _store.Time, NullLogger<OutcomeRecorder>.Instance);
        return new DispatchSession(_store.Ready, attempt, gate, recorder, options, _store.Time, NullLogger<DispatchSession>.Instance);
    }

    // The client may arm one deadline after the other, so its clock goes on in steps until the work is done.
    async Task UntilAsync(Func<Task<bool>> isDone, TimeSpan step)
    {
        var begun = TimeProvider.System.GetTimestamp();
        for (var round = 1; !await isDone(); round++)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Soon, "The session hangs.");
            await Task.Delay(Math.Min(round, 10), Token);
            if (round % 12 == 0) Wire.Advance(step);
        }
    }

    sealed class OneServer(MailServer server) : IMailServerSource
    {
        public MailServerState Current { get; } = new MailServerState.Usable(server);

        public ValueTask NoteDeliveredAsync(int settingsVersion, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
