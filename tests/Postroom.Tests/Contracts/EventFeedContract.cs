using Postroom.Deliveries;

namespace Postroom.Tests.Contracts;

public abstract class EventFeedContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    [Fact]
    public async Task An_app_hears_of_a_bounce_with_the_reason()
    {
        var message = Store.Message() with { Kind = "password-reset" };
        await Store.FinishAsync(await Store.AcceptAndLeaseAsync(message), new DeliveryOutcome.Bounced("550 5.1.1 Nobody here"));

        var heard = Assert.Single(await ReadAsync("wiki"));

        Assert.Equal(
            (message.Id.Value, "password-reset", "ann@example.org", DeliveryState.Bounced, "550 5.1.1 Nobody here"),
            (heard.MessageId, heard.Kind, heard.Recipient, heard.State, heard.Reason));
    }

    [Fact]
    public async Task An_app_hears_of_mail_whose_time_ran_out_before_it_was_tried()
    {
        var message = Store.Message();
        await Store.WithoutHandOver().AcceptAsync(message with { ExpiresAt = message.CreatedAt.AddMinutes(1) });
        Store.Time.Advance(TimeSpan.FromMinutes(2));

        await Store.Outbox.ExpireOverdueAsync(Token);

        Assert.Equal(DeliveryState.Expired, Assert.Single(await ReadAsync("wiki")).State);
    }

    [Fact]
    public async Task An_app_hears_of_what_was_taken_back()
    {
        var id = await Store.WithoutHandOver().AcceptAsync(Store.Message());

        await Store.Outbox.CancelAsync(id, Token);

        Assert.Equal(DeliveryState.Cancelled, Assert.Single(await ReadAsync("wiki")).State);
    }

    [Fact]
    public async Task What_was_delivered_or_waits_makes_no_event()
    {
        await Store.FinishAsync(await Store.AcceptAndLeaseAsync(Store.Message()), new DeliveryOutcome.Delivered("250 Ok"));
        await Store.FinishAsync(
            await Store.AcceptAndLeaseAsync(Store.Message()), new DeliveryOutcome.Deferred("450 Later", Store.Time.GetUtcNow().AddHours(1)));

        Assert.Empty(await ReadAsync("wiki"));
    }

    [Fact]
    public async Task An_app_hears_only_of_its_own()
    {
        await Store.FinishAsync(await Store.AcceptAndLeaseAsync(Store.Message()), new DeliveryOutcome.Bounced("550 No"));

        Assert.Empty(await ReadAsync("chat"));
    }

    [Fact]
    public async Task The_feed_goes_on_after_a_number()
    {
        for (var i = 0; i < 3; i++)
            await Store.FinishAsync(await Store.AcceptAndLeaseAsync(Store.Message()), new DeliveryOutcome.Bounced($"550 {i}"));
        var first = await Store.Events.ReadAsync("wiki", 0, 2, Token);

        var rest = await Store.Events.ReadAsync("wiki", first[^1].Id, 2, Token);

        Assert.Equal(["550 0", "550 1"], first.Select(one => one.Reason));
        Assert.Equal("550 2", Assert.Single(rest).Reason);
    }

    Task<IReadOnlyList<DeliveryEvent>> ReadAsync(string app) => Store.Events.ReadAsync(app, 0, 10, Token);
}
