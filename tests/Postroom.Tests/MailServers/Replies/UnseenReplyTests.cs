using System.Globalization;
using Postroom.Diagnosis;
using Postroom.Mail.Smtp;
using Postroom.MailServers.Replies;
using Postroom.Tests.Support;

namespace Postroom.Tests.MailServers.Replies;

/// <summary>
/// Replies that no row of the table was written for: each file has one in a line, with every answer that a postmaster would
/// call right, written down before the table was asked.
/// </summary>
public sealed class UnseenReplyTests
{
    const string Folder = "tests/Postroom.Tests/MailServers/Replies";

    public static TheoryData<string, string, string, string, string> Replies =>
        [.. Rows("unseen-replies.tsv").Concat(Rows("collected-replies.tsv")).Select(row => new TheoryDataRow<string, string, string, string, string>(row[0], row[1], row[2], row[3], row[4]))];

    [Theory, MemberData(nameof(Replies))]
    public void Is_judged_by_what_its_words_speak_of(string stage, string ids, string who, string retry, string reply)
    {
        Assert.True(Miss([stage, ids, who, retry, reply]) is null, Miss([stage, ids, who, retry, reply]));
    }

    [Theory, InlineData("unseen-replies.tsv", 150), InlineData("collected-replies.tsv", 500)]
    public void There_are_enough_of_them_each_with_its_source(string file, int enough)
    {
        var rows = Rows(file).ToList();

        Assert.InRange(rows.Count, enough, 10_000);
        Assert.All(rows, row => Assert.True(Uri.TryCreate(row[5], UriKind.Absolute, out _), row[5]));
    }

    // What was said in place of a right answer; null: it was right.
    static string? Miss(string[] row)
    {
        var verdict = Judge(row[0], row[4]);
        return Has(row[1], verdict.Id) && Has(row[2], verdict.WhoWord) && Has(row[3], verdict.RetryWord)
            ? null
            : $"{row[4]} ({row[0]}): {verdict.Id}, {verdict.WhoWord}, {verdict.RetryWord} is none of {row[1]}; {row[2]}; {row[3]}";
    }

    static bool Has(string words, string word) => words.Split(' ').Contains(word);

    static Verdict Judge(string stage, string text)
    {
        if (stage != "-")
        {
            return ReplyTable.Judge(
                Enum.GetValues<SmtpStage>().First(known => ReplyNames.Of(known) == stage), Parse(text));
        }
        var explanation = ReplyExplainer.Explain(text, CultureInfo.InvariantCulture);
        return new Verdict(
            explanation.Id,
            Enum.GetValues<WhoActs>().First(known => ReplyNames.Of(known) == explanation.Who),
            Enum.GetValues<RetryClass>().First(known => ReplyNames.Of(known) == explanation.Retry));
    }

    // "550 5.1.1 x" and "550 x", as they come over the wire; the further lines of "550-x 550 y" stand behind it.
    static Reply Parse(string text)
    {
        var code = text[..3];
        var said = text[4..].Replace($" {code}-", " ", StringComparison.Ordinal).Replace($" {code} ", " ", StringComparison.Ordinal);
        var words = said.Split(' ', 2);
        var parts = words[0].Split('.');
        return parts.Length == 3 && parts.All(part => part.Length > 0 && part.All(char.IsAsciiDigit))
            ? new Reply(Number(code), new EnhancedStatus(Number(parts[0]), Number(parts[1]), Number(parts[2])), [words.Length > 1 ? words[1] : ""])
            : new Reply(Number(code), null, [said]);
    }

    static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    static IEnumerable<string[]> Rows(string file) =>
        Repository.Read($"{Folder}/{file}").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Select(line => line.Split('\t'));
}
