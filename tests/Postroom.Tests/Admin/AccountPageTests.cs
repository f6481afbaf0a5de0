using System.Net;
using Postroom.People;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

public sealed class AccountPageTests
{
    [Fact]
    public async Task Name_language_and_zone_are_saved_and_hold_at_once()
    {
        await using var scene = await AccountScene.StartAsync();
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);

        var page = await browser.SubmitAsync(await browser.GetAsync("/account"), "/account", ("Name", "Ann"), ("Language", "ja"), ("Zone", "Asia/Tokyo"));

        var user = (await scene.FindAsync("viewer@example.com"))!;
        Assert.Equal(("Ann", "ja", "Asia/Tokyo"), (user.Name, user.Language, user.TimeZone));
        Assert.Equal("ja", page.Document.DocumentElement.GetAttribute("lang"));
        Assert.Contains("Ann", (await browser.GetAsync("/deliveries")).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", "", "Name"), InlineData("Ann", "tlh", "", "Language"), InlineData("Ann", "", "Mars/Base", "Zone"), InlineData("A\u0007nn", "", "", "Name")]
    public async Task What_cannot_be_is_refused(string name, string language, string zone, string field)
    {
        await using var scene = await AccountScene.StartAsync();
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);

        var page = await browser.SubmitAsync(await browser.GetAsync("/account"), "/account", ("Name", name), ("Language", language), ("Zone", zone));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.NotNull(page.Document.QuerySelector($"#{field}-problem"));
    }

    [Fact]
    public async Task A_new_password_keeps_this_session_ends_the_others_and_is_told()
    {
        await using var scene = await AccountScene.StartAsync();
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);
        using var elsewhere = scene.App.NewBrowser();
        await elsewhere.SubmitAsync(await elsewhere.GetAsync("/sign-in"), "/sign-in", ("email", "viewer@example.com"), ("password", ConsoleApp.Password));

        var page = await ChangeAsync(browser, ConsoleApp.Password, AccountScene.NewPassword);

        Assert.Equal("/account?done=password", page.Path);
        Assert.StartsWith("/sign-in", (await elsewhere.GetAsync("/deliveries")).Path, StringComparison.Ordinal);
        Assert.Equal("viewer@example.com", Assert.Single(await scene.LettersAsync()).To);
    }

    [Theory, InlineData("wrong", AccountScene.NewPassword), InlineData(ConsoleApp.Password, "short"), InlineData(ConsoleApp.Password, "passwordpassword")]
    public async Task A_password_changes_only_by_the_present_one_and_to_a_good_one(string present, string password)
    {
        await using var scene = await AccountScene.StartAsync();
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);
        var before = (await scene.FindAsync("viewer@example.com"))!;

        var page = await ChangeAsync(browser, present, password);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, before), (page.Status, await scene.FindAsync("viewer@example.com")));
    }

    [Fact]
    public async Task A_new_address_is_confirmed_there_and_told_to_the_old_one()
    {
        await using var scene = await AccountScene.StartAsync();
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);
        await ProbeAsync(browser, "new@example.org", ConsoleApp.Password);
        var before = await scene.FindAsync("viewer@example.com");
        var link = await scene.LinkToAsync("new@example.org");

        var page = await browser.SubmitAsync(await browser.GetAsync(link), "/change-address");

        Assert.NotNull(before);
        Assert.Equal(("/account?done=address", "new@example.org"), (page.Path, (await scene.FindAsync("new@example.org"))?.Email));
        Assert.Equal(["new@example.org", "viewer@example.com"], (await scene.LettersAsync()).Select(letter => letter.To));
    }

    [Fact]
    public async Task A_new_address_ends_the_links_that_went_to_the_old_one()
    {
        await using var scene = await AccountScene.StartAsync();
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);
        var reset = await scene.ForgetAsync("viewer@example.com");
        await ProbeAsync(browser, "new@example.org", ConsoleApp.Password);

        await browser.SubmitAsync(await browser.GetAsync(await scene.LinkToAsync("new@example.org")), "/change-address");

        Assert.Equal(HttpStatusCode.Gone, (await browser.GetAsync(reset)).Status);
    }

    [Fact]
    public async Task Anothers_address_gets_no_letter_and_the_answer_is_the_same()
    {
        await using var scene = await AccountScene.StartAsync();
        await scene.App.AddUserAsync(UserRole.Operator);
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);
        var free = await ProbeAsync(browser, "new@example.org", ConsoleApp.Password);

        var taken = await ProbeAsync(browser, "operator@example.com", ConsoleApp.Password);

        Assert.Equal((free.Path, free.Text), (taken.Path, taken.Text));
        Assert.DoesNotContain(await scene.LettersAsync(), letter => letter.To == "operator@example.com");
    }

    [Theory, InlineData("new@example.org", "wrong", "AddressPassword"), InlineData("nobody", ConsoleApp.Password, "Email"), InlineData("Viewer@example.com", ConsoleApp.Password, "Email")]
    public async Task An_address_changes_only_by_the_password_and_to_another_one(string email, string password, string field)
    {
        await using var scene = await AccountScene.StartAsync();
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);

        var page = await ProbeAsync(browser, email, password);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, field), (page.Status, page.One("[aria-invalid=true]").Id));
    }

    [Theory, InlineData("ann@example.org", 1), InlineData("operator@example.com", 0)]
    public async Task Users_invite_where_it_is_switched_on_and_are_not_told_who_is_known(string email, int letters)
    {
        await using var scene = await AccountScene.StartAsync();
        await scene.App.AddUserAsync(UserRole.Operator);
        await scene.SwitchAsync(invite: true);
        using var browser = await scene.App.SignedInAsync(UserRole.Member);

        var page = await browser.SubmitAsync(await browser.GetAsync("/account"), "/account/invite", ("Invitee", email));

        Assert.Equal(("/account?done=invited", letters), (page.Path, (await scene.LettersAsync()).Count));
    }

    [Fact]
    public async Task Users_invite_nobody_while_it_is_switched_off()
    {
        await using var scene = await AccountScene.StartAsync();
        using var browser = await scene.App.SignedInAsync(UserRole.Member);
        var account = await browser.GetAsync("/account");
        var token = account.All("input[name=__RequestVerificationToken]")[0].GetAttribute("value")!;

        var page = await browser.PostAsync("/account/invite", ("Invitee", "ann@example.org"), ("__RequestVerificationToken", token));

        Assert.Equal((HttpStatusCode.Forbidden, 0, 0), (page.Status, account.All("#Invitee").Count, (await scene.LettersAsync()).Count));
    }

    [Fact]
    public async Task Users_invite_only_into_the_allowed_domains()
    {
        await using var scene = await AccountScene.StartAsync();
        await scene.SwitchAsync(invite: true, domains: "example.org");
        using var browser = await scene.App.SignedInAsync(UserRole.Member);

        var page = await browser.SubmitAsync(await browser.GetAsync("/account"), "/account/invite", ("Invitee", "ann@example.net"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, 0), (page.Status, (await scene.LettersAsync()).Count));
    }

    static async Task<BrowserPage> ChangeAsync(Browser browser, string present, string password) =>
        await browser.SubmitAsync(await browser.GetAsync("/account"), "/account/password", ("Present", present), ("Password", password));

    static async Task<BrowserPage> ProbeAsync(Browser browser, string email, string password) =>
        await browser.SubmitAsync(await browser.GetAsync("/account"), "/account/address", ("Email", email), ("AddressPassword", password));
}
