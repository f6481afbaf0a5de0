using System.Globalization;
using AngleSharp.Dom;
using Postroom.Admin.DeliveryPages;
using Postroom.Deliveries;
using Postroom.Outbox;
using Postroom.People;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

/// <summary>What a page says is true of the state it shows, and a number is that of the rows behind its link.</summary>
public sealed class TrueFactTests : IAsyncLifetime
{
    ConsoleApp _app = null!;
    Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ConsoleApp.StartAsync();
        _browser = await _app.SignedInAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task What_was_delivered_or_refused_is_not_given_up()
    {
        var delivered = await FinishedAsync(new DeliveryOutcome.Delivered("250 OK"));
        var refused = await FinishedAsync(new DeliveryOutcome.Bounced("550 5.1.1 No"));

        Assert.DoesNotContain(await LabelsAsync(delivered), IsOfExpiry);
        Assert.DoesNotContain(await LabelsAsync(refused), IsOfExpiry);
    }

    [Fact]
    public async Task What_waits_says_until_when_and_what_ran_out_of_time_when_it_did()
    {
        var expired = await FinishedAsync(new DeliveryOutcome.Expired("Its time ran out."));
        var waiting = await _app.AcceptAsync();

        Assert.Contains("Tried until", await LabelsAsync(waiting.Id));
        Assert.Contains("Gave up at", await LabelsAsync(expired));
    }

    [Theory, MemberData(nameof(Statuses))]
    public async Task A_filter_finds_what_wears_its_badge_and_nothing_else(string word)
    {
        await OneOfEachAsync();
        var standing = DeliveryStatus.Parse(word)!;

        var page = await _browser.GetAsync($"/deliveries?state={word}");

        var badges = page.All("tbody .badge").Select(badge => badge.TextContent).ToList();
        Assert.NotEmpty(badges);
        Assert.Equal(standing.Name, page.TextOf("#state option[selected]"));
        if (standing.States.Count == 1) Assert.All(badges, badge => Assert.Equal(standing.Name, badge));
        else Assert.Equal(All().Where(one => one.States.Count == 1 && standing.States.Contains(one.States[0]) && one.Word != "sending").Select(one => one.Name).Order(), badges.Distinct().Order());
    }

    [Fact]
    public async Task The_numbers_of_a_cause_are_those_of_the_rows_behind_them()
    {
        for (var number = 0; number < 4; number++)
            await FinishedAsync(number % 2 == 0 ? Deferred() : new DeliveryOutcome.Bounced("552 5.2.2 full"), new FailureCause("mailbox-full"));

        var badges = (await _browser.GetAsync("/causes")).All("section[aria-labelledby=mailbox-full] a.badge");

        Assert.Equal(2, badges.Count);
        foreach (var badge in badges) Assert.Equal(NumberIn(badge), (await _browser.GetAsync(badge.GetAttribute("href")!)).All("tbody tr").Count);
    }

    [Theory, InlineData(1), InlineData(3)]
    public async Task While_sending_is_paused_all_that_waits_counts_to_its_cause(int waiting)
    {
        for (var number = 0; number < waiting; number++) await _app.AcceptAsync($"reader-{number}@example.org");
        _app.Time.Advance(TimeSpan.FromMinutes(2));
        Pause("connection-refused");

        var badge = Assert.Single((await _browser.GetAsync("/causes")).All("section[aria-labelledby=connection-refused] a.badge"));

        Assert.Equal(waiting, NumberIn(badge));
        Assert.Equal(waiting, (await _browser.GetAsync(badge.GetAttribute("href")!)).All("tbody tr").Count);
    }

    [Fact]
    public async Task The_list_says_why_in_plain_words_and_when_it_is_tried_next()
    {
        await FinishedAsync(Deferred(), new FailureCause("mailbox-full"));

        var row = (await _browser.GetAsync("/deliveries")).One("tbody tr");

        Assert.Contains("The recipient's mailbox is full.", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("Next try", row.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("452 4.2.2", row.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"550 No\x0D\x0Aeven less"), InlineData(@"550 No \x1B\x7Feven less"), InlineData("550 No\u0007even less"), InlineData(@"\x00550 No\x09even less\x0D")]
    public async Task Marks_of_control_characters_are_not_shown(string words)
    {
        var message = await FinishedAsync(new DeliveryOutcome.Bounced(words));

        foreach (var path in new[] { "/deliveries", $"/deliveries/{message}" })
            Assert.Contains("550 No even less", (await _browser.GetAsync(path)).One("main").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outage_is_red_and_says_what_to_do()
    {
        Pause("auth-wrong");

        var banner = (await _browser.GetAsync("/deliveries")).One("aside.outage");

        Assert.Contains("refuses the user name or the password", banner.TextContent, StringComparison.Ordinal);
        Assert.Equal(["/deliveries?state=open", "/mail-server"], banner.QuerySelectorAll("a.button").Select(link => link.GetAttribute("href")));
        Assert.Equal("Test now", banner.QuerySelector("form[action^='/mail-server'] button[value=test]")!.TextContent);
    }

    [Fact]
    public async Task Only_an_administrator_is_offered_what_only_an_administrator_may()
    {
        Pause("auth-wrong");
        using var viewer = await _app.SignedInAsync(UserRole.Viewer);

        Assert.Empty((await viewer.GetAsync("/deliveries")).All("aside.outage form"));
    }

    [Fact]
    public async Task What_is_said_to_be_below_is_below()
    {
        var administrator = await _browser.GetAsync("/notifications/watchers");
        await _browser.SubmitAsync(await _browser.GetAsync("/notifications"), "/notifications/forges", ("Kind", "gitea"), ("Name", "Work"));
        using var viewer = await _app.SignedInAsync(UserRole.Viewer);

        Assert.DoesNotContain("below", administrator.TextOf(".empty"), StringComparison.Ordinal);
        Assert.DoesNotContain("below", (await viewer.GetAsync("/notifications/watchers")).TextOf(".empty"), StringComparison.Ordinal);
        var withForge = await _browser.GetAsync("/notifications/watchers");
        Assert.Contains("below", withForge.TextOf(".empty"), StringComparison.Ordinal);
        Assert.Single(withForge.All("form #Repository"));
    }

    [Fact]
    public async Task What_ran_out_of_time_gets_no_promise_and_was_given_up_with_its_last_attempt()
    {
        var id = await FinishedAsync(
            new DeliveryOutcome.Expired("451 4.7.1 Greylisting in action"), new FailureCause("greylisted"));

        var page = await _browser.GetAsync($"/deliveries/{id}");

        Assert.DoesNotContain("tries again", page.TextOf(".timeline"), StringComparison.Ordinal);
        var gaveUp = page.All(".facts dt").Single(label => label.TextContent == "Gave up at").NextElementSibling!.QuerySelector("time")!;
        Assert.True(DateTimeOffset.Parse(gaveUp.GetAttribute("datetime")!, CultureInfo.InvariantCulture) < _app.Time.GetUtcNow().AddSeconds(1));
    }

    [Fact]
    public async Task What_stayed_uncertain_is_told_as_such_and_not_as_a_broken_conversation()
    {
        var id = await FinishedAsync(
            new DeliveryOutcome.Uncertain("The connection broke.", null), new FailureCause("connection-lost"));

        var told = (await _browser.GetAsync($"/deliveries/{id}")).TextOf(".timeline");

        Assert.Contains("nobody knows whether it was accepted", told, StringComparison.Ordinal);
        Assert.Contains("Ask the recipient", told, StringComparison.Ordinal);
        Assert.DoesNotContain("in the middle", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_what_arrived_in_the_end_no_remedy_is_told()
    {
        var id = await FinishedAsync(Deferred(), new FailureCause("mailbox-full"));
        await _app.Get<IOutbox>().RetryAsync(id, CancellationToken.None);
        await _app.FinishAsync(new DeliveryOutcome.Delivered("250 OK"));

        var told = (await _browser.GetAsync($"/deliveries/{id}")).TextOf(".timeline");

        Assert.Contains("mailbox is full", told, StringComparison.Ordinal);
        Assert.DoesNotContain("must free", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_for_its_time_is_scheduled_and_not_tried_next()
    {
        await _app.AcceptAsync();

        Assert.Contains(
            "Scheduled for", (await _browser.GetAsync("/deliveries")).TextOf("table.rows"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cause_was_last_seen_by_the_latest_probe()
    {
        await FinishedAsync(Deferred(), new FailureCause("connection-refused"));
        var probed = _app.Time.GetUtcNow().AddMinutes(42);
        _app.Get<ReadyMessages>().Pause = new SendingPause(
            "Refused.", _app.Time.GetUtcNow(), probed.AddMinutes(5), "connection-refused")
        { LastSeen = probed };

        var page = await _browser.GetAsync("/causes");

        Assert.Contains(
            page.All(".facts time"),
            moment => DateTimeOffset.Parse(moment.GetAttribute("datetime")!, CultureInfo.InvariantCulture) == probed);
    }

    public static TheoryData<string> Statuses =>
        [.. All().Select(status => status.Word).Except(["sending", "suppressed"])];

    static IReadOnlyList<DeliveryStatus> All() => DeliveryStatus.All;

    static bool IsOfExpiry(string label) => label is "Tried until" or "Gave up at";

    static int NumberIn(IElement badge) => int.Parse(string.Concat(badge.TextContent.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture);

    DeliveryOutcome.Deferred Deferred() => new("452 4.2.2 full", _app.Time.GetUtcNow().AddHours(1));

    void Pause(string cause) => _app.Get<ReadyMessages>().Pause = new SendingPause("It does not answer.", _app.Time.GetUtcNow(), _app.Time.GetUtcNow().AddSeconds(30), cause);

    async Task OneOfEachAsync()
    {
        await FinishedAsync(new DeliveryOutcome.Delivered("250 OK"));
        await FinishedAsync(new DeliveryOutcome.Bounced("550 No"));
        await FinishedAsync(new DeliveryOutcome.Expired("Out of time."));
        await FinishedAsync(new DeliveryOutcome.Uncertain("The connection broke.", null));
        await FinishedAsync(Deferred(), new FailureCause("mailbox-full"));
        await _app.Get<IOutbox>().CancelAsync((await _app.AcceptAsync()).Id, CancellationToken.None);
        await _app.AcceptAsync();
    }

    async Task<MessageId> FinishedAsync(DeliveryOutcome outcome, FailureCause? cause = null)
    {
        var message = await _app.AcceptAsync();
        await _app.FinishAsync(outcome, cause: cause);
        return message.Id;
    }

    async Task<IEnumerable<string>> LabelsAsync(MessageId message) =>
        (await _browser.GetAsync($"/deliveries/{message}")).All("dl.facts dt").Select(label => label.TextContent);
}
