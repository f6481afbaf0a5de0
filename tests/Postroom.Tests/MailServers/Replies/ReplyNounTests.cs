using Postroom.Mail.Smtp;
using Postroom.MailServers.Replies;

namespace Postroom.Tests.MailServers.Replies;

/// <summary>A reply speaks of several things at once: which of them it is about.</summary>
public sealed class ReplyNounTests
{
    [Theory]
    [InlineData(SmtpStage.RcptTo, 552, "Your mailbox plan allows 40 mails per hour", "too-fast")]
    [InlineData(SmtpStage.Data, 554, "looks like spam: 300 mails an hour is more than our limit of 100 per hour", "too-fast")]
    [InlineData(SmtpStage.RcptTo, 552, "limit of 7 recipients exceeded", "too-many-recipients")]
    [InlineData(SmtpStage.RcptTo, 552, "mailbox of the recipient is at its limit", "mailbox-full")]
    [InlineData(SmtpStage.Data, 552, "limit of 7 MB for the size of a message exceeded", "too-large")]
    public void A_rate_comes_before_spam_and_a_number_of_recipients_before_a_mailbox(SmtpStage stage, int code, string text, string id) =>
        Assert.Equal(id, ReplyTable.Judge(stage, new Reply(code, null, [text])).Id);

    [Theory]
    [InlineData("the link example in this mail is listed on a blocklist", "spam")]
    [InlineData("your network is listed on a blocklist", "listed")]
    [InlineData("this is no open relay", "relay-denied")]
    [InlineData("we are not an open relay", "relay-denied")]
    public void What_is_listed_decides_who_acts(string text, string id) =>
        Assert.Equal(id, ReplyTable.Judge(SmtpStage.Data, new Reply(550, null, [text])).Id);

    [Theory]
    [InlineData(SmtpStage.MailFrom, "unauthenticated client", "login-required")]
    [InlineData(SmtpStage.RcptTo, "unauthenticated client", "login-required")]
    [InlineData(SmtpStage.MailFrom, "domain has no MX", "sender-domain-unknown")]
    [InlineData(SmtpStage.RcptTo, "domain has no MX", "no-such-domain")]
    [InlineData(SmtpStage.MailFrom, "local part too long", "sender-refused")]
    [InlineData(SmtpStage.RcptTo, "local part too long", "bad-recipient-address")]
    [InlineData(SmtpStage.Greeting, "hostname does not fit", "no-reverse-dns")]
    [InlineData(SmtpStage.RcptTo, "spam from your IP", "low-reputation")]
    [InlineData(SmtpStage.Data, "spam in your text", "spam")]
    public void The_same_words_are_about_whoever_the_stage_is_about(SmtpStage stage, string text, string id) =>
        Assert.Equal(id, ReplyTable.Judge(stage, new Reply(550, null, [text])).Id);

    [Theory]
    [InlineData("MailboxDisabled", "mailbox-disabled")]
    [InlineData("SpamDetectedHere", "spam")]
    [InlineData("Casella piena", "mailbox-full")]
    [InlineData("Empfaenger unbekannt", "no-such-user")]
    [InlineData("nieznany adresat", "no-such-user")]
    public void Words_are_found_in_names_of_errors_and_in_other_languages(string text, string id) =>
        Assert.Equal(id, ReplyTable.Judge(id == "spam" ? SmtpStage.Data : SmtpStage.RcptTo, new Reply(550, null, [text])).Id);

    [Theory]
    [InlineData(SmtpStage.Data, 450, "temporary")]
    [InlineData(SmtpStage.RcptTo, 450, "recipient-later")]
    [InlineData(SmtpStage.Data, 500, "message-refused")]
    public void A_number_without_words_speaks_of_its_stage(SmtpStage stage, int code, string id) =>
        Assert.Equal(id, ReplyTable.Judge(stage, new Reply(code, null, ["hm"])).Id);
}
