using Postroom.Mail.Smtp;
using Postroom.MailServers.Replies;
using Postroom.Tests.Support;

namespace Postroom.Tests.MailServers.Replies;

/// <summary>The stage decides first: at no stage does a reply speak of something that was not named yet.</summary>
public sealed class ReplyStageTests
{
    const string Table = "tests/Postroom.Tests/MailServers/Replies/real-replies.tsv";

    static readonly string[] AboutRecipients =
        ["no-such-user", "no-such-domain", "mailbox-full", "mailbox-disabled", "recipient-refused", "recipient-moved", "bad-recipient-address", "mailbox-unavailable", "mailing-list"];

    static readonly string[] AboutLogins = ["auth-wrong", "auth-temporary", "auth-too-weak", "password-change-needed", "login-required"];

    public static TheoryData<SmtpStage> BeforeRecipients => [SmtpStage.Greeting, SmtpStage.Ehlo, SmtpStage.StartTls, SmtpStage.Auth, SmtpStage.MailFrom];

    public static TheoryData<SmtpStage> BeforeLogins => [SmtpStage.Greeting, SmtpStage.Ehlo, SmtpStage.StartTls];

    [Theory, MemberData(nameof(BeforeRecipients))]
    public void No_words_blame_a_recipient_before_one_was_named(SmtpStage stage) =>
        Assert.All(Texts(), text => Assert.DoesNotContain(JudgeAt(stage, text), AboutRecipients));

    [Theory, MemberData(nameof(BeforeLogins))]
    public void No_words_blame_a_login_before_there_was_one(SmtpStage stage) =>
        Assert.All(Texts(), text => Assert.DoesNotContain(JudgeAt(stage, text), AboutLogins));

    [Theory, MemberData(nameof(BeforeRecipients))]
    public void No_number_alone_blames_a_recipient_before_one_was_named(SmtpStage stage) =>
        Assert.All(Enumerable.Range(400, 200), code => Assert.DoesNotContain(ReplyTable.Judge(stage, new Reply(code, null, ["x"])).Id, AboutRecipients));

    [Fact]
    public void Every_meaning_says_when_it_may_answer_and_no_other_does() =>
        Assert.Equal(ReplyTable.Rules.Select(rule => rule.Id).Distinct().Order(StringComparer.Ordinal), ReplyStages.Load().Ids.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_group_of_words_is_asked_for() =>
        Assert.Equal(
            ReplyWords.Load().Groups.Order(StringComparer.Ordinal),
            ReplyTable.Rules.SelectMany(rule => (rule.Words ?? []).Concat(rule.Without ?? [])).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Your relay is denied", "relay", "deny")]
    [InlineData("Recipient: anna@relay.example.org", "recipient", null)]
    [InlineData("see https://denied.example.org/relay for help", null, null)]
    [InlineData("quota-exceeded", "limit", "full")]
    [InlineData("zip", null, null)] // has "ip" in it
    public void A_word_is_found_as_a_word_and_not_in_names(string text, string? first, string? second)
    {
        var words = ReplyWords.Load();
        var found = words.Find(text);

        Assert.All(new[] { first, second }.OfType<string>(), group => Assert.True(found.Has(words.NumberOf(group))));
        if (first != "relay") Assert.False(found.Has(words.NumberOf("relay")));
        if (first is null) Assert.DoesNotContain(words.Groups, group => found.Has(words.NumberOf(group)) && group is "deny" or "client");
    }

    static string JudgeAt(SmtpStage stage, string text) => ReplyTable.Judge(stage, new Reply(550, null, [text])).Id;

    // Whatever else a log line says around it, the words are those of a real server.
    static List<string> Texts() =>
        [.. Repository.Read(Table).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Select(line => line.Split('\t')[3])];
}
