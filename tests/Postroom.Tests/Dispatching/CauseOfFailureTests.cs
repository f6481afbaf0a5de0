using Postroom.Dispatching;
using Postroom.Mail.Addresses;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using Postroom.Outbox;

namespace Postroom.Tests.Dispatching;

public sealed class CauseOfFailureTests
{
    static readonly EmailAddress Anna = ((MailboxParse.Parsed)MailboxParser.ParseAddress("anna@example.org")).Mailbox.Address;

    [Fact]
    public void Mail_that_was_taken_has_none() =>
        Assert.Null(CauseOfFailure.Of(new RecipientOutcome.Accepted(Anna, new Reply(250, null, ["Ok"])), "wiki@example.com"));

    [Fact]
    public void A_reply_that_is_known_is_named() =>
        Assert.Equal(new FailureCause("mailbox-full", "rcpt-to"), Refused(new Reply(452, new EnhancedStatus(4, 2, 2), ["Mailbox full"])));

    [Fact]
    public void A_reply_that_is_not_known_is_kept_without_names() =>
        Assert.Equal(
            new FailureCause("recipient-refused", "rcpt-to", "550 no flux for <name> from <name>"),
            Refused(new Reply(550, null, ["no flux for anna from wiki"])));

    [Fact]
    public void A_break_is_named_by_its_kind() =>
        Assert.Equal("connection-lost", CauseOfFailure.Of(new SmtpFailure(SmtpStage.Data, SmtpFault.ConnectionLost, "It broke.")).Id);

    [Theory]
    [InlineData(SmtpStage.Connect, "timed-out-connect")]
    [InlineData(SmtpStage.Greeting, "timed-out-greeting")]
    [InlineData(SmtpStage.Data, "timed-out")]
    public void Silence_is_named_by_where_it_began(SmtpStage stage, string cause) =>
        Assert.Equal(cause, CauseOfFailure.Of(new SmtpFailure(stage, SmtpFault.TimedOut, "It said nothing.")).Id);

    [Fact]
    public void A_login_without_a_token_is_named_by_what_stands_in_its_way() =>
        Assert.Equal(
            "token-secret-expired",
            CauseOfFailure.Of(new SmtpFailure(SmtpStage.Auth, SmtpFault.TokenUnavailable, "No token.") { Reason = "token-secret-expired" }).Id);

    [Fact]
    public void The_answer_to_a_login_is_never_kept() =>
        Assert.Null(CauseOfFailure.Of(new SmtpFailure(SmtpStage.Auth, SmtpFault.CredentialsRefused, "", new Reply(554, null, ["no flux for hunter2"]))).UnknownShape);

    static FailureCause? Refused(Reply reply) => CauseOfFailure.Of(new RecipientOutcome.Refused(Anna, SmtpStage.RcptTo, reply), "wiki@example.com");
}
