using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Postroom.Deliveries;
using Postroom.Dispatching;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;
using Postroom.Outbox;
using Postroom.Tests.Contracts;
using Postroom.Tests.Dispatching.Support;

namespace Postroom.Tests.Dispatching;

/// <summary>A session between a real store, in which faults can be planted, and a mail server that is not there.</summary>
public sealed class DispatchSessionTests : IAsyncLifetime
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    readonly SqliteTestStore _store = new();
    readonly CancellationTokenSource _stop = new();
    FaultyOutbox? _outbox;
    Task _running = Task.CompletedTask;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _outbox = new FaultyOutbox(_store.Outbox);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task What_became_of_a_message_is_recorded_as_soon_as_the_store_has_room_again()
    {
        _outbox!.RefusalsToRecord = 2;
        var message = _store.Message();
        var id = await _store.AcceptAsync(message with { ExpiresAt = message.CreatedAt });

        Start();

        Assert.Equal(DeliveryState.Expired, await StateWhenNot(DeliveryState.Leased, id));
    }

    [Fact]
    public async Task A_message_that_meets_a_fault_of_our_own_waits_for_another_attempt()
    {
        _outbox!.FailsToRead = true;
        var id = await _store.WithoutHandOver().AcceptAsync(_store.Message());
        _store.Ready.EnqueueLeased(Assert.Single(await _outbox.LeaseAsync(1, Token)));

        Start();

        Assert.Equal(DeliveryState.Waiting, await StateWhenNot(DeliveryState.Leased, id));
        Assert.Equal("uncertain", Assert.Single((await DeliveryAsync(id)).Attempts).Outcome);
    }

    void Start()
    {
        var options = Options.Create(new DeliveryOptions());
        var servers = new NoServerThere();
        var breaker = new CircuitBreaker(TimeSpan.FromMinutes(1), _store.Time);
        var gate = new ServerGate(servers, breaker, _store.Ready, _store.Signal, NullLogger<ServerGate>.Instance);
        var lease = new NodeLease(_outbox!, _store.Signal, _store.Time, NullLogger<NodeLease>.Instance);
        var transport = new SmtpTransport(new ConnectionPool(_store.Time), _store.Time);
        var attempt = new DeliveryAttempt(servers, transport, _outbox!, new OutcomeOfReply(TimeSpan.FromMinutes(1), () => 0.5), lease, _store.Time);
        var session = new DispatchSession(
            _outbox!, _store.Ready, _store.Signal, attempt, gate, options, _store.Time, NullLogger<DispatchSession>.Instance);
        _running = session.RunAsync(_stop.Token);
    }

    // The session waits by the test's clock, so the clock moves until it is so.
    async Task<DeliveryState> StateWhenNot(DeliveryState state, MessageId id)
    {
        var end = TimeProvider.System.GetTimestamp();
        while ((await DeliveryAsync(id)).State == state && TimeProvider.System.GetElapsedTime(end) < Soon)
        {
            _store.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        return (await DeliveryAsync(id)).State;
    }

    async Task<DeliveryRecord> DeliveryAsync(MessageId id) => (await _store.Records.FindAsync(id, Token))!.Deliveries[0];

    sealed class NoServerThere : IMailServerSource
    {
        public MailServerState Current { get; } = new MailServerState.Usable(new MailServer(
            new SmtpEndpoint("127.0.0.1", 1, ConnectionSecurity.None), new SmtpClientOptions { EhloName = "localhost" }, SettingsVersion: 1));

        public ValueTask NoteDeliveredAsync(int settingsVersion, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
