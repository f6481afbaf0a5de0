using System.Net;
using Postroom.People;
using Postroom.People.SignOn;
using Postroom.Settings;
using Postroom.Tests.Admin.Support;
using Postroom.Tests.Support;

namespace Postroom.Tests.Admin;

public sealed class SignOnSettingsPageTests(OidcProvider provider) : IClassFixture<OidcProvider>
{
    const string Page = "/people/sign-on";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_secret_is_kept_protected_and_never_shown()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await SaveAsync(browser);

        var (settings, _) = await app.Get<SignOnSettingsStore>().ReadAsync(Token);
        Assert.Equal((Page + "?done=saved", OidcProvider.Secret), (page.Path, app.Get<SignOnSettingsStore>().SecretOf(settings)));
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

        await SaveAsync(browser, ("Secret", ""), ("ButtonText", "New"));

        var (settings, _) = await app.Get<SignOnSettingsStore>().ReadAsync(Token);
        Assert.Equal(("New", OidcProvider.Secret), (settings.ButtonText, app.Get<SignOnSettingsStore>().SecretOf(settings)));
    }

    [Theory, InlineData("ClientId", "another"), InlineData("Issuer", "http://localhost:1")]
    public async Task A_kept_secret_never_goes_to_another_provider_or_client(string field, string value)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await SaveAsync(browser);

        var page = await SaveAsync(browser, ("Secret", ""), (field, value), ("IsOn", ""));

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

    async Task<BrowserPage> SaveAsync(Browser browser, params (string Name, string Value)[] typed)
    {
        (string Name, string Value)[] all = [("IsOn", "on"), ("Issuer", provider.Issuer), ("ClientId", OidcProvider.ClientId), ("Secret", OidcProvider.Secret)];
        return await browser.SubmitAsync(await browser.GetAsync(Page), Page, [.. all.Where(field => typed.All(own => own.Name != field.Name)), .. typed]);
    }
}
