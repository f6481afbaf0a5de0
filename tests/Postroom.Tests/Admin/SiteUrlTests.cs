using System.Net;
using Postroom.Admin.Shell;
using Postroom.People;
using Postroom.Settings;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

public sealed class SiteUrlTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData("/settings"), InlineData("/people/new"), InlineData("/apps"), InlineData("/mail-server"), InlineData("/people/sign-on/new"), InlineData("/account"), InlineData("/notifications")]
    public async Task One_press_cures_the_warning(string page)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var warned = await browser.GetAsync(page);

        var cured = await browser.SubmitAsync(warned, "/settings/site-url");

        Assert.Contains("Links lead to http://localhost:8025, and you are using Postroom at http://localhost.", warned.TextOf(".site-url"), StringComparison.Ordinal);
        Assert.Equal((page, 0), (cured.Path, cured.All(".site-url").Count));
        Assert.Equal("http://localhost/", app.Get<IProductSettings>().Current.SiteUrl.AbsoluteUri);
    }

    [Fact]
    public async Task From_outside_it_is_cured_outside()
    {
        await using var app = await ConsoleApp.StartAsync(outside: ("Site:Url", "https://mail.example.com"));
        using var browser = await app.SignedInAsync();

        var page = await browser.GetAsync("/settings");

        Assert.Contains("POSTROOM__Site__Url", page.TextOf(".site-url"), StringComparison.Ordinal);
        Assert.Empty(page.All(".site-url form"));
    }

    [Theory, InlineData(UserRole.Viewer), InlineData(UserRole.Operator)]
    public async Task Others_are_warned_and_cannot_change_it(UserRole role)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync(role);
        var page = await browser.GetAsync("/settings");

        var refused = await browser.PostAsync("/settings/site-url", ("__RequestVerificationToken", page.All("input[name=__RequestVerificationToken]")[0].GetAttribute("value")!), ("SiteUrl", "https://evil.example"));

        Assert.Empty(page.All(".site-url form"));
        Assert.Equal((HttpStatusCode.Forbidden, false), (refused.Status, app.Get<IProductSettings>().Current.HasSiteUrl));
    }

    [Theory, InlineData("evil.example"), InlineData("evil.example:8025")]
    public async Task A_forged_host_reaches_no_mail(string host)
    {
        await using var scene = await AccountScene.StartAsync();
        await scene.App.AddUserAsync(UserRole.Viewer);
        using var browser = scene.App.NewBrowser();
        var form = await browser.GetAsync("/forgot");
        browser.Headers["Host"] = host;
        browser.Headers["X-Forwarded-Host"] = host;

        await browser.SubmitAsync(form, "/forgot", ("Email", "viewer@example.com"));

        Assert.DoesNotContain("evil", Assert.Single(await scene.LettersAsync()).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:8025", "http://127.0.0.1:8025/", true), InlineData("http://[::1]:8025", "http://localhost:8025", true), InlineData("https://Mail.example.com", "https://mail.example.com:443/x", true)]
    [InlineData("http://localhost:8025", "http://localhost:8026", false), InlineData("http://mail.example.com", "https://mail.example.com", false), InlineData("http://a.example", "http://b.example", false)]
    [InlineData("http://192.0.2.1:8025", "http://127.0.0.1:8025", false)]
    public void Addresses_differ_by_scheme_host_or_port(string one, string other, bool areSame) =>
        Assert.Equal(areSame, SiteAddress.AreSame(new Uri(one), new Uri(other)));

    [Theory, InlineData("", "", "")]
    [InlineData("https://mail.example.com/", "Haus", "ja")]
    public async Task Set_up_asks_where_the_site_is_what_it_is_called_and_which_language_it_speaks(string url, string name, string language)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = app.NewBrowser();
        var form = await browser.GetAsync("/setup?token=" + app.Link.Open());
        (string, string)[] typed = url.Length == 0 ? [] : [("SiteUrl", url), ("ProductName", name), ("Language", language)];

        var page = await browser.SubmitAsync(form, "/setup", [("Name", "Anna"), ("Email", "anna@example.com"), ("Password", ConsoleApp.Password), .. typed]);

        var product = app.Get<IProductSettings>().Current;
        var expected = url.Length == 0 ? ("http://localhost/", "Postroom", "en") : (url, name, language);
        Assert.Equal(expected, (product.SiteUrl.AbsoluteUri, product.Name, product.Language));
        Assert.Equal((expected.Item3, expected.Item3), (page.Document.DocumentElement.GetAttribute("lang"), (await app.Get<IUserStore>().FindByEmailAsync("anna@example.com", Token))!.Language));
    }

    [Fact]
    public async Task Set_up_says_what_is_wrong_with_both_halves_at_once_and_makes_nobody()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = app.NewBrowser();
        var form = await browser.GetAsync("/setup?token=" + app.Link.Open());

        var page = await browser.SubmitAsync(
            form, "/setup", ("Name", ""), ("Email", "anna@example.com"), ("Password", ConsoleApp.Password), ("SiteUrl", "nowhere"), ("ProductName", new string('x', 61)));

        Assert.Equal(["#Name", "#SiteUrl", "#ProductName"], page.All(".notice.bad li a").Select(link => link.GetAttribute("href")));
        Assert.Equal("nowhere", page.One("#SiteUrl").GetAttribute("value"));
        Assert.True(await app.Get<IUserStore>().IsEmptyAsync(Token));
    }

    [Fact]
    public async Task Set_up_leaves_what_comes_from_outside()
    {
        await using var app = await ConsoleApp.StartAsync(outside: [("Site:Url", "https://mail.example.com"), ("Site:Name", "Haus")]);
        using var browser = app.NewBrowser();
        var form = await browser.GetAsync("/setup?token=" + app.Link.Open());

        await browser.SubmitAsync(form, "/setup", ("Name", "Anna"), ("Email", "anna@example.com"), ("Password", ConsoleApp.Password));

        Assert.Equal(("https://mail.example.com", true), (form.One("#SiteUrl").GetAttribute("value"), form.One("#SiteUrl").HasAttribute("disabled")));
        Assert.Equal(("https://mail.example.com/", "Haus"), (app.Get<IProductSettings>().Current.SiteUrl.AbsoluteUri, app.Get<IProductSettings>().Current.Name));
    }
}
