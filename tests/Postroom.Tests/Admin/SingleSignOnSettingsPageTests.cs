using System.Net;
using Postroom.People;
using Postroom.People.SingleSignOn;
using Postroom.Settings;
using Postroom.Tests.Admin.Support;
using Postroom.Tests.Support;

namespace Postroom.Tests.Admin;

public sealed class SingleSignOnSettingsPageTests(OidcProvider provider) : IClassFixture<OidcProvider>
{
    const string Page = "/people/sign-on";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_secret_is_kept_protected_and_never_shown()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await SaveAsync(browser);

        var settings = await OnlyAsync(app);
        Assert.Equal(
            (Page + "?done=saved", OidcProvider.Secret),
            (page.Path, app.Get<SingleSignOnSettingsStore>().SecretOf(settings)));
        Assert.DoesNotContain(OidcProvider.Secret, settings.ProtectedSecret, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(await app.Get<IAuditLog>().ListAsync(100, Token), entry => entry.Detail?.Contains("s3cr3t", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task An_empty_secret_keeps_the_kept_one()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await SaveAsync(browser);

        await ChangeAsync(browser, ("Secret", ""), ("ButtonText", "New"));

        var settings = await OnlyAsync(app);
        Assert.Equal(
            ("New", OidcProvider.Secret),
            (settings.ButtonText, app.Get<SingleSignOnSettingsStore>().SecretOf(settings)));
    }

    [Theory, InlineData("ClientId", "another"), InlineData("Issuer", "http://localhost:1")]
    public async Task A_kept_secret_never_goes_to_another_provider_or_client(string field, string value)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await SaveAsync(browser);

        var page = await ChangeAsync(browser, ("Secret", ""), (field, value), ("IsOn", ""));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("another issuer or client", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Issuer", "login.example.com", "https://")]
    [InlineData("Issuer", "http://login.example.com", "https://")]
    [InlineData("Issuer", "http://127.0.0.1:1", "cannot be reached")]
    [InlineData("ClientId", "", "client ID is missing")]
    [InlineData("Scopes", "profile email", "openid")]
    [InlineData("Scopes", "openid \"x\"", "openid")]
    [InlineData("Domains", "no domain!", "no domain!")]
    [InlineData("Role", "Administrator", "Only administrators can create administrators")]
    public async Task What_cannot_be_used_is_named(string field, string value, string words)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await SaveAsync(browser, (field, value));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains(words, page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_administrators_see_it()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync(UserRole.Operator);

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync(Page)).Status);
    }

    [Fact]
    public async Task Several_providers_are_listed_each_with_a_redirect_of_its_own()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await SaveAsync(browser, ("ButtonText", "First"));
        await SaveAsync(browser, ("ButtonText", "Second"), ("Issuer", "https://login.example.com"), ("IsOn", ""));

        var list = await browser.GetAsync(Page);

        Assert.Equal(["First", "Second"], list.All("tbody a").Select(link => link.TextContent));
        Assert.Equal(["offered", "switched off"], list.All("tbody .badge").Select(badge => badge.TextContent));
        Assert.EndsWith("/sign-in/callback", (await browser.GetAsync(Page + "/1")).TextOf("#callback"), StringComparison.Ordinal);
        Assert.EndsWith("/sign-in/callback/2", (await browser.GetAsync(Page + "/2")).TextOf("#callback"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_is_added_once()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await SaveAsync(browser);

        var page = await SaveAsync(browser, ("ClientId", OidcProvider.PublicClientId));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("has this issuer already", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_are_ten_providers_at_most()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        for (var number = 1; number <= SingleSignOnProviders.Most; number++)
            await SaveAsync(browser, ("Issuer", $"https://login{number}.example.com"), ("IsOn", ""));

        var page = await SaveAsync(browser, ("Issuer", "https://login.example.com"), ("IsOn", ""));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("There can be 10 providers", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_is_removed_is_gone_and_the_others_stay_as_they_were()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await SaveAsync(browser);
        await SaveAsync(browser, ("Issuer", "https://login.example.com"), ("IsOn", ""));

        var page = await browser.SubmitAsync(await browser.GetAsync(Page + "/1"), Page + "/1/remove");

        Assert.Equal(Page + "?done=removed", page.Path);
        Assert.Equal(("2", "https://login.example.com"), ((await OnlyAsync(app)).Id, (await OnlyAsync(app)).Issuer));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(Page + "/1")).Status);
    }

    [Fact]
    public async Task A_form_that_is_older_than_the_settings_changes_nothing()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await SaveAsync(browser);
        var old = await browser.GetAsync(Page + "/1");
        await ChangeAsync(browser, ("Secret", ""), ("ButtonText", "New"));

        var saved = await browser.SubmitAsync(old, Page + "/1", ("ButtonText", "Old"));
        var removed = await browser.SubmitAsync(old, Page + "/1/remove");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, Page + "?done=changed", "New"), (saved.Status, removed.Path, (await OnlyAsync(app)).ButtonText));
    }

    [Fact]
    public async Task What_was_saved_when_there_was_a_single_provider_is_the_first_of_several()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await SaveAsync(browser);
        var before = await OnlyAsync(app);
        // The document as versions before this one wrote it.
        var json = $$"""
            {"isOn":true,"issuer":"{{before.Issuer}}","clientId":"{{before.ClientId}}","protectedSecret":"{{before.ProtectedSecret}}","scopes":"openid profile email",
             "allowedDomains":["example.org"],"makesUsers":true,"role":2,"asksForCode":false,"buttonText":"Company"}
            """;
        var entry = new AuditEntry(DateTimeOffset.UnixEpoch, "test", "sign-on.saved", "sign-on", "");
        Assert.NotNull(await app.Get<SettingsJournal>().SaveAsync("sign-on", json, 1, entry, Token));

        var after = await OnlyAsync(app);

        Assert.Equal(
            ("1", "Company", (UserRole)2, "/sign-in/callback", OidcProvider.Secret),
            (after.Id, after.Name, after.Role, after.CallbackPath, app.Get<SingleSignOnSettingsStore>().SecretOf(after)));
        await ChangeAsync(browser, ("Secret", ""), ("ButtonText", "Renamed"));
        Assert.Equal(
            ("Renamed", OidcProvider.Secret, "example.org"),
            ((await OnlyAsync(app)).Name, app.Get<SingleSignOnSettingsStore>().SecretOf(await OnlyAsync(app)), (await OnlyAsync(app)).AllowedDomains.Single()));
    }

    static async Task<SingleSignOnSettings> OnlyAsync(ConsoleApp app) =>
        Assert.Single((await app.Get<SingleSignOnSettingsStore>().ReadAsync(Token)).Providers.Providers);

    Task<BrowserPage> SaveAsync(Browser browser, params (string Name, string Value)[] typed) => SubmitAsync(browser, Page + "/new", typed);

    Task<BrowserPage> ChangeAsync(Browser browser, params (string Name, string Value)[] typed) => SubmitAsync(browser, Page + "/1", typed);

    async Task<BrowserPage> SubmitAsync(Browser browser, string path, (string Name, string Value)[] typed)
    {
        (string Name, string Value)[] all = [("IsOn", "on"), ("Issuer", provider.Issuer), ("ClientId", OidcProvider.ClientId), ("Secret", OidcProvider.Secret)];
        return await browser.SubmitAsync(await browser.GetAsync(path), path, [.. all.Where(field => typed.All(own => own.Name != field.Name)), .. typed]);
    }
}
