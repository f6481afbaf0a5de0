using Postroom.Deliveries;
using Postroom.Outbox;
using Postroom.People;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

public sealed class CausePageTests
{
    static readonly FailureCause MailboxFull = new("mailbox-full", "rcpt-to");

    [Fact]
    public async Task Without_failures_it_says_so()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        Assert.Equal("Nothing is waiting and nothing has failed", (await browser.GetAsync("/causes")).TextOf(".empty h2"));
    }

    [Fact]
    public async Task A_cause_says_what_happened_and_leads_to_an_example()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var message = await DeferAsync(app);

        var page = await browser.GetAsync("/causes");

        Assert.Equal("The recipient's mailbox is full.", page.TextOf("#mailbox-full"));
        Assert.Equal($"/deliveries/{message.Id}", page.One("section[aria-labelledby=mailbox-full] li a").GetAttribute("href"));
    }

    [Fact]
    public async Task The_servers_words_are_text()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await app.AcceptAsync();
        await app.FinishAsync(new DeliveryOutcome.Deferred("452 <script>alert(1)</script>" + new string('x', 4_000), app.Time.GetUtcNow().AddHours(1)), cause: MailboxFull);

        var words = (await browser.GetAsync("/causes")).One("section[aria-labelledby=mailbox-full] .words").TextContent;

        Assert.StartsWith("452 <script>alert(1)</script>", words, StringComparison.Ordinal);
        Assert.InRange(words.Length, 1, 401);
    }

    [Fact]
    public async Task All_of_a_cause_is_tried_again_and_noted()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await DeferAsync(app);

        var answer = await browser.SubmitAsync(await browser.GetAsync("/causes"), "/causes/retry");

        Assert.Equal("/causes?done=retried&count=1", answer.Path);
        Assert.Single(await app.Get<IOutbox>().LeaseAsync(10, CancellationToken.None));
    }

    [Fact]
    public async Task A_viewer_cannot_try_again()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync(UserRole.Viewer);
        await DeferAsync(app);

        Assert.Empty((await browser.GetAsync("/causes")).All("form[action='/causes/retry']"));
    }

    [Fact]
    public async Task A_pasted_reply_is_explained()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await browser.SubmitAsync(
            await browser.GetAsync("/causes"), "/causes/explain#explain", ("Reply", "554 5.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied"));

        Assert.Equal("The mail server does not accept mail from this machine's address.", page.TextOf("#explain [role=status] strong"));
    }

    [Fact]
    public async Task A_reply_that_nobody_knows_can_be_copied_and_forgotten()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await app.AcceptAsync();
        await app.FinishAsync(new DeliveryOutcome.Bounced("550 flux"), cause: new FailureCause("recipient-refused", "rcpt-to", "550 no flux"));

        var page = await browser.GetAsync("/causes");
        await browser.SubmitAsync(page, "/causes/unknown/forget");

        Assert.Equal("1 x rcpt-to: 550 no flux", page.TextOf("#unknown-report"));
        Assert.Empty((await browser.GetAsync("/causes")).All("#unknown-report"));
    }

    static async Task<OutboxMessage> DeferAsync(ConsoleApp app)
    {
        var message = await app.AcceptAsync();
        await app.FinishAsync(new DeliveryOutcome.Deferred("452 4.2.2 full", app.Time.GetUtcNow().AddHours(1)), cause: MailboxFull);
        return message;
    }
}
