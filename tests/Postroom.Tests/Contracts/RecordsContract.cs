using Postroom.Deliveries;
using Postroom.Outbox;

namespace Postroom.Tests.Contracts;

public abstract class RecordsContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    [Fact]
    public async Task Lists_the_newest_first()
    {
        await Store.AcceptAsync(Store.Message(Lane.Direct, "old@example.org"));
        await Store.AcceptAsync(Store.Message(Lane.Direct, "new@example.org"));

        Assert.Equal(["new@example.org", "old@example.org"], await FindAsync(new DeliverySearch()));
    }

    [Fact]
    public async Task A_row_says_what_there_is_to_know()
    {
        var message = Store.Message();
        await Store.FinishAsync(await Store.AcceptAndLeaseAsync(message), new DeliveryOutcome.Deferred("451 busy", Store.Time.GetUtcNow().AddHours(1)));

        var row = Assert.Single((await Store.Records.SearchAsync(new DeliverySearch(), Token)).Rows);

        Assert.Equal(
            new DeliveryRow(message.Id, "wiki", Lane.Direct, "ann@example.org", "Wiki <wiki@example.com>", "Hello", DeliveryState.Waiting, 1,
                message.CreatedAt, Store.Time.GetUtcNow().AddHours(1), "451 busy"),
            row);
    }

    [Theory]
    [InlineData("ANN@")]
    [InlineData("wiki@example.com")]
    [InlineData("hell")]
    [InlineData("greylisted")]
    [InlineData("1@example.com")]
    public async Task Finds_words_wherever_people_look_for_them(string text)
    {
        await Store.FinishAsync(await Store.AcceptAndLeaseAsync(Store.Message()), new DeliveryOutcome.Bounced("450 Greylisted"));
        await Store.AcceptAsync(Store.Message(Lane.Direct, "zoe@example.net") with
        {
            EnvelopeSender = "shop@example.net",
            From = "Shop",
            Subject = "Bye",
            InternetMessageId = "2@example.net",
        });

        Assert.Equal(["ann@example.org"], await FindAsync(new DeliverySearch { Text = text }));
    }

    [Fact]
    public async Task Finds_a_message_by_its_id()
    {
        var id = await Store.AcceptAsync(Store.Message());
        await Store.AcceptAsync(Store.Message(Lane.Direct, "zoe@example.net"));

        Assert.Equal(["ann@example.org"], await FindAsync(new DeliverySearch { Text = id.ToString() }));
    }

    [Theory, InlineData("%"), InlineData("_"), InlineData("\\"), InlineData("' or 1=1 --")]
    public async Task Takes_every_character_as_itself(string text)
    {
        await Store.AcceptAsync(Store.Message());

        Assert.Empty(await FindAsync(new DeliverySearch { Text = text }));
    }

    [Fact]
    public async Task Lists_one_app_alone()
    {
        await Store.AcceptAsync(Store.Message());
        await Store.AcceptAsync(Store.Message(Lane.Direct, "zoe@example.net") with { App = "shop" });

        Assert.Equal(["zoe@example.net"], await FindAsync(new DeliverySearch { App = "shop" }));
    }

    [Theory, InlineData(DeliveryState.Waiting), InlineData(DeliveryState.Leased), InlineData(DeliveryState.Delivered), InlineData(DeliveryState.Bounced)]
    public async Task Lists_one_state_alone(DeliveryState state)
    {
        await Store.AcceptAsync(Store.Message(Lane.Direct, "Waiting@example.org") with { NotBefore = Store.Time.GetUtcNow().AddHours(1) });
        await Store.FinishAsync(await Store.AcceptAndLeaseAsync(Store.Message(Lane.Direct, "Delivered@example.org")), new DeliveryOutcome.Delivered("250"));
        await Store.FinishAsync(await Store.AcceptAndLeaseAsync(Store.Message(Lane.Direct, "Bounced@example.org")), new DeliveryOutcome.Bounced("550"));
        await Store.AcceptAsync(Store.Message(Lane.Direct, "Leased@example.org"));

        Assert.Equal([$"{state}@example.org"], await FindAsync(new DeliverySearch { State = state }));
    }

    [Theory, InlineData(null), InlineData(DeliveryState.Waiting)]
    public async Task Pages_follow_on_without_gap_or_repeat(DeliveryState? state)
    {
        Store.WithoutHandOver();
        for (var number = 0; number < 10; number++) await Store.AcceptAsync(Store.Message(Lane.Direct, $"{number}@example.org"));

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Store.Records.SearchAsync(new DeliverySearch { Limit = 4, Cursor = cursor, State = state }, Token);
            seen.AddRange(page.Rows.Select(row => row.Recipient));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(0, 10).Reverse().Select(number => $"{number}@example.org"), seen);
    }

    [Fact]
    public async Task The_last_page_says_that_it_is_the_last()
    {
        await Store.AcceptAsync(Store.Message());

        Assert.Null((await Store.Records.SearchAsync(new DeliverySearch { Limit = 1 }, Token)).NextCursor);
    }

    [Fact]
    public async Task A_cursor_that_is_none_begins_at_the_newest()
    {
        await Store.AcceptAsync(Store.Message());

        Assert.Single(await FindAsync(new DeliverySearch { Cursor = "nonsense" }));
    }

    [Fact]
    public async Task An_unknown_message_is_not_found() =>
        Assert.Null(await Store.Records.FindAsync(MessageId.New(Store.Time), Token));

    [Fact]
    public async Task A_message_is_found_with_all_its_attempts()
    {
        var leased = await Store.AcceptAndLeaseAsync(Store.Message());
        await Store.FinishAsync(leased, new DeliveryOutcome.Deferred("451 busy", Store.Time.GetUtcNow()));
        await Store.FinishAsync(Assert.Single(await Store.Outbox.LeaseAsync(1, Token)), new DeliveryOutcome.Delivered("250 Ok"));

        var attempts = Assert.Single((await Store.FindAsync(leased.Id)).Deliveries).Attempts;

        Assert.Equal([(1, "deferred", "451 busy"), (2, "delivered", "250 Ok")], attempts.Select(attempt => (attempt.Number, attempt.Outcome, attempt.Words)));
    }

    async Task<IEnumerable<string>> FindAsync(DeliverySearch search) =>
        (await Store.Records.SearchAsync(search, Token)).Rows.Select(row => row.Recipient);
}
