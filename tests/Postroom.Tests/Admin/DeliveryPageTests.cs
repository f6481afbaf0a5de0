using System.Net;
using Postroom.Deliveries;
using Postroom.Outbox;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

public sealed class DeliveryPageTests
{
    [Fact]
    public async Task An_empty_list_says_what_to_do_first()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await browser.GetAsync("/deliveries");

        Assert.Equal("No mail yet", page.TextOf(".empty h2"));
    }

    [Fact]
    public async Task A_search_finds_by_recipient()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await app.AcceptAsync("anna@example.org");
        await app.AcceptAsync("berta@example.org");

        var page = await browser.GetAsync("/deliveries?q=berta");

        Assert.Equal("berta@example.org", page.TextOf("tbody a"));
    }

    [Fact]
    public async Task A_list_shows_one_state()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await app.AcceptAsync("anna@example.org");
        await app.FinishAsync(new DeliveryOutcome.Delivered("250 OK"));
        await app.AcceptAsync("berta@example.org");

        var page = await browser.GetAsync("/deliveries?state=delivered");

        Assert.Equal("anna@example.org", page.TextOf("tbody a"));
    }

    [Fact]
    public async Task Older_ones_are_on_the_next_page()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        for (var i = 0; i < 51; i++) await app.AcceptAsync($"reader-{i}@example.org");

        var first = await browser.GetAsync("/deliveries");
        var next = await browser.GetAsync(first.One("a[rel=next]").GetAttribute("href")!);

        Assert.Equal((50, 1), (first.All("tbody tr").Count, next.All("tbody tr").Count));
    }

    [Fact]
    public async Task A_failure_without_a_reply_reads_as_on_the_test_page()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var message = await app.AcceptAsync();
        await app.FinishAsync(new DeliveryOutcome.Deferred("The certificate ended on 1 May.", app.Time.GetUtcNow()), cause: new("certificate-expired", "tls"));

        var page = await browser.GetAsync($"/deliveries/{message.Id}");

        Assert.StartsWith("A certificate of mail.example.net:25 has expired.", page.All(".timeline li")[1].QuerySelector("p")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_shows_each_attempt_with_cause_words_and_conversation()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var message = await app.AcceptAsync();
        await app.FinishAsync(new DeliveryOutcome.Bounced("550 5.1.1 No such user"), "C: RCPT TO:<anna@example.org>");

        var page = await browser.GetAsync($"/deliveries/{message.Id}");

        var attempt = page.All(".timeline li")[1];
        Assert.Equal(("550 5.1.1 No such user", "C: RCPT TO:<anna@example.org>"), (attempt.QuerySelector(".words")!.TextContent, attempt.QuerySelector(".transcript")!.TextContent));
    }

    [Fact]
    public async Task What_was_refused_is_tried_again_at_a_press()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var message = await app.AcceptAsync();
        await app.FinishAsync(new DeliveryOutcome.Bounced("550 No"));

        await browser.SubmitAsync(await browser.GetAsync($"/deliveries/{message.Id}"), $"/deliveries/{message.Id}/retry");

        Assert.Equal(DeliveryState.Waiting, await StateOfAsync(app, message.Id));
    }

    [Fact]
    public async Task What_waits_can_be_taken_back()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var message = await app.AcceptAsync();

        await browser.SubmitAsync(await browser.GetAsync($"/deliveries/{message.Id}"), $"/deliveries/{message.Id}/cancel");

        Assert.Equal(DeliveryState.Cancelled, await StateOfAsync(app, message.Id));
    }

    [Fact]
    public async Task A_message_that_is_not_there_is_not_found()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/deliveries/01a1fcbc-918d-7a3a-81b5-c2e33cda4ad4")).Status);
    }

    static async Task<DeliveryState?> StateOfAsync(ConsoleApp app, MessageId id) =>
        (await app.Get<IDeliveryRecords>().FindAsync(id, TestContext.Current.CancellationToken))?.Deliveries[0].State;
}
