using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Postroom.Deliveries;
using Postroom.Forges;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

/// <summary>What is true of every page, found by following every link from the first one.</summary>
public sealed class EveryPageTests
{
    static readonly string[] Starts =
    [
        "/mail-server", "/trust", "/deliveries", "/causes", "/alarms", "/notifications", "/notifications/sending", "/notifications/watchers", "/people", "/directory", "/templates", "/settings", "/sandbox", "/apps", "/domains", "/domains/example.com", "/help",
    ];

    public static TheoryData<string, string> Consoles => new()
    {
        { "", "en" }, { "", "ja" }, { "/mail", "en" },
    };

    [Theory, MemberData(nameof(Consoles))]
    public async Task Every_link_leads_to_a_page(string path, string language) =>
        await OnEveryPageAsync(path, language, page => Assert.Equal(HttpStatusCode.OK, page.Status));

    [Theory, MemberData(nameof(Consoles))]
    public async Task Every_page_says_its_language(string path, string language) =>
        await OnEveryPageAsync(path, language, page => Assert.Equal(language, page.Document.DocumentElement.GetAttribute("lang")));

    [Fact]
    public async Task Every_page_has_one_title() =>
        await OnEveryPageAsync("", "en", page => Assert.Equal($"{page.Title} · Postroom", page.Document.Title));

    [Fact]
    public async Task No_page_has_a_style_or_script_of_its_own() =>
        await OnEveryPageAsync("", "en", page => Assert.DoesNotContain(page.Document.All, IsInline));

    [Fact]
    public async Task No_page_loads_anything_from_elsewhere() =>
        await OnEveryPageAsync("", "en", page => Assert.DoesNotContain(
            page.All("[src], link[href]"),
            element => !(element.GetAttribute("src") ?? element.GetAttribute("href"))!.StartsWith('/')));

    [Fact]
    public async Task Every_page_comes_with_the_strict_policy() =>
        await OnEveryPageAsync("", "en", page => Assert.Equal(
            "default-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'", page.Header("Content-Security-Policy")));

    [Fact]
    public async Task No_page_is_kept_by_a_browser() =>
        await OnEveryPageAsync("", "en", page => Assert.Contains("no-store", page.Header("Cache-Control"), StringComparison.Ordinal));

    [Fact]
    public async Task Every_form_that_changes_something_has_the_token() =>
        await OnEveryPageAsync("", "en", page => Assert.All(
            page.Document.Forms.Where(form => form.Method == "post"),
            form => Assert.NotNull(form.QuerySelector("input[name=__RequestVerificationToken]"))));

    [Fact]
    public async Task Every_input_has_a_label() =>
        await OnEveryPageAsync("", "en", page => Assert.All(
            page.All("input:not([type=hidden]), select, textarea"),
            input => Assert.NotNull(page.Document.QuerySelector($"label[for='{input.Id}']"))));

    [Fact]
    public async Task No_id_stands_twice_in_a_page() =>
        await OnEveryPageAsync("", "en", page => Assert.Empty(
            page.All("[id]").GroupBy(element => element.Id).Where(group => group.Count() > 1).Select(group => group.Key)));

    [Fact]
    public async Task Every_first_page_but_the_help_links_its_own_help() =>
        await OnEveryPageAsync("", "en", page =>
        {
            if (Starts.Except(["/help"]).Contains(page.Path)) Assert.StartsWith("/help/", page.All(".page-tools a")[^1].GetAttribute("href"), StringComparison.Ordinal);
        });

    [Fact]
    public async Task Every_page_that_shows_an_address_of_the_site_warns_while_it_is_not_the_one_in_use() =>
        await OnEveryPageAsync("", "en", page =>
        {
            if (page.All(".site-url").Count == 0) Assert.DoesNotContain("localhost:8025", page.Html, StringComparison.Ordinal);
        });

    static bool IsInline(IElement element) =>
        element.HasAttribute("style") || element.LocalName == "style"
        || element is IHtmlScriptElement { Source: null or "" } || element.Attributes.Any(attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal));

    static async Task OnEveryPageAsync(string path, string language, Action<BrowserPage> check)
    {
        await using var app = await ConsoleApp.StartAsync(path);
        using var browser = await app.SignedInAsync();
        browser.Headers["Accept-Language"] = language;
        await FillAsync(app, browser);
        var (seen, waiting) = (new HashSet<string>(), new Queue<string>(Starts));
        while (waiting.TryDequeue(out var address))
        {
            if (!seen.Add(address)) continue;
            var page = await browser.GetAsync(address);
            if (page.Header("Content-Type") is not "text/html; charset=utf-8" || address.EndsWith("/html", StringComparison.Ordinal)) continue;
            check(page);
            foreach (var link in page.All("a[href^='/'], iframe[src]"))
                waiting.Enqueue((link.GetAttribute("href") ?? link.GetAttribute("src"))![path.Length..].Split('#')[0]);
        }

        Assert.InRange(seen.Count, 20, 200);
    }

    static async Task FillAsync(ConsoleApp app, Browser browser)
    {
        await app.AcceptAsync();
        await app.FinishAsync(new DeliveryOutcome.Deferred("451 4.7.1 Greylisted", app.Time.GetUtcNow().AddHours(1)), "C: EHLO a\nS: 250 b", new("greylisted", "rcpt-to", "451 4.7.1 flux"));
        await app.AddToSandboxAsync("Subject: Hello\nContent-Type: text/html\n\n<p style='color:red' onclick='x()'>Hello <a href='http://example.com/'>there</a></p>");
        await browser.SubmitAsync(await browser.GetAsync("/apps"), "/apps/keys", ("App", "wiki"));
        await browser.SubmitAsync(await browser.GetAsync("/domains/example.com"), "/domains/example.com/keys", ("Algorithm", "both"));
        await app.Get<Postroom.People.PeopleDirectory>().PutAsync([new("*", "jane", "Jane", "jane@example.com")], CancellationToken.None);
        await browser.SubmitAsync(await browser.GetAsync("/notifications"), "/notifications/forges", ("Kind", "gitea"), ("Name", "Work"));
        await app.Get<IEventInbox>().AddAsync(
            new NewInboxEvent
            {
                Source = (await app.Get<IForgeStore>().ListAsync(CancellationToken.None))[0].Id,
                EventId = "1",
                Forge = ForgeKind.Gitea,
                EventName = "pull_request",
                ReceivedAt = app.Time.GetUtcNow(),
                State = InboxState.Failed,
                Reason = new ForgeReason("Missing", "title"),
                Subject = new InboxSubject("opened", "tea/kettle #12", "Pour the tea", "Jane"),
                Headers = "X-Gitea-Event: pull_request\n",
                Body = "{}"u8.ToArray(),
            },
            CancellationToken.None);
        await browser.SubmitAsync(await browser.GetAsync("/mail-server"), "/mail-server", ("From", "postroom@example.com"), ("action", "save"));
    }
}
