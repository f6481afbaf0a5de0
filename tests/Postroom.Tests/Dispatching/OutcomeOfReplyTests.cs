using Postroom.Deliveries;
using Postroom.Dispatching;
using Postroom.Mail.Addresses;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;

namespace Postroom.Tests.Dispatching;

public sealed class OutcomeOfReplyTests
{
    static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    static readonly EmailAddress Anna = ((MailboxParse.Parsed)MailboxParser.ParseAddress("anna@example.org")).Mailbox.Address;
    static readonly KnownOfServer Proven = new(TookThis: false, TookAny: true, TakesOthersOnly: false);
    readonly OutcomeOfReply _outcomes = new(TimeSpan.FromMinutes(1), () => 0.5);

    [Fact]
    public void A_message_the_server_took_is_delivered() =>
        Assert.Equal(new DeliveryOutcome.Delivered("250 2.0.0 queued as 4XYZ"), Of(new RecipientOutcome.Accepted(Anna, Reply(250, "queued as 4XYZ"))));

    [Fact]
    public void A_transient_refusal_is_tried_again_after_the_first_wait() =>
        Assert.Equal(
            new DeliveryOutcome.Deferred("450 4.0.0 greylisted", Now.AddMinutes(1)),
            Of(new RecipientOutcome.Refused(Anna, SmtpStage.RcptTo, Reply(450, "greylisted"))));

    [Fact]
    public void A_permanent_refusal_bounces_at_once() =>
        Assert.IsType<DeliveryOutcome.Bounced>(Of(new RecipientOutcome.Refused(Anna, SmtpStage.RcptTo, Reply(550, "no such user"))));

    [Theory, InlineData(452), InlineData(552)]
    public void One_recipient_too_many_is_tried_at_once_when_others_went_through(int code) =>
        Assert.Equal(
            Now,
            Assert.IsType<DeliveryOutcome.Deferred>(
                Of(new RecipientOutcome.Refused(Anna, SmtpStage.RcptTo, Reply(code, "too many recipients")), othersAccepted: true)).NextAttempt);

    [Fact]
    public void A_552_for_the_only_recipient_bounces() =>
        Assert.IsType<DeliveryOutcome.Bounced>(Of(new RecipientOutcome.Refused(Anna, SmtpStage.RcptTo, Reply(552, "mailbox full"))));

    [Fact]
    public void A_greylisting_server_is_asked_again_within_five_minutes()
    {
        var greylisted = new RecipientOutcome.Refused(Anna, SmtpStage.RcptTo, new Reply(450, new EnhancedStatus(4, 7, 1), ["Greylisted, try again"]));

        var outcome = _outcomes.Of(greylisted, attempt: 6, Proven, Now, Now.AddDays(5));

        Assert.Equal(Now.AddMinutes(5), Assert.IsType<DeliveryOutcome.Deferred>(outcome).NextAttempt);
    }

    [Theory, InlineData(SmtpStage.RcptTo), InlineData(SmtpStage.EndOfData)]
    public void Unknown_words_of_a_server_that_never_took_mail_do_not_bounce(SmtpStage stage) =>
        Assert.IsType<DeliveryOutcome.Deferred>(_outcomes.Of(
            new RecipientOutcome.Refused(Anna, stage, Reply(550, "computer says no")), 1, new KnownOfServer(false, TookAny: false, false), Now, Now.AddDays(5)));

    [Fact]
    public void Known_words_of_a_server_that_never_took_mail_bounce() =>
        Assert.IsType<DeliveryOutcome.Bounced>(_outcomes.Of(
            new RecipientOutcome.Refused(Anna, SmtpStage.RcptTo, Reply(550, "no such user")), 1, new KnownOfServer(false, TookAny: false, false), Now, Now.AddDays(5)));

    [Fact]
    public void Unknown_words_of_a_server_that_takes_mail_bounce() =>
        Assert.IsType<DeliveryOutcome.Bounced>(Of(new RecipientOutcome.Refused(Anna, SmtpStage.RcptTo, Reply(550, "computer says no"))));

    [Theory, InlineData(true), InlineData(false)]
    public void A_sender_that_is_refused_while_others_are_taken_bounces(bool takesOthersOnly) =>
        Assert.Equal(takesOthersOnly, _outcomes.Of(
            new RecipientOutcome.Refused(Anna, SmtpStage.MailFrom, Reply(553, "sender address not owned by user")),
            1, new KnownOfServer(TookThis: false, TookAny: true, takesOthersOnly), Now, Now.AddDays(5)) is DeliveryOutcome.Bounced);

    [Fact]
    public void What_the_settings_are_to_blame_for_is_kept_although_it_is_permanent() =>
        Assert.IsType<DeliveryOutcome.Deferred>(Of(new RecipientOutcome.Refused(
            Anna, SmtpStage.RcptTo, new Reply(554, new EnhancedStatus(5, 7, 1), ["<anna@example.org>: Relay access denied"]))));

    [Fact]
    public void Relaying_denied_beside_a_recipient_that_was_taken_bounces() =>
        Assert.IsType<DeliveryOutcome.Bounced>(Of(
            new RecipientOutcome.Refused(Anna, SmtpStage.RcptTo, new Reply(554, new EnhancedStatus(5, 7, 1), ["<anna@example.org>: Relay access denied"])),
            othersAccepted: true));

    [Fact]
    public void A_break_before_the_end_of_the_message_is_tried_again() =>
        Assert.IsType<DeliveryOutcome.Deferred>(Of(new RecipientOutcome.NotSent(Anna, Failure(SmtpStage.Data, SmtpFault.ConnectionLost))));

    [Theory, InlineData(SmtpFault.TooLarge), InlineData(SmtpFault.SmtpUtf8NotOffered), InlineData(SmtpFault.NotTransferable)]
    public void A_message_this_server_can_never_take_bounces(SmtpFault fault) =>
        Assert.IsType<DeliveryOutcome.Bounced>(Of(new RecipientOutcome.NotSent(Anna, Failure(SmtpStage.MailFrom, fault))));

    [Fact]
    public void A_break_after_the_end_of_the_message_is_uncertain_and_tried_again()
    {
        var outcome = Of(new RecipientOutcome.Uncertain(Anna, Failure(SmtpStage.EndOfData, SmtpFault.ConnectionLost)));

        Assert.Equal(Now.AddMinutes(1), Assert.IsType<DeliveryOutcome.Uncertain>(outcome).NextAttempt);
    }

    [Fact]
    public void A_transient_refusal_in_the_last_minute_expires() =>
        Assert.IsType<DeliveryOutcome.Expired>(_outcomes.Of(
            new RecipientOutcome.Refused(Anna, SmtpStage.RcptTo, Reply(450, "later")), 1, Proven, Now, Now.AddSeconds(30)));

    [Fact]
    public void The_servers_own_words_stay_with_ours() =>
        Assert.Equal(
            "The server refused the sender. (550 5.0.0 not yours)",
            OutcomeOfReply.Words(new SmtpFailure(SmtpStage.MailFrom, SmtpFault.Refused, "The server refused the sender.", Reply(550, "not yours"))));

    DeliveryOutcome Of(RecipientOutcome recipient, bool othersAccepted = false) =>
        _outcomes.Of(recipient, 1, Proven with { TookThis = othersAccepted }, Now, Now.AddDays(5));

    static Reply Reply(int code, string text) => new(code, new EnhancedStatus(code / 100, 0, 0), [text]);

    static SmtpFailure Failure(SmtpStage stage, SmtpFault fault) => new(stage, fault, "It broke.");
}
