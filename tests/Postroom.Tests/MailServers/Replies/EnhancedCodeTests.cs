using System.Globalization;
using Postroom.Mail.Smtp;
using Postroom.MailServers.Replies;
using Postroom.Tests.Support;

namespace Postroom.Tests.MailServers.Replies;

/// <summary>The registry of enhanced status codes (RFC 5248), as <c>enhanced-codes.tsv</c> has it.</summary>
public sealed class EnhancedCodeTests
{
    const string Registry = "tests/Postroom.Tests/MailServers/Replies/enhanced-codes.tsv";

    // X.0.0, X.7.0 and X.7.1 name a subject and nothing within it, so the words would be worth knowing.
    static readonly string[] SayNothing = ["0.0", "7.0", "7.1"];

    public static TheoryData<string> Codes => [.. Rows().Select(row => row[0])];

    [Theory, MemberData(nameof(Codes))]
    public void Has_a_meaning_of_its_own_for_good_and_for_now(string code)
    {
        var (subject, detail) = Parse(code);

        Assert.All([4, 5], category => Assert.Equal(
            SayNothing.Contains(code),
            ReplyTable.Judge(null, new Reply((category * 100) + 59, new EnhancedStatus(category, subject, detail), ["x"])).IsGeneral));
    }

    [Theory, MemberData(nameof(Codes))]
    public void Is_never_final_for_now(string code)
    {
        var (subject, detail) = Parse(code);

        Assert.NotEqual(RetryClass.Never, ReplyTable.Judge(null, new Reply(450, new EnhancedStatus(4, subject, detail), ["x"])).Retry);
    }

    [Fact]
    public void The_whole_registry_is_there() => Assert.Equal(81, Rows().Select(row => row[0]).Distinct().Count());

    static (int Subject, int Detail) Parse(string code)
    {
        var parts = code.Split('.');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    static IEnumerable<string[]> Rows() =>
        Repository.Read(Registry).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Select(line => line.Split('\t'));
}
