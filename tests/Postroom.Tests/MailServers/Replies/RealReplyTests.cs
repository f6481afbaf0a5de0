using System.Globalization;
using Postroom.Diagnosis;
using Postroom.Tests.Support;

namespace Postroom.Tests.MailServers.Replies;

/// <summary>
/// What real mail servers said, from public documents: <c>real-replies.tsv</c> has one in a line, with what it means and
/// where it is written.
/// </summary>
public sealed class RealReplyTests
{
    const string Table = "tests/Postroom.Tests/MailServers/Replies/real-replies.tsv";

    public static TheoryData<string, string, string, string> Replies =>
        [.. Rows().Select(row => new TheoryDataRow<string, string, string, string>(row[0], row[1], row[2], row[3]))];

    [Theory, MemberData(nameof(Replies))]
    public void Is_understood(string id, string who, string retry, string reply)
    {
        var explanation = ReplyExplainer.Explain(reply.Replace("\\n", "\n", StringComparison.Ordinal), CultureInfo.InvariantCulture);

        Assert.Equal((id, who, retry), (explanation.Id, explanation.Who, explanation.Retry));
    }

    [Fact]
    public void There_are_enough_of_them() => Assert.InRange(Rows().Count(), 150, 10_000);

    [Fact]
    public void Every_reply_names_the_document_it_is_from() =>
        Assert.All(Rows(), row => Assert.True(Uri.TryCreate(row[4], UriKind.Absolute, out _), row[4]));

    [Fact]
    public void No_reply_stands_twice() => Assert.Empty(Rows().GroupBy(row => row[3]).Where(group => group.Count() > 1).Select(group => group.Key));

    static IEnumerable<string[]> Rows() =>
        Repository.Read(Table).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Select(line => line.Split('\t'));
}
