using System.Globalization;
using Postroom.Deliveries;
using Postroom.Outbox;

namespace Postroom.Tests.Contracts;

public abstract class CauseContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    static readonly FailureCause MailboxFull = new("mailbox-full");

    [Fact]
    public async Task Nothing_failed_is_an_empty_list()
    {
        await DeliverAsync();

        Assert.Empty(await Store.Causes.ListAsync(null, Token));
    }

    [Fact]
    public async Task A_cause_has_number_times_servers_and_an_example()
    {
        var started = Store.Time.GetUtcNow();
        await DeferAsync(MailboxFull);
        Store.Time.Advance(TimeSpan.FromMinutes(5));
        var last = await DeferAsync(MailboxFull);

        var cause = Assert.Single(await Store.Causes.ListAsync(null, Token));

        Assert.Equal(("mailbox-full", 2L, 0L, started, started.AddMinutes(5)), (cause.Cause, cause.Waiting, cause.Failed, cause.FirstSeen, cause.LastSeen));
        Assert.Equal(["mail.example.com:25"], cause.Servers);
        Assert.Equal((last.Id, "ann@example.org", "Hello", "452 4.2.2 full"), (cause.Examples[0].MessageId, cause.Examples[0].Recipient, cause.Examples[0].Subject, cause.Examples[0].Words));
    }

    [Fact]
    public async Task Waiting_and_failed_deliveries_are_counted_apart()
    {
        await DeferAsync(MailboxFull);
        var leased = await Store.AcceptAndLeaseAsync(Store.Message());
        await Store.FinishAsync(leased, new DeliveryOutcome.Bounced("552 5.2.2 full"), cause: MailboxFull);

        var cause = Assert.Single(await Store.Causes.ListAsync(null, Token));

        Assert.Equal((1L, 1L), (cause.Waiting, cause.Failed));
    }

    [Fact]
    public async Task At_most_three_examples_are_given()
    {
        for (var number = 0; number < 5; number++) await DeferAsync(MailboxFull);

        Assert.Equal(3, Assert.Single(await Store.Causes.ListAsync(null, Token)).Examples.Count);
    }

    [Fact]
    public async Task What_waits_stands_before_what_is_over()
    {
        await DeferAsync(MailboxFull);
        Store.Time.Advance(TimeSpan.FromMinutes(1));
        var leased = await Store.AcceptAndLeaseAsync(Store.Message());
        await Store.FinishAsync(leased, new DeliveryOutcome.Bounced("550 5.1.1 no"), cause: new FailureCause("no-such-user"));

        Assert.Equal(["mailbox-full", "no-such-user"], (await Store.Causes.ListAsync(null, Token)).Select(cause => cause.Cause));
    }

    [Fact]
    public async Task A_cause_is_over_when_the_mail_was_taken()
    {
        await DeferAsync(MailboxFull);
        Store.Time.Advance(TimeSpan.FromHours(2));
        await Store.FinishAsync(Assert.Single(await Store.Outbox.LeaseAsync(10, Token)), new DeliveryOutcome.Delivered("250 Ok"));

        Assert.Empty(await Store.Causes.ListAsync(null, Token));
    }

    [Fact]
    public async Task Time_that_ran_out_keeps_the_cause_that_held_the_mail_back()
    {
        await DeferAsync(MailboxFull);
        Store.Time.Advance(TimeSpan.FromHours(2));
        await Store.FinishAsync(Assert.Single(await Store.Outbox.LeaseAsync(10, Token)), new DeliveryOutcome.Expired("out of time"));

        Assert.Equal(("mailbox-full", 1L), (Assert.Single(await Store.Causes.ListAsync(null, Token)).Cause, (await Store.Causes.ListAsync(null, Token))[0].Failed));
    }

    [Fact]
    public async Task What_was_taken_back_counts_no_longer()
    {
        var leased = await DeferAsync(MailboxFull);

        await Store.Outbox.CancelAsync(leased.Id, Token);

        Assert.Empty(await Store.Causes.ListAsync(null, Token));
    }

    [Fact]
    public async Task All_that_waits_for_a_cause_becomes_due_at_once()
    {
        await DeferAsync(MailboxFull);
        await DeferAsync(MailboxFull);
        await DeferAsync(new FailureCause("greylisted"));

        Assert.Equal(2, await Store.Causes.RetryAsync("mailbox-full", withHeld: false, Token));
        Assert.Equal(2, (await Store.Outbox.LeaseAsync(10, Token)).Count);
    }

    [Theory, InlineData(0), InlineData(2), InlineData(7)]
    public async Task What_a_pause_holds_back_counts_to_its_cause(int untried)
    {
        await DeferAsync(MailboxFull);
        Store.WithoutHandOver();
        for (var number = 0; number < untried; number++) await Store.AcceptAsync(Store.Message());
        await Store.AcceptAsync(Store.Message() with { NotBefore = Store.Time.GetUtcNow().AddDays(1) });

        var cause = Assert.Single(await Store.Causes.ListAsync("mailbox-full", Token));
        var rows = await Store.Records.SearchAsync(
            new DeliverySearch { Cause = "mailbox-full", WithHeld = true, AnyOf = [DeliveryState.Waiting, DeliveryState.Leased] }, Token);

        Assert.Equal((1L + untried, 1 + untried, Math.Min(3, 1 + untried)), (cause.Waiting, rows.Rows.Count, cause.Examples.Count));
        Assert.Equal(1 + untried, await Store.Causes.RetryAsync("mailbox-full", withHeld: true, Token));
    }

    [Fact]
    public async Task A_pause_that_holds_only_what_was_never_tried_is_a_cause_all_the_same()
    {
        Store.WithoutHandOver();
        await Store.AcceptAsync(Store.Message());

        Assert.Equal(("settings-unusable", 1L), (Assert.Single(await Store.Causes.ListAsync("settings-unusable", Token)).Cause, (await Store.Causes.ListAsync("settings-unusable", Token))[0].Waiting));
        Assert.Empty(await Store.Causes.ListAsync(null, Token));
    }

    [Fact]
    public async Task What_was_refused_for_good_is_not_tried_again_by_the_thousand()
    {
        var leased = await Store.AcceptAndLeaseAsync(Store.Message());
        await Store.FinishAsync(leased, new DeliveryOutcome.Bounced("550 5.1.1 no"), cause: new FailureCause("no-such-user"));

        Assert.Equal(0, await Store.Causes.RetryAsync("no-such-user", withHeld: false, Token));
    }

    [Fact]
    public async Task A_retry_wakes_the_dispatcher()
    {
        await DeferAsync(MailboxFull);
        await Store.Signal.WaitAsync(TimeSpan.FromHours(1), Store.Time, Token);

        await Store.Causes.RetryAsync("mailbox-full", withHeld: false, Token);

        Assert.True(Store.Signal.WaitAsync(TimeSpan.FromHours(1), Store.Time, Token).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_reply_that_nobody_knows_is_kept_once_and_counted()
    {
        var started = Store.Time.GetUtcNow();
        await DeferAsync(new FailureCause("permanent", "rcpt-to", "550 flux"));
        Store.Time.Advance(TimeSpan.FromMinutes(1));
        await DeferAsync(new FailureCause("permanent", "rcpt-to", "550 flux"));

        Assert.Equal(
            new UnknownReply("rcpt-to", "550 flux", 2, started, started.AddMinutes(1)), Assert.Single(await Store.Causes.UnknownRepliesAsync(Token)));
    }

    [Fact]
    public async Task Beyond_five_hundred_the_oldest_unknown_reply_goes()
    {
        for (var number = 0; number <= 500; number++)
        {
            await DeferAsync(new FailureCause("permanent", null, string.Create(CultureInfo.InvariantCulture, $"550 flux {number}")));
            Store.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        var kept = await Store.Causes.UnknownRepliesAsync(Token);

        Assert.Equal((500, "550 flux 500", "550 flux 1"), (kept.Count, kept[0].Shape, kept[^1].Shape));
    }

    [Fact]
    public async Task Unknown_replies_can_be_forgotten()
    {
        await DeferAsync(new FailureCause("permanent", null, "550 flux"));

        Assert.Equal(1, await Store.Causes.ForgetUnknownRepliesAsync(Token));
        Assert.Empty(await Store.Causes.UnknownRepliesAsync(Token));
    }

    async Task<LeasedMessage> DeferAsync(FailureCause cause)
    {
        var leased = await Store.AcceptAndLeaseAsync(Store.Message());
        await Store.FinishAsync(leased, new DeliveryOutcome.Deferred("452 4.2.2 full", Store.Time.GetUtcNow().AddHours(1)), cause: cause);
        return leased;
    }

    async Task DeliverAsync() =>
        await Store.FinishAsync(await Store.AcceptAndLeaseAsync(Store.Message()), new DeliveryOutcome.Delivered("250 Ok"));
}
