using Postroom.Mail.Smtp.Server.Verbs;
using static Postroom.Mail.Smtp.Server.SessionState;

namespace Postroom.Mail.Smtp.Server;

/// <summary>
/// The order of the protocol, to be read aloud: in this state, this verb leads to that state (RFC 5321 §4.1.4). A verb
/// that fails leaves the state as it is. A verb without a row for the state is out of order. What one more extension
/// needs is its rows here and its class among <see cref="Verbs"/>.
/// </summary>
sealed class SessionTable(IReadOnlyList<SessionRow> rows, IReadOnlyList<Verb> verbs)
{
    readonly Dictionary<(SessionState, string), SessionState> _next = rows.ToDictionary(row => (row.From, row.Verb), row => row.To);

    /// <summary>The row that BDAT takes with its last chunk.</summary>
    public const string LastChunk = "BDAT LAST";

    /// <summary>SMTP without encryption and login.</summary>
    public static SessionTable Basic { get; } = new(
        [
            new(Greeted, "EHLO", Ready),
            new(Greeted, "HELO", Ready),

            new(Ready, "MAIL", Sender),
            new(Ready, "EHLO", Ready),
            new(Ready, "HELO", Ready),

            new(Sender, "RCPT", Recipients),
            new(Sender, "EHLO", Ready),
            new(Sender, "HELO", Ready),

            new(Recipients, "RCPT", Recipients),
            new(Recipients, "DATA", Ready),
            new(Recipients, "BDAT", Chunks),
            new(Recipients, LastChunk, Ready),
            new(Recipients, "EHLO", Ready),
            new(Recipients, "HELO", Ready),

            new(Chunks, "BDAT", Chunks),
            new(Chunks, LastChunk, Ready),
            new(Chunks, "EHLO", Ready),
            new(Chunks, "HELO", Ready),

            new(Greeted, "RSET", Greeted),
            new(Ready, "RSET", Ready),
            new(Sender, "RSET", Ready),
            new(Recipients, "RSET", Ready),
            new(Chunks, "RSET", Ready),

            .. InEveryState("NOOP"),
            .. InEveryState("HELP"),
            .. InEveryState("VRFY"),
            .. InEveryState("QUIT", Closed),
        ],
        [
            new EhloVerb(), new HeloVerb(), new MailVerb(), new RcptVerb(), new DataVerb(), new BdatVerb(),
            new RsetVerb(), new NoopVerb(), new QuitVerb(), new VrfyVerb(), new HelpVerb(),
        ]);

    /// <summary>The same with encryption and login; each is offered where options and receiver have it.</summary>
    public static SessionTable Full { get; } = new(
        [.. Basic.Rows, new(Ready, "STARTTLS", Greeted), new(Ready, "AUTH", Ready)],
        [.. Basic.Verbs, new StartTlsVerb(), new AuthVerb()]);

    /// <summary>The verbs that are known in some state.</summary>
    public IReadOnlyList<Verb> Verbs { get; } = verbs;

    /// <summary>The rows.</summary>
    public IReadOnlyList<SessionRow> Rows { get; } = rows;

    /// <summary>Where the verb leads; null: it is out of order here.</summary>
    public SessionState? Next(SessionState state, string verb) =>
        _next.TryGetValue((state, verb), out var next) ? next : null;

    /// <summary>The verb of a command line, without regard to case; null: unknown.</summary>
    public Verb? Find(ReadOnlySpan<byte> name)
    {
        foreach (var verb in Verbs)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(name, verb.Name)) return verb;
        }

        return null;
    }

    /// <summary>The verbs that bring a client on from a state, for the reader of a refusal.</summary>
    public string Expected(SessionState state)
    {
        var verbs = state == Greeted
            ? Rows.Where(row => row.From == state && row.To == Ready)
            : Rows.Where(row => row.From == state && row.Verb is not (LastChunk or "STARTTLS" or "AUTH") && Next(Greeted, row.Verb) is null);
        return string.Join(", ", verbs.Select(row => row.Verb));
    }

    static IEnumerable<SessionRow> InEveryState(string verb, SessionState? to = null) =>
        new[] { Greeted, Ready, Sender, Recipients, Chunks }.Select(state => new SessionRow(state, verb, to ?? state));
}

/// <summary>In <paramref name="From"/>, <paramref name="Verb"/> leads to <paramref name="To"/>.</summary>
sealed record SessionRow(SessionState From, string Verb, SessionState To);
