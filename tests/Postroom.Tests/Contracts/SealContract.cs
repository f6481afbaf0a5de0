using Postroom.Deliveries;
using Postroom.Outbox;

namespace Postroom.Tests.Contracts;

public abstract class SealContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    const string Secret = "aB3-xY_9fQz0LmN-pRs7Tu_VwXyZ1234567890-AbCd";

    [Fact]
    public async Task Account_mail_is_read_as_it_was_accepted_with_its_secrets()
    {
        var message = AccountMail();

        await Store.AcceptAsync(message);

        var kept = Assert.IsType<BodyReading.Kept>(await Store.Outbox.ReadBodyAsync(message.Id, Token));
        Assert.Equal(message.Bytes.ToArray(), kept.Bytes.ToArray());
        Assert.Equal((BodyKeeping.SealedUntilDone, Secret), (kept.Keeping, Assert.Single(kept.Secrets)));
    }

    [Fact]
    public async Task A_large_body_is_read_as_it_was_accepted()
    {
        var bytes = new byte[700_001];
        new Random(4711).NextBytes(bytes);
        var message = AccountMail() with { Bytes = bytes };

        await Store.AcceptAsync(message);

        Assert.Equal(bytes, (await Store.Outbox.ReadBytesAsync(message.Id, Token))!.Value.ToArray());
    }

    [Fact]
    public async Task What_is_handed_over_at_once_has_its_secrets()
    {
        await Store.AcceptAsync(AccountMail());

        Assert.Equal(Secret, Assert.Single(Assert.Single(Store.Ready.Drain()).Secrets));
    }

    [Theory, MemberData(nameof(DeliveryEnds.All), MemberType = typeof(DeliveryEnds))]
    public async Task Account_mail_that_is_done_is_wiped(string end, DeliveryOutcome outcome)
    {
        var leased = await Store.AcceptAndLeaseAsync(AccountMail());

        await Store.FinishAsync(leased, outcome);

        Assert.IsType<BodyReading.Wiped>(await Store.Outbox.ReadBodyAsync(leased.Id, Token));
        Assert.True((await Store.FindAsync(leased.Id)).IsWiped, end);
    }

    [Fact]
    public async Task Account_mail_that_is_taken_back_is_wiped()
    {
        Store.WithoutHandOver();
        var id = await Store.AcceptAsync(AccountMail());

        await Store.Outbox.CancelAsync(id, Token);

        Assert.IsType<BodyReading.Wiped>(await Store.Outbox.ReadBodyAsync(id, Token));
    }

    [Fact]
    public async Task Account_mail_whose_time_ran_out_is_wiped()
    {
        Store.WithoutHandOver();
        var id = await Store.AcceptAsync(AccountMail());
        Store.Time.Advance(TimeSpan.FromDays(6));

        await Store.Outbox.ExpireOverdueAsync(Token);

        Assert.IsType<BodyReading.Wiped>(await Store.Outbox.ReadBodyAsync(id, Token));
    }

    [Fact]
    public async Task Account_mail_is_kept_while_it_is_tried_again()
    {
        var leased = await Store.AcceptAndLeaseAsync(AccountMail());

        await Store.FinishAsync(leased, new DeliveryOutcome.Deferred("421 Later", Store.Time.GetUtcNow()));

        Assert.IsType<BodyReading.Kept>(await Store.Outbox.ReadBodyAsync(leased.Id, Token));
    }

    [Fact]
    public async Task Account_mail_is_kept_while_one_of_its_recipients_waits()
    {
        var leased = await Store.AcceptAndLeaseAsync(AccountMail("ann@example.org", "ben@example.org"));

        await Store.FinishAsync(leased with { Deliveries = [leased.Deliveries[0]] }, new DeliveryOutcome.Delivered("250 Ok"));
        var before = await Store.Outbox.ReadBodyAsync(leased.Id, Token);
        await Store.FinishAsync(leased with { Deliveries = [leased.Deliveries[1]] }, new DeliveryOutcome.Bounced("550 No"));

        Assert.IsType<BodyReading.Kept>(before);
        Assert.IsType<BodyReading.Wiped>(await Store.Outbox.ReadBodyAsync(leased.Id, Token));
    }

    [Fact]
    public async Task What_is_wiped_is_not_tried_again_and_its_record_stays()
    {
        var leased = await Store.AcceptAndLeaseAsync(AccountMail());
        await Store.FinishAsync(leased, new DeliveryOutcome.Bounced("550 No"), "S: 550 No");

        var retried = await Store.Outbox.RetryAsync(leased.Id, Token);

        var record = await Store.FindAsync(leased.Id);
        Assert.Equal((0, DeliveryState.Bounced, "550 No"), (retried, record.Deliveries[0].State, record.Deliveries[0].LastWords));
        Assert.True((await Store.Records.LedgerAsync(Token)).IsBalanced);
    }

    [Theory, InlineData(Lane.Direct), InlineData(Lane.Notification), InlineData(Lane.Bulk)]
    public async Task Other_mail_stays_when_it_is_done(Lane lane)
    {
        var leased = await Store.AcceptAndLeaseAsync(Store.Message(lane) with { Secrets = [Secret] });

        await Store.FinishAsync(leased, new DeliveryOutcome.Delivered("250 Ok"));

        var kept = Assert.IsType<BodyReading.Kept>(await Store.Outbox.ReadBodyAsync(leased.Id, Token));
        Assert.Equal((BodyKeeping.Sealed, Secret), (kept.Keeping, Assert.Single(kept.Secrets)));
    }

    [Fact]
    public async Task An_unknown_message_is_unknown() =>
        Assert.IsType<BodyReading.Unknown>(await Store.Outbox.ReadBodyAsync(MessageId.New(Store.Time), Token));

    OutboxMessage AccountMail(params string[] recipients) => Store.Message(Lane.Account, recipients) with { Secrets = [Secret] };
}
