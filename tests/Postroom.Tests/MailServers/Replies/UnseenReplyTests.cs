using System.Globalization;
using Postroom.Diagnosis;
using Postroom.Mail.Smtp;
using Postroom.MailServers.Replies;
using Postroom.Tests.Support;

namespace Postroom.Tests.MailServers.Replies;

/// <summary>
/// Replies that no row of the table was written for: <c>unseen-replies.tsv</c> has one in a line, with every answer that a
/// postmaster would call right, written down before the table was asked.
/// </summary>
public sealed class UnseenReplyTests
{
    const string Table = "tests/Postroom.Tests/MailServers/Replies/unseen-replies.tsv";

    public static TheoryData<string, string, string, string, string> Replies =>
        [.. Rows().Select(row => new TheoryDataRow<string, string, string, string, string>(row[0], row[1], row[2], row[3], row[4]))];

    [Theory, MemberData(nameof(Replies))]
    public void Is_judged_by_what_its_words_speak_of(string stage, string ids, string who, string retry, string reply)
    {
        var verdict = Judge(stage, reply);

        Assert.True(
            ids.Split(' ').Contains(verdict.Id) && who.Split(' ').Contains(verdict.WhoWord) && retry.Split(' ').Contains(verdict.RetryWord),
            $"{verdict.Id}, {verdict.WhoWord}, {verdict.RetryWord} is none of {ids}; {who}; {retry}");
    }

    [Fact]
    public void There_are_enough_of_them() => Assert.InRange(Rows().Count(), 150, 10_000);

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

    // "550 5.1.1 x" and "550 x", as they come over the wire.
    static Reply Parse(string text)
    {
        var words = text.Split(' ', 3);
        var parts = words[1].Split('.');
        return parts.Length == 3 && parts.All(part => part.Length > 0 && part.All(char.IsAsciiDigit))
            ? new Reply(Number(words[0]), new EnhancedStatus(Number(parts[0]), Number(parts[1]), Number(parts[2])), [words.Length > 2 ? words[2] : ""])
            : new Reply(Number(words[0]), null, [text[4..]]);
    }

    static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    static IEnumerable<string[]> Rows() =>
        Repository.Read(Table).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Select(line => line.Split('\t'));
}
