using System.Globalization;
using System.Text.Json;
using Postroom.Diagnosis;
using Postroom.Mail.Smtp;
using Postroom.MailServers.Replies;

namespace Postroom.Benchmarks;

/// <summary>How long one core takes to explain a reply with all rules, and to judge it as the retry policy does.</summary>
static class ExplainSpeed
{
    const int Rounds = 5;
    const int TimesInARound = 50;

    /// <summary>Prints one JSON object; always exit code 0.</summary>
    /// <param name="options">The path of real-replies.tsv; none: that of the repository, from its root.</param>
    public static int Run(string[] options)
    {
        var path = options is [var given] ? given : "tests/Postroom.Tests/MailServers/Replies/real-replies.tsv";
        var texts = File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t')[3]).ToArray();
        var replies = texts.Select(text => new Reply(550, null, [text])).ToArray();
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            replies = texts.Length,
            explainMicroseconds = Median(() => Array.ForEach(texts, text => ReplyExplainer.Explain(text, CultureInfo.InvariantCulture)), texts.Length),
            judgeMicroseconds = Median(() => Array.ForEach(replies, reply => ReplyTable.Judge(SmtpStage.RcptTo, reply)), texts.Length),
        }));
        return 0;
    }

    static double Median(Action all, int count)
    {
        all();
        var rounds = Enumerable.Range(0, Rounds).Select(_ =>
        {
            var cpu = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < TimesInARound; i++) all();
            return (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / (TimesInARound * count);
        });
        return Math.Round(rounds.Order().ElementAt(Rounds / 2), 1);
    }
}
