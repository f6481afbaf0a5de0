using System.Net;
using Postroom.People;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

public sealed class ProtectionTests
{
    public static TheoryData<string> Changes =>
    [
        "/language", "/scheme", "/sign-in", "/sign-out", "/setup", "/mail-server", "/mail-server/roll-back", "/apps/keys",
        "/apps/keys/x/revoke", "/apps/wiki/sender", "/sandbox/clear",
        "/notifications/forges", "/notifications/forges/x", "/notifications/forges/x/secret", "/notifications/forges/x/token",
        "/notifications/forges/x/delete",
        "/notifications/inbox/1/replay", "/notifications/inbox/replay-failed", "/directory/import",
        "/directory/01a1fcbc-918d-7a3a-81b5-c2e33cda4ad4", "/directory/01a1fcbc-918d-7a3a-81b5-c2e33cda4ad4/merge", "/directory/import/01a1fcbc-918d-7a3a-81b5-c2e33cda4ad4/run",
        "/deliveries/01a1fcbc-918d-7a3a-81b5-c2e33cda4ad4/retry", "/deliveries/01a1fcbc-918d-7a3a-81b5-c2e33cda4ad4/cancel",
    ];

    [Theory, MemberData(nameof(Changes))]
    public async Task A_change_without_the_token_is_refused(string address)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await browser.PostAsync(address, ("App", "wiki"));

        Assert.Equal((HttpStatusCode.BadRequest, "That did not work"), (page.Status, page.Title));
    }

    [Theory]
    [InlineData("/mail-server"), InlineData("/mail-server/roll-back"), InlineData("/apps/keys"), InlineData("/apps/keys/x/revoke"), InlineData("/apps/wiki/sender")]
    [InlineData("/directory/import"), InlineData("/directory/01a1fcbc-918d-7a3a-81b5-c2e33cda4ad4/merge")]
    [InlineData("/notifications/forges"), InlineData("/notifications/forges/x"), InlineData("/notifications/forges/x/secret"), InlineData("/notifications/forges/x/delete")]
    [InlineData("/notifications/forges/x/token")]
    public async Task An_operator_may_not_change_settings(string address)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync(UserRole.Operator);

        var page = await browser.PostAsync(address);

        Assert.Equal((HttpStatusCode.Forbidden, "You are not allowed to do this"), (page.Status, page.Title));
    }

    [Theory, InlineData("/notifications/inbox/1/replay"), InlineData("/notifications/inbox/replay-failed"), InlineData("/sandbox/clear"), InlineData("/deliveries/01a1fcbc-918d-7a3a-81b5-c2e33cda4ad4/retry")]
    public async Task A_viewer_may_only_look(string address)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync(UserRole.Viewer);

        var page = await browser.PostAsync(address);

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
    }

    [Theory, InlineData("/mail-server"), InlineData("/deliveries"), InlineData("/sandbox"), InlineData("/sandbox/1/source"), InlineData("/apps"), InlineData("/help")]
    public async Task Nobody_looks_without_signing_in(string address)
    {
        await using var app = await ConsoleApp.StartAsync("/mail");
        using var browser = app.NewBrowser();

        var page = await browser.GetAsync(address);

        Assert.Equal("/mail/sign-in?to=" + Uri.EscapeDataString("/mail" + address), page.Path);
    }

    [Fact]
    public async Task What_is_not_there_is_said_in_a_page()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await browser.GetAsync("/no/such/page");

        Assert.Equal((HttpStatusCode.NotFound, "Page not found"), (page.Status, page.Title));
    }

    [Fact]
    public async Task A_form_that_is_too_large_is_refused()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await browser.PostAsync("/mail-server", ("Host", new string('x', 1_100_000)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, page.Status);
    }
}
