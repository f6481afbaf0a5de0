using System.Threading.Channels;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers.Replies;

namespace Postroom.Diagnosis;

/// <summary>Watches the conversation of a test: tells it on as it happens, and keeps it for the result.</summary>
sealed class TestRecorder(ChannelWriter<TestEvent> live) : ISmtpObserver
{
    /// <summary>How much is shown of a line that is no mail server's.</summary>
    const int StrangeLength = 60;

    readonly List<TestStage> _stages = [];
    readonly Transcript _transcript = new();

    /// <summary>The stage under way.</summary>
    public SmtpStage Stage { get; private set; }

    /// <summary>The failure that the conversation told of; null: none.</summary>
    public SmtpFailure? Failure { get; private set; }

    public IReadOnlyList<TestStage> Stages => _stages;

    /// <summary>The name by which the server greeted; null: it gave none.</summary>
    public string? Greeted { get; private set; }

    /// <summary>Whether a firewall reads along and masks what the server says, as Cisco ASA does.</summary>
    public bool IsInspected { get; private set; }

    /// <summary>
    /// The conversation as it may be shown. What answered and is no mail server is named by its kind and not echoed: a test
    /// must not be a way to read what other services say.
    /// </summary>
    /// <param name="failure">How it ended; null: well.</param>
    public IReadOnlyList<TestLine> LinesAfter(SmtpFailure? failure)
    {
        var isOther = failure?.Fault == SmtpFault.OtherProtocol;
        var limit = failure?.Fault is SmtpFault.MalformedReply or SmtpFault.ReplyTooLong or SmtpFault.PlaintextOnTlsPort ? StrangeLength : int.MaxValue;
        return [.. _transcript.Lines.Select(line => line switch
        {
            { FromServer: false } => new TestLine("client", line.Text),
            _ when isOther => new TestLine("server", "(…)"),
            { Text.Length: var length } when length > limit => new TestLine("server", line.Text[..limit] + "…"),
            _ => new TestLine("server", line.Text),
        })];
    }

    /// <summary>Tells something on that is no part of the conversation.</summary>
    public void Tell(TestEvent happened) => live.TryWrite(happened);

    public void Began(SmtpStage stage)
    {
        // The end of the message belongs to "data", and EHLO is said again after STARTTLS: to people these are one stage.
        var isNew = ReplyNames.Of(stage) != ReplyNames.Of(Stage) || _stages.Count == 0;
        Stage = stage;
        if (isNew) live.TryWrite(new TestEvent.StageBegan(stage));
    }

    public void Passed(SmtpStage stage, TimeSpan elapsed, string detail, Reply? reply)
    {
        var passed = Add(new TestStage(ReplyNames.Of(stage), Ok: true, Ms(elapsed), detail, reply?.ToString()));
        // The bytes are out, and the stage goes on until the server has said what it thinks of them.
        if (stage != SmtpStage.Data) live.TryWrite(new TestEvent.StagePassed(passed));
    }

    public void Failed(SmtpStage stage, TimeSpan elapsed, SmtpFailure failure)
    {
        Failure = failure;
        live.TryWrite(new TestEvent.StageFailed(Add(new TestStage(ReplyNames.Of(stage), Ok: false, Ms(elapsed), failure.Detail, ReplyOf(failure)))));
    }

    public void Said(TranscriptLine line)
    {
        _transcript.Said(line);
        if (line.FromServer) Notice(line.Text);
        live.TryWrite(new TestEvent.Line(line));
    }

    // "220 **************" in place of the greeting, "250-XXXXXXXA" in place of STARTTLS.
    void Notice(string line)
    {
        if (Stage == SmtpStage.Greeting) Greeted ??= NameIn(line);
        IsInspected |= line.StartsWith("220 ****", StringComparison.Ordinal)
            || line.StartsWith("220-****", StringComparison.Ordinal)
            || (line.Length > 8 && line.StartsWith("250", StringComparison.Ordinal)
                && line.AsSpan(4).TrimEnd('A').IndexOfAnyExcept('X') < 0);
    }

    static string? NameIn(string line) =>
        line.Split(' ', '-') is ["220", ..] && line.Length > 4 && line[4..].Split(' ')[0] is var name
            && name.Contains('.', StringComparison.Ordinal) && Uri.CheckHostName(name) == UriHostNameType.Dns ? name
                : null;

    /// <summary>Notes a failure that the conversation itself could not tell of.</summary>
    public void Fail(SmtpFailure failure)
    {
        if (_stages is not [.., { Ok: false }]) Failed(failure.Stage, TimeSpan.Zero, failure);
    }

    TestStage Add(TestStage stage)
    {
        var former = _stages.FindIndex(known => known.Stage == stage.Stage);
        if (former < 0)
        {
            _stages.Add(stage);
            return stage;
        }

        return _stages[former] = stage with { Ms = _stages[former].Ms + stage.Ms };
    }

    static string? ReplyOf(SmtpFailure failure) => failure.Fault == SmtpFault.OtherProtocol ? null : failure.Reply?.ToString();

    static long Ms(TimeSpan elapsed) => (long)Math.Round(elapsed.TotalMilliseconds);
}
