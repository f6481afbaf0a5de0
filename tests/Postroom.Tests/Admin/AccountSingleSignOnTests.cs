using System.Net;
using Postroom.People;
using Postroom.People.Accounts;
using Postroom.People.SingleSignOn;
using Postroom.Tests.Admin.Support;
using Postroom.Tests.Support;

namespace Postroom.Tests.Admin;

/// <summary>Linking one's own account with one at a provider of another make, and unlinking it.</summary>
public sealed class AccountSingleSignOnTests(OidcProvider provider) : IClassFixture<OidcProvider>
{
    const string Own = "viewer@example.com";
    const string There = "vera@elsewhere.example";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_account_is_linked_with_one_of_another_address_and_then_signs_on_with_it()
    {
        await using var scene = await SceneAsync();
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);

        var page = await LinkAsync(browser, "s1");

        Assert.Equal("/account?done=linked", page.Path);
        using var elsewhere = scene.App.NewBrowser();
        Assert.Equal("/mail-server", (await SingleSignOnAsync(elsewhere, "s1")).Path);
        Assert.Equal(Own, (await elsewhere.GetAsync("/account")).One("input[name=username]").GetAttribute("value"));
    }

    [Fact]
    public async Task The_user_is_told_by_mail()
    {
        await using var scene = await SceneAsync();
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);

        await LinkAsync(browser, "s1");

        var letter = Assert.Single(await scene.LettersAsync());
        Assert.Equal((Own, "You can now sign in at Postroom with Example"), (letter.To, letter.Subject));
    }

    [Fact]
    public async Task Without_the_password_nothing_begins()
    {
        await using var scene = await SceneAsync();
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);

        var page = await BeginAsync(browser, password: "wrong");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.NotNull(page.Document.QuerySelector("#SingleSignOn0-problem"));
        Assert.Empty(page.All(".notice a.button"));
    }

    [Fact]
    public async Task An_account_that_another_user_holds_is_not_taken_away()
    {
        await using var scene = await SceneAsync();
        using var other = await scene.App.SignedInAsync(UserRole.Operator);
        await LinkAsync(other, "s1");
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);

        var page = await LinkAsync(browser, "s1");

        Assert.Equal("/account?on=taken", page.Path);
        Assert.Contains("belongs to another user", page.TextOf(".notice.bad"), StringComparison.Ordinal);
        using var elsewhere = scene.App.NewBrowser();
        await SingleSignOnAsync(elsewhere, "s1");
        Assert.Equal("operator@example.com", (await elsewhere.GetAsync("/account")).One("input[name=username]").GetAttribute("value"));
    }

    [Fact]
    public async Task An_account_with_the_address_of_another_user_is_not_linked()
    {
        await using var scene = await SceneAsync();
        await scene.App.AddUserAsync(UserRole.Operator);
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);

        Assert.Equal("/account?on=taken", (await LinkAsync(browser, "s1", "operator@example.com")).Path);
    }

    [Fact]
    public async Task An_answer_is_worth_nothing_in_the_session_of_somebody_else()
    {
        await using var scene = await SceneAsync();
        using var thief = await scene.App.SignedInAsync(UserRole.Operator);
        var back = await AtProviderAsync(await BeginAsync(thief), "s1");
        using var victim = await scene.App.SignedInAsync(UserRole.Viewer);
        var note = thief.Cookies.GetCookies(new Uri("http://localhost/sign-in")).First(cookie => cookie.Name == "postroom-sign-on");
        victim.Cookies.Add(new Uri("http://localhost/sign-in"), new Cookie(note.Name, note.Value, "/sign-in"));

        var page = await victim.GetAsync(back.PathAndQuery);

        Assert.Equal("/account?on=expired", page.Path);
        Assert.Empty(await IssuersAsync(scene, "viewer@example.com"));
        Assert.Empty(await IssuersAsync(scene, "operator@example.com"));
    }

    [Fact]
    public async Task An_answer_is_worth_nothing_without_a_session()
    {
        await using var scene = await SceneAsync();
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);
        var back = await AtProviderAsync(await BeginAsync(browser), "s1");
        await browser.SubmitAsync(await browser.GetAsync("/account"), "/sign-out");

        var page = await browser.GetAsync(back.PathAndQuery);

        Assert.StartsWith("/sign-in", page.Path, StringComparison.Ordinal);
        Assert.Empty(await IssuersAsync(scene, Own));
    }

    [Fact]
    public async Task A_session_that_began_before_the_password_was_changed_links_nothing()
    {
        await using var scene = await SceneAsync();
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);
        var back = await AtProviderAsync(await BeginAsync(browser), "s1");
        await browser.SubmitAsync(await browser.GetAsync("/account"), "/account/password", ("Present", ConsoleApp.Password), ("Password", AccountScene.NewPassword));

        Assert.Equal("/account?on=expired", (await browser.GetAsync(back.PathAndQuery)).Path);
        Assert.Empty(await IssuersAsync(scene, Own));
    }

    [Theory, InlineData(There, true, "/account?done=linked"), InlineData(There, false, "/account?on=unconfirmed"), InlineData("vera@example.net", true, "/account?on=domain")]
    public async Task Where_only_some_domains_come_in_only_their_accounts_are_linked(string email, bool isConfirmed, string path)
    {
        await using var scene = await SceneAsync(form => form with { Domains = "elsewhere.example" });
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);

        Assert.Equal(path, (await LinkAsync(browser, "s1", email, isConfirmed)).Path);
    }

    [Fact]
    public async Task Who_says_no_at_the_provider_is_told_so_on_the_own_page()
    {
        await using var scene = await SceneAsync();
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);
        var begun = await BeginAsync(browser);
        var state = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(AddressIn(begun)).Query)["state"];

        Assert.Equal("/account?on=denied", (await browser.GetAsync($"/sign-in/callback?state={state}&error=access_denied")).Path);
    }

    [Fact]
    public async Task Unlinking_asks_for_the_password_ends_other_sessions_and_is_told()
    {
        await using var scene = await SceneAsync();
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);
        await LinkAsync(browser, "s1");
        using var elsewhere = scene.App.NewBrowser();
        await SingleSignOnAsync(elsewhere, "s1");

        var refused = await UnlinkAsync(browser, "wrong");
        var page = await UnlinkAsync(browser, ConsoleApp.Password);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "/account?done=unlinked"), (refused.Status, page.Path));
        Assert.StartsWith("/sign-in", (await elsewhere.GetAsync("/deliveries")).Path, StringComparison.Ordinal);
        using var again = scene.App.NewBrowser();
        Assert.Equal("/sign-in?on=unknown", (await SingleSignOnAsync(again, "s1")).Path);
        Assert.Equal("You can no longer sign in at Postroom with Example", (await scene.LettersAsync())[^1].Subject);
    }

    [Fact]
    public async Task Unlinking_is_told_also_where_the_password_was_changed_in_the_same_moment()
    {
        await using var scene = await SceneAsync();
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);
        await LinkAsync(browser, "s1");
        var before = (await scene.FindAsync(Own))!;
        await browser.SubmitAsync(await browser.GetAsync("/account"), "/account/password", ("Present", ConsoleApp.Password), ("Password", AccountScene.NewPassword));

        var user = await scene.App.Get<SingleSignOnLinking>().UnlinkAsync(
            before, provider.Issuer, "Example", new RequestOrigin(Own, null, null), Token);

        Assert.Null(user);
        Assert.Empty(await IssuersAsync(scene, Own));
        Assert.Equal("You can no longer sign in at Postroom with Example", (await scene.LettersAsync())[^1].Subject);
    }

    [Fact]
    public async Task Who_is_linked_is_asked_to_unlink_first()
    {
        await using var scene = await SceneAsync();
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);
        var before = await browser.GetAsync("/account");
        await LinkAsync(browser, "s1");

        Assert.Equal(
            "/account?on=linked",
            (await browser.SubmitAsync(before, "/account/sign-on", ("SingleSignOn0", ConsoleApp.Password))).Path);
    }

    [Fact]
    public async Task A_link_with_a_former_provider_can_still_be_ended()
    {
        await using var scene = await SceneAsync();
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);
        var user = (await scene.FindAsync(Own))!;
        await scene.App.Get<IExternalLoginStore>().AddAsync(
            "https://login.former.example", "s9", user.Id, scene.App.Time.GetUtcNow(), Token);
        await LinkAsync(browser, "s1");
        var page = await browser.GetAsync("/account");
        var form = page.Document.Forms.Single(form => form.QuerySelector("input[name=Issuer][value='https://login.former.example']") is not null);

        await browser.PostAsync("/account/sign-on/unlink", [
            .. form.QuerySelectorAll("input[type=hidden]").Select(input => (input.GetAttribute("name")!, input.GetAttribute("value")!)), ("SingleSignOn1", ConsoleApp.Password)]);

        Assert.Equal([provider.Issuer], await IssuersAsync(scene, Own));
    }

    [Fact]
    public async Task Where_it_is_switched_off_the_page_offers_nothing()
    {
        await using var scene = await SceneAsync(form => form with { IsOn = false });
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);

        Assert.Empty((await browser.GetAsync("/account")).All("#sign-on-title"));
    }

    [Fact]
    public async Task Who_has_no_password_here_is_led_to_set_one()
    {
        await using var scene = await SceneAsync(form => form with { MakesUsers = true });
        await provider.SetAsync(new { s1 = new { email = There, email_verified = true, name = "Vera" } });
        using var browser = scene.App.NewBrowser();
        await SingleSignOnAsync(browser, "s1");

        var page = await browser.GetAsync("/account");

        Assert.Empty(page.All("form[action='/account/sign-on/unlink']"));
        Assert.Equal("/forgot", page.One("section[aria-labelledby=sign-on-title] a").GetAttribute("href"));
    }

    async Task<AccountScene> SceneAsync(Func<SingleSignOnForm, SingleSignOnForm>? change = null)
    {
        var scene = await AccountScene.StartAsync(new FakeTime(TimeProvider.System.GetUtcNow())); // the provider's clock is the machine's
        await scene.App.AddUserAsync(UserRole.Member); // somebody, or set-up would be open
        var form = SingleSignOnForm.Of(new SingleSignOnSettings()) with { IsOn = true, Issuer = provider.Issuer, ClientId = OidcProvider.ClientId, Secret = OidcProvider.Secret, ButtonText = "Example" };
        Assert.Empty(await scene.App.Get<SingleSignOnSettingsStore>().SaveAsync(null, change?.Invoke(form) ?? form, 0, "test", Token));
        return scene;
    }

    async Task<BrowserPage> LinkAsync(Browser browser, string subject, string email = There, bool isConfirmed = true)
    {
        await provider.SetAsync(new Dictionary<string, object> { [subject] = new { email, email_verified = isConfirmed, name = "Vera" } });
        return await browser.GetAsync((await AtProviderAsync(await BeginAsync(browser), subject)).PathAndQuery);
    }

    static async Task<BrowserPage> BeginAsync(Browser browser, string password = ConsoleApp.Password) =>
        await browser.SubmitAsync(await browser.GetAsync("/account"), "/account/sign-on", ("SingleSignOn0", password));

    static async Task<BrowserPage> UnlinkAsync(Browser browser, string password) =>
        await browser.SubmitAsync(
            await browser.GetAsync("/account"), "/account/sign-on/unlink", ("SingleSignOn0", password));

    static string AddressIn(BrowserPage begun) => begun.One(".notice a.button").GetAttribute("href")!;

    static Task<Uri> AtProviderAsync(BrowserPage begun, string subject) => OidcProvider.SignInAsync(AddressIn(begun), subject);

    static async Task<BrowserPage> SingleSignOnAsync(Browser browser, string subject)
    {
        var begun = await browser.GetOnceAsync("/sign-in/on");
        return await browser.GetAsync((await OidcProvider.SignInAsync(begun.Location!, subject)).PathAndQuery);
    }

    static async Task<IReadOnlyList<string>> IssuersAsync(AccountScene scene, string email) =>
        await scene.App.Get<IExternalLoginStore>().IssuersOfAsync((await scene.FindAsync(email))!.Id, Token);
}
