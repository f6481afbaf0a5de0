using System.Globalization;

namespace Postroom.Mail.Smtp.Client.Wire;

/// <summary>Tells the observer what happens, with every secret masked before it leaves.</summary>
sealed class Conversation(SmtpEndpoint endpoint, SmtpCredentials? credentials, ISmtpObserver? observer, TimeProvider time)
{
    /// <summary>So many lines of a reply are told one by one, and its last.</summary>
    const int MostShownLines = 1_000;

    long _began;

    public string Server { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"{(endpoint.Host.Contains(':', StringComparison.Ordinal) && endpoint.Host[0] != '[' ? $"[{endpoint.Host}]" : endpoint.Host)}:{endpoint.Port}");

    public SmtpStage Stage { get; private set; }

    public Secrets Secrets { get; } = new(credentials);

    public bool IsObserved => observer is not null;

    /// <summary>What was waited for, for the words of a failure.</summary>
    public string Awaited => FailureText.Awaited(Stage);

    public void Begin(SmtpStage stage)
    {
        Stage = stage;
        if (observer is null) return;
        _began = time.GetTimestamp();
        observer.Began(stage);
    }

    public void Pass(string detail, Reply? reply = null) =>
        observer?.Passed(Stage, time.GetElapsedTime(_began), Secrets.Scrub(detail), reply);

    public void Fail(SmtpFailure failure) => observer?.Failed(failure.Stage, time.GetElapsedTime(_began), failure);

    /// <summary>Puts a failure at the present stage into words; telling the observer is for who ends the stage.</summary>
    public SmtpFailure Fail(SmtpFault fault, string detail, Reply? reply = null, TlsReport? tls = null) =>
        new(Stage, fault, Secrets.Scrub(detail), reply, tls);

    public void SaidByUs(string line) => observer?.Said(new TranscriptLine(FromServer: false, line));

    public Reply SaidByServer(ReplyParse.Complete complete)
    {
        // A challenge is part of the SASL exchange: it reaches the mechanism whole and nobody else.
        if (Stage == SmtpStage.Auth && complete.Reply.IsIntermediate)
        {
            observer?.Said(new TranscriptLine(FromServer: true, "334 ***"));
            return complete.Reply;
        }

        var reply = Secrets.Scrub(complete.Reply);
        if (observer is null) return reply;

        // Nobody reads ten thousand lines: what is shown of them are the first and the last.
        for (var i = 0; i < reply.Lines.Count; i++)
        {
            var isLast = i == reply.Lines.Count - 1;
            if (i >= MostShownLines && !isLast) continue;
            var status = reply.Enhanced is { } enhanced ? $"{enhanced} " : "";
            var text = string.Create(CultureInfo.InvariantCulture, $"{reply.Code}{(isLast ? ' ' : '-')}{status}{reply.Lines[i]}");
            observer.Said(new TranscriptLine(FromServer: true, text.TrimEnd()));
        }

        if (complete.HasLoneLineFeed) observer.Said(new TranscriptLine(FromServer: true, "(the line ended in LF without CR)"));
        return reply;
    }

    /// <summary>Shows a line that is no reply.</summary>
    public string SaidByServer(string shown)
    {
        var scrubbed = Secrets.Scrub(shown);
        observer?.Said(new TranscriptLine(FromServer: true, scrubbed));
        return scrubbed;
    }
}
