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
using Postroom.Sqlite.Database;
using Postroom.Tests.Contracts;
using Postroom.Tests.Support;

namespace Postroom.Tests.Dispatching;

/// <summary>A session between a real store, which can be made to refuse, and a mail server that follows a script.</summary>
public sealed class DispatchSessionTests : IAsyncLifetime
{
    const int CannotRecord = 2024;

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

    static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    readonly SqliteTestStore _store = new();
    readonly HeardLog<OutcomeRecorder> _log = new();
    readonly CancellationTokenSource _stop = new();
    readonly List<IAsyncDisposable> _servers = [];
    readonly CircuitBreaker _breaker;
    readonly NodeLease _lease;
    Task _running = Task.CompletedTask;

    public DispatchSessionTests()
    {
        _breaker = new CircuitBreaker(TimeSpan.FromHours(1), _store.Time);
        _lease = new NodeLease(_store.Outbox, _store.Signal, _store.Time, NullLogger<NodeLease>.Instance);
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _lease.BeginAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var server in _servers) await server.DisposeAsync();
        await _running;
        _stop.Dispose();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task What_became_of_a_message_is_recorded_as_soon_as_the_store_writes_again()
    {
        var message = _store.Message();
        var id = await _store.AcceptAsync(message with { ExpiresAt = message.CreatedAt });
        var held = await HoldStoreAsync();
        Start(new ServerAt(1));
        await _log.Heard(CannotRecord);

        held.Dispose();

        Assert.Equal(DeliveryState.Expired, (await SettledAsync(id)).State);
    }

    [Fact]
    public async Task What_could_not_be_tried_is_given_back_as_soon_as_the_store_writes_again()
    {
        _breaker.Broken("The mail server is away.", ServerAt.Version, new ProbePace.Outage());
        var id = await _store.AcceptAsync(_store.Message());
        var held = await HoldStoreAsync();
        Start(new ServerAt(1));
        await _log.Heard(CannotRecord);

        held.Dispose();

        var delivery = await SettledAsync(id);
        Assert.Equal((DeliveryState.Waiting, 0), (delivery.State, delivery.Attempts.Count));
    }

    [Fact]
    public async Task Each_part_of_a_message_for_many_is_recorded_when_it_is_done()
    {
        var server = Server(TakesOneMessage + "\nC~ MAIL .+\nHOLD");
        var id = await _store.AcceptAsync(_store.Message(Lane.Direct, "ann@example.org", "bob@example.org"));

        Start(new ServerAt(server.Port));

        Assert.Equal(DeliveryState.Delivered, (await SettledAsync(id)).State);
        Assert.Equal(DeliveryState.Leased, (await DeliveriesAsync(id))[1].State);
    }

    [Fact]
    public async Task A_delivery_is_recorded_even_when_that_the_settings_work_cannot_be_noted()
    {
        var server = Server(TakesOneMessage + "\nHOLD");
        var id = await _store.AcceptAsync(_store.Message());

        Start(new ServerAt(server.Port, new StoreUnavailableException("The disk is full.")));

        Assert.Equal(DeliveryState.Delivered, (await SettledAsync(id)).State);
    }

    [Fact]
    public async Task A_message_whose_body_is_damaged_is_not_sent_and_waits()
    {
        var server = Server("S: 220 mail.example.com\nHOLD");
        var id = await _store.WithoutHandOver().AcceptAsync(_store.Message());
        await _store.Database.Writer.WriteAsync(transaction => transaction.Prepared("delete from bodies").Run(), Token);
        _store.Ready.EnqueueLeased(Assert.Single(await _store.Outbox.LeaseAsync(1, Token)));

        Start(new ServerAt(server.Port));

        Assert.Equal(DeliveryState.Waiting, (await SettledAsync(id)).State);
        Assert.Empty(server.Heard);
    }

    // A real refusal of the real engine: another program holds the file.
    async Task<IDisposable> HoldStoreAsync()
    {
        await _store.Database.Writer.WriteAsync(transaction => transaction.Connection.ReadNumber("pragma busy_timeout = 0"), Token);
        var other = Connection.OpenToWrite(Path.Combine(_store.Database.Folder, "postroom.db"));
        other.Run("begin immediate");
        return other;
    }

    ScriptedMailServer Server(string script)
    {
        var server = new ScriptedMailServer(script);
        _servers.Add(server);
        return server;
    }

    void Start(ServerAt servers)
    {
        var options = Options.Create(new DeliveryOptions { RecipientsPerTransaction = 1 });
        var gate = new ServerGate(servers, _breaker, new ConnectionAllowance(1, _store.Time), _store.Ready, _store.Signal, NullLogger<ServerGate>.Instance);
        var transport = new SmtpTransport(new ConnectionPool(TimeProvider.System), TimeProvider.System);
        var outcomes = new OutcomeOfReply(TimeSpan.FromMinutes(1), () => 0.5);
        var keys = new SigningKeyRing(
            _store.SigningKeys, new SecretProtector(new EphemeralDataProtectionProvider()),
            NullLogger<SigningKeyRing>.Instance);
        var wire = new MessageSigning(_store.Outbox, new MailSigner(keys, _store.Time));
        var attempt = new DeliveryAttempt(servers, transport, wire, outcomes, new TakenMail(), _lease, _store.Time);
        var recorder = new OutcomeRecorder(_store.Outbox, _store.Signal, _store.Time, _log);
        var session = new DispatchSession(_store.Ready, attempt, gate, recorder, options, _store.Time, NullLogger<DispatchSession>.Instance);
        _running = session.RunAsync(_stop.Token);
    }

    // The session pauses by the test's clock, so the clock moves until it is so, less than the lease of the node lasts.
    async Task<DeliveryRecord> SettledAsync(MessageId id)
    {
        var start = TimeProvider.System.GetTimestamp();
        while ((await DeliveriesAsync(id))[0].State == DeliveryState.Leased && TimeProvider.System.GetElapsedTime(start) < Soon)
        {
            _store.Time.Advance(TimeSpan.FromMicroseconds(500));
            await Task.Yield();
        }

        return (await DeliveriesAsync(id))[0];
    }

    async Task<IReadOnlyList<DeliveryRecord>> DeliveriesAsync(MessageId id) => (await _store.FindAsync(id)).Deliveries;

    sealed class ServerAt(int port, Exception? cannotNote = null) : IMailServerSource
    {
        public const int Version = 1;

        public MailServerState Current { get; } = new MailServerState.Usable(new MailServer(
            new SmtpEndpoint("127.0.0.1", port, ConnectionSecurity.None), new SmtpClientOptions { EhloName = "localhost" }, Version));

        public ValueTask NoteDeliveredAsync(int settingsVersion, CancellationToken cancellationToken) =>
            cannotNote is null ? ValueTask.CompletedTask : ValueTask.FromException(cannotNote);
    }
}
