using System.Buffers;
using System.Net;
using Postroom.Mail.Smtp.Client.Connecting;
using Postroom.Mail.Smtp.Client.Sending;
using Postroom.Mail.Smtp.Client.Wire;

namespace Postroom.Mail.Smtp.Client;

/// <summary>One conversation with a mail server. Not for use by two at once.</summary>
public sealed class SmtpConnection : IAsyncDisposable
{
    static readonly TimeSpan QuitTimeout = TimeSpan.FromSeconds(3);

    // What could end a command or begin another; also blanks, which end its argument.
    static readonly SearchValues<char> UnfitForCommand =
        SearchValues.Create([.. Enumerable.Range(0, 0x21).Append(0x7F).Select(code => (char)code), '<', '>']);

    readonly SmtpWire _wire;
    readonly SmtpClientOptions _options;
    bool _isInStep = true;
    bool _hasTakenMail;

    internal SmtpConnection(SmtpWire wire, SmtpClientOptions options, Capabilities capabilities, Reply greeting, TlsReport? tls)
    {
        _wire = wire;
        _options = options;
        Capabilities = capabilities;
        Greeting = greeting;
        Tls = tls;
    }

    /// <summary>What the server offers, in its last word on it, without what is distrusted.</summary>
    public Capabilities Capabilities { get; }

    /// <summary>The server's 220.</summary>
    public Reply Greeting { get; }

    /// <summary>What the handshake showed; null: the conversation is in plaintext.</summary>
    public TlsReport? Tls { get; }

    /// <summary>The mechanism that signed in, such as <c>SCRAM-SHA-256</c>; null: nobody signed in.</summary>
    public string? SignedInWith { get; internal init; }

    /// <summary>
    /// The addresses of the host that were dialled first and had not answered when another did (RFC 8305 §5); empty: none.
    /// </summary>
    public IReadOnlyList<IPAddress> Unanswered { get; internal init; } = [];

    /// <summary>
    /// Finds, connects, greets, encrypts and signs in. What the world does comes back as the outcome.
    /// </summary>
    /// <param name="endpoint">The server.</param>
    /// <param name="options">How the conversation is held.</param>
    /// <param name="observer">Watches it to its end; null: nobody does.</param>
    /// <param name="time">The clock of all deadlines.</param>
    /// <param name="cancellationToken">The caller's wish to end, told apart from our deadlines.</param>
    /// <exception cref="ArgumentException">The EHLO name or the host holds what must not reach a command.</exception>
    /// <exception cref="OperationCanceledException">The caller wished it.</exception>
    public static async Task<OpenOutcome> OpenAsync(
        SmtpEndpoint endpoint,
        SmtpClientOptions options,
        ISmtpObserver? observer,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ThrowIfUnfit(options.EhloName, nameof(options));
        ThrowIfUnfit(endpoint.Host, nameof(endpoint));
        ArgumentOutOfRangeException.ThrowIfLessThan(endpoint.Port, 1, nameof(endpoint));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(endpoint.Port, 65_535, nameof(endpoint));

        var conversation = new Conversation(endpoint, options.Credentials, observer, time);
        await using var opening = new Opening(endpoint, options, conversation, time);
        return await opening.RunAsync(cancellationToken);
    }

    /// <summary>
    /// Asks whether the server would take this sender and these recipients, and takes it all back: no message is sent.
    /// </summary>
    /// <param name="envelope">Whose sender and recipients are named; the recipients may be none.</param>
    /// <param name="cancellationToken">The caller's wish to end.</param>
    /// <returns>The first refusal; null: all were taken.</returns>
    /// <exception cref="OperationCanceledException">The caller wished it.</exception>
    public async Task<SmtpFailure?> ProbeAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        cancellationToken.ThrowIfCancellationRequested();
        var failure = await new EnvelopeProbe(_wire, _options, Capabilities, envelope).ProbeAsync(cancellationToken);
        _isInStep = _wire.IsUsable;
        _wire.ReadAhead();
        return failure;
    }

    /// <summary>Sends a message that is in memory.</summary>
    /// <param name="envelope">Who gets it.</param>
    /// <param name="message">Header and body with CRLF line ends, no dot doubled.</param>
    /// <param name="cancellationToken">The caller's wish to end; ignored from the end of the message on.</param>
    public Task<TransactionOutcome> SendAsync(
        Envelope envelope, ReadOnlySequence<byte> message, CancellationToken cancellationToken) =>
        SendAsync(envelope, new MemoryBody(message), cancellationToken);

    /// <summary>Sends a message.</summary>
    /// <param name="envelope">Who gets it.</param>
    /// <param name="message">The bytes.</param>
    /// <param name="cancellationToken">The caller's wish to end; ignored from the end of the message on.</param>
    /// <returns>What became of it for each recipient.</returns>
    /// <exception cref="OperationCanceledException">The caller wished it before the end of the message was sent; nobody gets it.</exception>
    public async Task<TransactionOutcome> SendAsync(Envelope envelope, IMessageBody message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(message);
        ArgumentOutOfRangeException.ThrowIfZero(envelope.Recipients.Count, nameof(envelope));
        cancellationToken.ThrowIfCancellationRequested();

        var outcome = Note(await NewTransaction(new OutgoingMail(envelope, message)).RunAsync(null, cancellationToken));
        _wire.ReadAhead();
        return outcome;
    }

    /// <summary>
    /// Sends several messages with as few round trips as the server allows: with PIPELINING each is opened in the write
    /// that ends the one before (RFC 2920 §3.1), with CHUNKING several are under way at once (RFC 3030 §4.2). Not so the first:
    /// a connection that was idle may be gone, and what a server announces it has to do once, before it is relied on.
    /// </summary>
    /// <param name="mails">The messages, sent in their order.</param>
    /// <param name="cancellationToken">The caller's wish to end; ignored for messages whose end was sent.</param>
    /// <returns>One outcome for each message in order, as soon as it is known. A caller that stops early closes the connection.</returns>
    /// <exception cref="OperationCanceledException">The caller wished it; the messages without an outcome were not sent.</exception>
    public async IAsyncEnumerable<TransactionOutcome> SendAllAsync(
        IReadOnlyList<OutgoingMail> mails,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mails);
        var all = mails.Select(NewTransaction).ToList();
        var window = new SendWindow(all);
        var done = 0;
        try
        {
            for (; done < all.Count; done++)
            {
                if (done > 0 && _hasTakenMail) await window.FillAsync(done, cancellationToken);
                var outcome = Note(await all[done].RunAsync(done + 1 < all.Count ? all[done + 1] : null, cancellationToken));
                yield return outcome;
            }

            _wire.ReadAhead();
        }
        finally
        {
            if (done < all.Count) _wire.Break();
        }
    }

    /// <summary>Whether an idle connection is still as it was left: open, and nothing has come that was not asked for. Costs no round trip.</summary>
    public bool IsAlive => _isInStep && _wire.IsUsable && !_wire.HasUnaskedInput;

    /// <summary>Says QUIT and closes. Waits no more than 3 s for the answer, whatever it is.</summary>
    public async Task QuitAsync()
    {
        if (IsAlive)
        {
            _wire.Conversation.Begin(SmtpStage.Quit);
            _wire.Clock.StartTotal(QuitTimeout);
            var answer = await _wire.ExchangeAsync("QUIT", QuitTimeout);
            // Nothing depends on this answer: a server that is gone has done what was asked.
            if (answer.Reply is { } reply) _wire.Conversation.Pass(reply.Text, reply);
            else _wire.Conversation.Pass("closed without an answer");
        }

        await DisposeAsync();
    }

    /// <summary>Closes the connection without a word.</summary>
    public async ValueTask DisposeAsync()
    {
        _isInStep = false;
        await _wire.DisposeAsync();
    }

    TransactionOutcome Note(TransactionOutcome outcome)
    {
        _isInStep = outcome.ConnectionUsable;
        _hasTakenMail |= outcome.Recipients.Any(recipient => recipient is RecipientOutcome.Accepted);
        return outcome;
    }

    SendTransaction NewTransaction(OutgoingMail mail) => new(_wire, _options, Capabilities, mail);

    static void ThrowIfUnfit(string text, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(text, name);
        if (text.AsSpan().ContainsAny(UnfitForCommand))
            throw new ArgumentException("A name in a command holds no blank, control character or angle bracket.", name);
    }
}
