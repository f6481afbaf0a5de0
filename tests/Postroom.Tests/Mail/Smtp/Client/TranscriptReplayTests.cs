using System.Buffers;
using System.Globalization;
using Postroom.Mail.Smtp.Client;
using Postroom.Tests.Support;

namespace Postroom.Tests.Mail.Smtp.Client;

/// <summary>Plays every transcript whole, by line and byte by byte: how the server's words are split must not matter.</summary>
public sealed class TranscriptReplayTests
{
    public static TheoryData<string, Feed> Transcripts
    {
        get
        {
            var rows = new TheoryData<string, Feed>();
            foreach (var file in Directory.EnumerateFiles(TranscriptFile.Folder, "*.txt").Order())
            {
                foreach (var feed in Enum.GetValues<Feed>()) rows.Add(Path.GetFileNameWithoutExtension(file), feed);
            }

            return rows;
        }
    }

    [Theory, MemberData(nameof(Transcripts))]
    public async Task Goes_as_written(string name, Feed feed)
    {
        var file = TranscriptFile.Load(name);
        await using var server = new ScriptedMailServer(file.Script, feed);
        var transcript = new Transcript();

        var outcomes = await PlayAsync(file, server, transcript);

        Assert.Equal(file.Expected, outcomes);
        await server.Finished.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        if (file.Options.Credentials is { } login) Assert.DoesNotContain(login.Password, transcript.ToString());
    }

    static async Task<List<string>> PlayAsync(TranscriptFile file, ScriptedMailServer server, Transcript transcript)
    {
        var opened = await SmtpConnection.OpenAsync(
            file.Endpoint(server.Port), file.Options, transcript, TimeProvider.System, TestContext.Current.CancellationToken);
        if (opened is not OpenOutcome.Opened { Connection: var connection })
        {
            var failure = ((OpenOutcome.Failed)opened).Failure;
            return [$"failed {failure.Stage} {failure.Fault}{(failure.Reply is { } reply ? $" {reply.Code}" : "")}"];
        }

        var outcomes = new List<string>();
        await foreach (var outcome in SendAsync(file, connection))
        {
            outcomes.AddRange(outcome.Recipients.Select(Describe));
            var distrust = outcome.Distrust is { } extension ? $", distrust {extension}" : "";
            outcomes.Add($"reached {outcome.Reached}, {(outcome.ConnectionUsable ? "usable" : "closed")}{distrust}");
        }

        await connection.QuitAsync();
        return outcomes;
    }

    static async IAsyncEnumerable<TransactionOutcome> SendAsync(TranscriptFile file, SmtpConnection connection)
    {
        var token = TestContext.Current.CancellationToken;
        if (file.IsBatch)
        {
            var mail = new OutgoingMail(file.Envelope, new MemoryBody(file.Body));
            await foreach (var outcome in connection.SendAllAsync([.. Enumerable.Repeat(mail, file.Messages)], token))
                yield return outcome;
        }
        else
        {
            for (var i = 0; i < file.Messages; i++)
                yield return await connection.SendAsync(file.Envelope, new ReadOnlySequence<byte>(file.Body), token);
        }
    }

    static string Describe(RecipientOutcome outcome) => string.Create(CultureInfo.InvariantCulture, $"{outcome.Recipient.Wire} {What(outcome)}");

    static string What(RecipientOutcome outcome) => outcome switch
    {
        RecipientOutcome.Accepted accepted => $"accepted {accepted.Reply.Code}",
        RecipientOutcome.Refused refused => $"refused {refused.Stage} {refused.Reply.Code}",
        RecipientOutcome.NotSent notSent => $"not sent {notSent.Failure.Stage} {notSent.Failure.Fault}",
        RecipientOutcome.Uncertain uncertain => $"uncertain {uncertain.Failure.Stage} {uncertain.Failure.Fault}",
        _ => throw new InvalidOperationException(outcome.ToString()),
    };
}
