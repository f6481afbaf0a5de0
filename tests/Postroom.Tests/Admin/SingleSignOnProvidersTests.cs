using Postroom.People;
using Postroom.People.SingleSignOn;
using Postroom.Tests.Admin.Support;
using Postroom.Tests.Support;

namespace Postroom.Tests.Admin;

/// <summary>Several providers at once, and what becomes of sign-ons when a provider changes its keys.</summary>
public sealed class SingleSignOnProvidersTests : IAsyncLifetime
{
    const string Email = "ann@example.org";

    AccountScene _scene = null!;
    ScriptedProvider _first = null!;
    ScriptedProvider _second = null!;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _scene = await AccountScene.StartAsync();
        _first = await ScriptedProvider.StartAsync(_scene.App.Time);
        _second = await ScriptedProvider.StartAsync(_scene.App.Time);
        var user = await _scene.App.AddUserAsync(UserRole.Viewer);
        Assert.True(await _scene.App.Get<IUserStore>().UpdateAsync(user with { Email = Email }, user.Stamp, Token));
        await AddAsync(_first, "First");
        await AddAsync(_second, "Second");
    }

    public async ValueTask DisposeAsync()
    {
        await _second.DisposeAsync();
        await _first.DisposeAsync();
        await _scene.DisposeAsync();
    }

    [Fact]
    public async Task The_sign_in_page_has_a_button_for_each_that_is_offered()
    {
        using var browser = _scene.App.NewBrowser();
        var (all, version) = await _scene.App.Get<SingleSignOnSettingsStore>().ReadAsync(Token);
        var both = await browser.GetAsync("/sign-in");
        Assert.Empty(await _scene.App.Get<SingleSignOnSettingsStore>().SaveAsync("1", SingleSignOnForm.Of(all.Find("1")!) with { IsOn = false }, version, "test", Token));

        var one = await browser.GetAsync("/sign-in");

        Assert.Equal(["Sign in with First", "Sign in with Second"], both.All("a[href^='/sign-in/on']").Select(link => link.TextContent));
        Assert.Equal(["Sign in with Second"], one.All("a[href^='/sign-in/on']").Select(link => link.TextContent));
    }

    [Theory, InlineData("1", "/sign-in/callback?"), InlineData("2", "/sign-in/callback/2?")]
    public async Task Each_signs_people_on_by_a_redirect_of_its_own(string id, string redirect)
    {
        using var browser = _scene.App.NewBrowser();

        var back = await LeaveAsync(browser, id);

        Assert.StartsWith(redirect, back, StringComparison.Ordinal);
        Assert.Equal("/mail-server", (await browser.GetAsync(back)).Path);
    }

    [Fact]
    public async Task A_user_is_linked_with_an_account_at_each()
    {
        Assert.Equal("/mail-server", await SingleSignOnAsync("1"));
        Assert.Equal("/mail-server", await SingleSignOnAsync("2"));

        var user = await _scene.FindAsync(Email);
        Assert.Equal(
            new[] { _first.Issuer, _second.Issuer }.Order(StringComparer.Ordinal), await _scene.App.Get<IExternalLoginStore>().IssuersOfAsync(user!.Id, Token));
    }

    [Theory, InlineData("1", "/2"), InlineData("2", ""), InlineData("2", "/1"), InlineData("2", "/3"), InlineData("1", "/nobody")]
    public async Task An_answer_on_the_page_of_another_provider_is_for_no_sign_on(string id, string page)
    {
        using var browser = _scene.App.NewBrowser();
        var back = await LeaveAsync(browser, id);

        var answer = await browser.GetAsync("/sign-in/callback" + page + back[back.IndexOf('?', StringComparison.Ordinal)..]);

        Assert.Equal("/sign-in?on=expired", answer.Path);
    }

    [Theory, InlineData("3"), InlineData("new"), InlineData("%00")]
    public async Task A_provider_that_is_not_there_is_not_offered(string id)
    {
        using var browser = _scene.App.NewBrowser();

        Assert.Equal("/sign-in?on=off", (await browser.GetAsync("/sign-in/on?provider=" + id)).Path);
    }

    [Fact]
    public async Task A_token_signed_by_one_provider_is_worth_nothing_as_one_of_another()
    {
        using var browser = _scene.App.NewBrowser();
        _second.SignsWith = _first.Key;

        Assert.Equal("/sign-in?on=failed", (await browser.GetAsync(await LeaveAsync(browser, "2"))).Path);
    }

    [Fact]
    public async Task New_keys_of_a_provider_are_fetched_when_a_token_needs_them()
    {
        Assert.Equal("/mail-server", await SingleSignOnAsync("1"));
        _scene.App.Time.Advance(TimeSpan.FromMinutes(2));
        _first.Rotate();
        var before = _first.KeyRequests;

        Assert.Equal("/mail-server", await SingleSignOnAsync("1"));
        Assert.Equal("/mail-server", await SingleSignOnAsync("1"));

        Assert.Equal(before + 1, _first.KeyRequests);
    }

    [Fact]
    public async Task A_key_that_the_provider_does_not_show_is_not_taken_and_asked_for_once_a_minute_at_most()
    {
        Assert.Equal("/mail-server", await SingleSignOnAsync("1"));
        _first.SignsWith = ScriptedProvider.NewKey();
        var before = _first.KeyRequests;
        _scene.App.Time.Advance(TimeSpan.FromSeconds(61));

        for (var times = 0; times < 5; times++) Assert.Equal("/sign-in?on=failed", await SingleSignOnAsync("1"));

        Assert.Equal(before + 1, _first.KeyRequests);
        _scene.App.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("/sign-in?on=failed", await SingleSignOnAsync("1"));
        Assert.Equal(before + 2, _first.KeyRequests);
    }

    async Task AddAsync(ScriptedProvider provider, string name)
    {
        var store = _scene.App.Get<SingleSignOnSettingsStore>();
        var (_, version) = await store.ReadAsync(Token);
        var form = SingleSignOnForm.Of(new SingleSignOnSettings()) with { IsOn = true, Issuer = provider.Issuer, ClientId = ScriptedProvider.ClientId, ButtonText = name };
        Assert.Empty(await store.SaveAsync(null, form, version, "test", Token));
    }

    async Task<string> SingleSignOnAsync(string id)
    {
        using var browser = _scene.App.NewBrowser();
        return (await browser.GetAsync(await LeaveAsync(browser, id))).Path;
    }

    async Task<string> LeaveAsync(Browser browser, string id)
    {
        var begun = await browser.GetOnceAsync("/sign-in/on?provider=" + id);
        return (id == "1" ? _first : _second).AnswerTo(begun.Location ?? throw new InvalidOperationException(begun.Text));
    }
}
