using System.Net;
using Postroom.People;
using Postroom.People.SingleSignOn;
using Postroom.Tests.Admin.Support;
using Postroom.Tests.Support;

namespace Postroom.Tests.Admin;

/// <summary>Single sign-on with a provider of another make, from the button to the session.</summary>
public sealed class SingleSignOnTests(OidcProvider provider) : IClassFixture<OidcProvider>
{
    const string Email = "ann@example.org";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sign_in_page_has_the_button_only_where_it_is_switched_on()
    {
        await using var scene = await SceneAsync(on: false);
        using var browser = scene.App.NewBrowser();
        var before = await browser.GetAsync("/sign-in");
        await SwitchAsync(scene);

        var after = await browser.GetAsync("/sign-in?to=/deliveries");

        Assert.Empty(before.All("a[href^='/sign-in/on']"));
        Assert.Equal(("Sign in with Example", "/sign-in/on?provider=1&to=%2Fdeliveries"), (after.TextOf("a.button"), after.One("a.button").GetAttribute("href")));
    }

    [Fact]
    public async Task Somebody_unknown_becomes_a_user_where_that_is_switched_on()
    {
        await using var scene = await SceneAsync(form => form with { MakesUsers = true, Role = UserRole.Viewer });

        var page = await SingleSignOnAsync(scene, "s1", to: "/deliveries");

        var user = await scene.FindAsync(Email);
        Assert.Equal(("/deliveries", "Ann B", UserRole.Viewer, UserState.Active, null), (page.Path, user!.Name, user.Role, user.State, user.PasswordHash));
    }

    [Fact]
    public async Task Somebody_unknown_stays_out_where_it_is_not()
    {
        await using var scene = await SceneAsync();

        var page = await SingleSignOnAsync(scene, "s1");

        Assert.Equal(("/sign-in?on=unknown", null), (page.Path, await scene.FindAsync(Email)));
        Assert.Contains("no account with your address", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_is_known_by_the_confirmed_address_first_and_by_the_subject_from_then_on()
    {
        await using var scene = await SceneAsync();
        await AddUserAsync(scene);
        await SingleSignOnAsync(scene, "s1");
        await provider.SetAsync(new { s1 = new { email = "other@example.org", email_verified = true, name = "Ann" } });

        var page = await SingleSignOnAsync(scene, "s1", sets: false);

        Assert.Equal("/mail-server", page.Path);
    }

    [Fact]
    public async Task An_address_given_to_another_person_at_the_provider_does_not_open_the_account()
    {
        await using var scene = await SceneAsync();
        await AddUserAsync(scene);
        await SingleSignOnAsync(scene, "s1");

        var page = await SingleSignOnAsync(scene, "s2");

        Assert.Equal("/sign-in?on=closed", page.Path);
    }

    [Fact]
    public async Task An_address_that_is_not_confirmed_opens_nothing()
    {
        await using var scene = await SceneAsync(form => form with { MakesUsers = true });
        await AddUserAsync(scene);

        var page = await SingleSignOnAsync(scene, "s1", isConfirmed: false);

        Assert.Equal("/sign-in?on=unconfirmed", page.Path);
    }

    [Fact]
    public async Task Only_the_allowed_domains_come_in()
    {
        await using var scene = await SceneAsync(form => form with { MakesUsers = true, Domains = "example.com" });

        Assert.Equal("/sign-in?on=domain", (await SingleSignOnAsync(scene, "s1")).Path);
    }

    [Fact]
    public async Task Who_is_deactivated_stays_out_also_by_sign_on()
    {
        await using var scene = await SceneAsync();
        var user = await AddUserAsync(scene);
        await SingleSignOnAsync(scene, "s1");
        await scene.App.Get<IUserStore>().UpdateAsync(user with { State = UserState.Deactivated }, user.Stamp, Token);

        Assert.Equal("/sign-in?on=closed", (await SingleSignOnAsync(scene, "s1")).Path);
    }

    [Fact]
    public async Task An_invited_user_is_active_and_the_invitation_is_dead()
    {
        await using var scene = await SceneAsync();
        using var administrator = await scene.App.SignedInAsync();
        var link = await scene.CreateAsync(administrator, Email, "invite");

        var page = await SingleSignOnAsync(scene, "s1");

        using var other = scene.App.NewBrowser();
        Assert.Equal(("/mail-server", UserState.Active, HttpStatusCode.Gone), (page.Path, (await scene.FindAsync(Email))!.State, (await other.GetAsync(link)).Status));
    }

    [Theory, InlineData(true, "/sign-in/code"), InlineData(false, "/mail-server")]
    public async Task The_code_of_the_second_factor_is_asked_for_as_the_settings_say(bool asks, string path)
    {
        await using var scene = await SceneAsync(form => form with { AsksForCode = asks });
        var user = await AddUserAsync(scene);
        await scene.App.Get<IUserStore>().UpdateAsync(user with { TotpSecret = "protected" }, user.Stamp, Token);

        Assert.Equal(path, (await SingleSignOnAsync(scene, "s1")).Path.Split('?')[0]);
    }

    [Fact]
    public async Task A_public_client_needs_no_secret()
    {
        await using var scene = await SceneAsync(form => form with { ClientId = OidcProvider.PublicClientId, Secret = "", MakesUsers = true });

        Assert.Equal("/account", (await SingleSignOnAsync(scene, "s1")).Path);
    }

    [Fact]
    public async Task A_wrong_secret_is_told_in_general_and_local_sign_in_still_works()
    {
        await using var scene = await SceneAsync(form => form with { Secret = "wrong" });
        await AddUserAsync(scene);

        var page = await SingleSignOnAsync(scene, "s1");
        using var browser = await scene.App.SignedInAsync(UserRole.Operator);

        Assert.Equal(("/sign-in?on=failed", "/mail-server"), (page.Path, (await browser.GetAsync("/mail-server")).Path));
    }

    [Fact]
    public async Task An_answer_is_worth_nothing_in_another_browser()
    {
        await using var scene = await SceneAsync();
        await AddUserAsync(scene);
        using var victim = scene.App.NewBrowser();
        var back = await AtProviderAsync(victim, "s1");
        using var thief = scene.App.NewBrowser();

        var page = await thief.GetAsync(back.PathAndQuery);

        Assert.Equal("/sign-in?on=expired", page.Path);
    }

    [Fact]
    public async Task An_answer_works_once()
    {
        await using var scene = await SceneAsync();
        await AddUserAsync(scene);
        using var browser = scene.App.NewBrowser();
        var back = await AtProviderAsync(browser, "s1");
        var note = browser.Cookies.GetCookies(new Uri("http://localhost/sign-in")).First(cookie => cookie.Name == "postroom-sign-on");
        await browser.GetAsync(back.PathAndQuery);
        using var again = scene.App.NewBrowser();
        again.Cookies.Add(new Uri("http://localhost/sign-in"), new Cookie(note.Name, note.Value, "/sign-in"));

        Assert.Equal("/sign-in?on=failed", (await again.GetAsync(back.PathAndQuery)).Path);
    }

    [Theory, InlineData("state=wrong&code=x"), InlineData("code=x"), InlineData("state=&code="), InlineData("error=access_denied")]
    public async Task An_answer_without_the_state_is_for_no_sign_on(string query)
    {
        await using var scene = await SceneAsync();
        using var browser = scene.App.NewBrowser();
        await browser.GetOnceAsync("/sign-in/on");

        Assert.Equal("/sign-in?on=expired", (await browser.GetAsync("/sign-in/callback?" + query)).Path);
    }

    [Theory]
    [InlineData("error=access_denied", "denied")]
    [InlineData("error=server_error", "failed")]
    [InlineData("error=%3Cscript%3E", "failed")]
    [InlineData("code=x&iss=https%3A%2F%2Fevil.example", "failed")]
    [InlineData("code=never-issued", "failed")]
    [InlineData("", "failed")]
    public async Task An_answer_that_brings_nobody_is_told_as_it_is(string query, string word)
    {
        await using var scene = await SceneAsync();
        using var browser = scene.App.NewBrowser();
        var state = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri((await browser.GetOnceAsync("/sign-in/on")).Location!).Query)["state"];

        var page = await browser.GetAsync($"/sign-in/callback?state={state}&{query}");

        Assert.Equal("/sign-in?on=" + word, page.Path);
    }

    [Fact]
    public async Task An_answer_after_ten_minutes_is_too_late()
    {
        await using var scene = await SceneAsync();
        using var browser = scene.App.NewBrowser();
        var back = await AtProviderAsync(browser, "s1");
        scene.App.Time.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal("/sign-in?on=expired", (await browser.GetAsync(back.PathAndQuery)).Path);
    }

    [Theory, InlineData("https://evil.example/"), InlineData("//evil.example")]
    public async Task Signing_on_leads_nowhere_else(string to)
    {
        await using var scene = await SceneAsync();
        await AddUserAsync(scene);

        Assert.Equal("/mail-server", (await SingleSignOnAsync(scene, "s1", to: to)).Path);
    }

    [Fact]
    public async Task The_way_out_carries_the_redirect_of_the_site_URL_and_never_of_the_host()
    {
        await using var scene = await SceneAsync();
        using var browser = scene.App.NewBrowser();
        browser.Headers["Host"] = "evil.example";

        var address = (await browser.GetOnceAsync("/sign-in/on")).Location!;

        Assert.Contains("redirect_uri=http%3A%2F%2Flocalhost%3A8025%2Fsign-in%2Fcallback", address, StringComparison.Ordinal);
        Assert.Contains("code_challenge_method=S256", address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_untied_is_tied_anew_by_the_confirmed_address()
    {
        await using var scene = await SceneAsync();
        var user = await AddUserAsync(scene);
        await SingleSignOnAsync(scene, "s1");
        using var administrator = await scene.App.SignedInAsync();

        await administrator.SubmitAsync(await administrator.GetAsync($"/people/{user.Id}"), $"/people/{user.Id}/forget-sign-on");

        Assert.Equal("/mail-server", (await SingleSignOnAsync(scene, "s2")).Path);
    }

    async Task<AccountScene> SceneAsync(Func<SingleSignOnForm, SingleSignOnForm>? change = null, bool on = true)
    {
        var scene = await AccountScene.StartAsync(new FakeTime(TimeProvider.System.GetUtcNow())); // the provider's clock is the machine's
        await scene.App.AddUserAsync(UserRole.Member); // somebody, or set-up would be open
        if (on) await SwitchAsync(scene, change);
        return scene;
    }

    async Task SwitchAsync(AccountScene scene, Func<SingleSignOnForm, SingleSignOnForm>? change = null)
    {
        var form = SingleSignOnForm.Of(new SingleSignOnSettings()) with { IsOn = true, Issuer = provider.Issuer, ClientId = OidcProvider.ClientId, Secret = OidcProvider.Secret, ButtonText = "Example" };
        Assert.Empty(await scene.App.Get<SingleSignOnSettingsStore>().SaveAsync(null, change?.Invoke(form) ?? form, 0, "test", Token));
    }

    static async Task<User> AddUserAsync(AccountScene scene)
    {
        var user = await scene.App.AddUserAsync(UserRole.Viewer);
        var named = user with { Email = Email };
        Assert.True(await scene.App.Get<IUserStore>().UpdateAsync(named, user.Stamp, Token));
        return named;
    }

    async Task<BrowserPage> SingleSignOnAsync(
        AccountScene scene, string subject, string? to = null, bool isConfirmed = true, bool sets = true)
    {
        if (sets) await provider.SetAsync(new Dictionary<string, object> { [subject] = new { email = Email, email_verified = isConfirmed, name = "Ann B" } });
        using var browser = scene.App.NewBrowser();
        return await browser.GetAsync((await AtProviderAsync(browser, subject, to)).PathAndQuery);
    }

    static async Task<Uri> AtProviderAsync(Browser browser, string subject, string? to = null)
    {
        var begun = await browser.GetOnceAsync("/sign-in/on" + (to is null ? "" : "?to=" + Uri.EscapeDataString(to)));
        return await OidcProvider.SignInAsync(begun.Location ?? throw new InvalidOperationException(begun.Text), subject);
    }
}
