using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Postroom.Mail.Dkim;
using Postroom.Mail.Dns;
using Postroom.People;
using Postroom.Signing;
using Postroom.Tests.Admin.Support;
using Postroom.Tests.Signing;

namespace Postroom.Tests.Admin;

public sealed class DomainPageTests : IAsyncLifetime
{
    const string Page = "/domains/example.com";

    readonly KnownRecords _dns = new();
    ConsoleApp _app = null!;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _app = await ConsoleApp.StartWithAsync(services => services.AddSingleton<IDnsResolver>(_dns));

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_new_key_is_shown_with_its_record_and_without_its_private_half()
    {
        using var browser = await _app.SignedInAsync();

        var page = await MakeAsync(browser, "ed25519");

        var key = await KeyAsync();
        Assert.Equal((key.RecordName, key.Record), (page.TextOf($"#name-{key.Selector}"), page.TextOf($"#value-{key.Selector}")));
        Assert.DoesNotContain(key.ProtectedKey, page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_is_activated_only_when_DNS_shows_its_record()
    {
        using var browser = await _app.SignedInAsync();
        var page = await MakeAsync(browser, "ed25519");
        var key = await KeyAsync();

        var refused = await browser.SubmitAsync(page, $"{Page}/keys/{key.Selector}/activate");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(SigningKeyState.Prepared, (await KeyAsync()).State);
        _dns.Publish(key.RecordName, key.Record);
        await browser.SubmitAsync(await browser.GetAsync(Page), $"{Page}/keys/{key.Selector}/activate");
        Assert.Equal(SigningKeyState.Active, (await KeyAsync()).State);
    }

    [Fact]
    public async Task The_override_is_offered_where_the_record_was_not_seen_and_works()
    {
        using var browser = await _app.SignedInAsync();
        var page = await MakeAsync(browser, "ed25519");
        var key = await KeyAsync();
        Assert.Empty(page.All("input[name=EvenUnseen]"));

        var refused = await browser.SubmitAsync(page, $"{Page}/keys/{key.Selector}/activate");
        Assert.Single(refused.All("input[name=EvenUnseen]"));
        await browser.SubmitAsync(refused, $"{Page}/keys/{key.Selector}/activate", ("EvenUnseen", "true"));

        Assert.Equal(SigningKeyState.Active, (await KeyAsync()).State);
    }

    [Fact]
    public async Task A_key_is_stopped_and_then_retired()
    {
        using var browser = await _app.SignedInAsync();
        await MakeAsync(browser, "ed25519");
        var key = await KeyAsync();
        await _app.Get<SigningKeys>().ActivateAsync(key.Domain, key.Selector, true, "ann", Token);

        await browser.SubmitAsync(await browser.GetAsync(Page), $"{Page}/keys/{key.Selector}/retire");
        Assert.Equal(SigningKeyState.Retiring, (await KeyAsync()).State);
        await browser.SubmitAsync(await browser.GetAsync(Page), $"{Page}/keys/{key.Selector}/retire");

        Assert.Equal((SigningKeyState.Retired, ""), ((await KeyAsync()).State, (await KeyAsync()).ProtectedKey));
    }

    [Fact]
    public async Task A_key_from_elsewhere_is_brought_in()
    {
        using var key = DkimKey.Create(DkimAlgorithm.Rsa);
        using var browser = await _app.SignedInAsync();

        await browser.SubmitAsync(await browser.GetAsync(Page), $"{Page}/import", ("Selector", "old"), ("Pem", key.ExportPem()));

        Assert.Equal(("old", key.PublicKey), ((await KeyAsync()).Selector, (await KeyAsync()).PublicKey));
    }

    [Fact]
    public async Task A_private_key_that_was_refused_is_not_sent_back()
    {
        using var browser = await _app.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync(Page), $"{Page}/import", ("Selector", "old"), ("Pem", "-----BEGIN SECRET-----"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.DoesNotContain("BEGIN SECRET", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Choices_are_kept()
    {
        using var browser = await _app.SignedInAsync();

        await browser.SubmitAsync(
            await browser.GetAsync(Page), $"{Page}/choices", ("SignsSubdomains", "true"), ("RotatesAfterDays", "365"), ("KeepsRecordDays", "10"));

        var choice = (await _app.Get<ISigningKeyStore>().ReadAsync(Token)).ChoiceOf("example.com");
        Assert.Equal(new SigningDomain("example.com") { SignsSubdomains = true, RotatesAfterDays = 365, KeepsRecordDays = 10 }, choice);
    }

    [Theory, InlineData("many"), InlineData("1"), InlineData("-30")]
    public async Task Days_that_are_none_are_refused(string days)
    {
        using var browser = await _app.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync(Page), $"{Page}/choices", ("RotatesAfterDays", days));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
    }

    [Fact]
    public async Task The_check_is_shown()
    {
        using var browser = await _app.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync(Page), $"{Page}/check");

        Assert.Equal((HttpStatusCode.OK, 1), (page.Status, page.All("#findings").Count));
    }

    [Fact]
    public async Task A_domain_is_opened_by_an_address_of_it_in_any_script()
    {
        using var browser = await _app.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync("/domains"), "/domains", ("Domain", "taro@例え.jp"));

        Assert.Equal("例え.jp", page.Title);
    }

    [Fact]
    public async Task A_viewer_sees_records_and_can_change_nothing()
    {
        using var administrator = await _app.SignedInAsync();
        await MakeAsync(administrator, "ed25519");
        using var viewer = await _app.SignedInAsync(UserRole.Viewer);

        var page = await viewer.GetAsync(Page);

        Assert.Contains("v=DKIM1", page.Html, StringComparison.Ordinal);
        Assert.Empty(page.All($"form[action^='{Page}']"));
    }

    [Theory, InlineData("/domains/EXAMPLE.com"), InlineData("/domains/no domain"), InlineData("/domains/[192.0.2.1]")]
    public async Task What_is_no_domain_has_no_page(string address)
    {
        using var browser = await _app.SignedInAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(address)).Status);
    }

    static async Task<BrowserPage> MakeAsync(Browser browser, string algorithm)
    {
        await browser.SubmitAsync(await browser.GetAsync(Page), $"{Page}/keys", ("Algorithm", algorithm));
        return await browser.GetAsync(Page);
    }

    async Task<SigningKey> KeyAsync() => Assert.Single((await _app.Get<ISigningKeyStore>().ReadAsync(Token)).Keys);
}
