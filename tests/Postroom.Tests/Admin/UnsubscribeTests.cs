using System.Net;
using Postroom.Notifications.Choices;
using Postroom.People;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

/// <summary>One-click unsubscribing for programs (RFC 8058), and the page for people.</summary>
public sealed class UnsubscribeTests : IAsyncLifetime
{
    ConsoleApp _app = null!;
    Browser _browser = null!;
    Guid _person;
    string _link = "";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await ConsoleApp.StartAsync();
        _browser = _app.NewBrowser();
        _person = await _app.AddPersonAsync();
        _link = _app.Get<PersonLinks>().Unsubscribe(_person, 0).AbsolutePath;
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task One_post_without_session_or_token_of_a_form_ends_it()
    {
        var answer = await _browser.PostAsync(_link, ("List-Unsubscribe", "One-Click"));

        Assert.Equal((HttpStatusCode.OK, 1), (answer.Status, await CountAsync()));
    }

    [Fact]
    public async Task Posted_twice_is_as_good_as_once()
    {
        await _browser.PostAsync(_link, ("List-Unsubscribe", "One-Click"));

        Assert.Equal((HttpStatusCode.OK, 1), ((await _browser.PostAsync(_link, ("List-Unsubscribe", "One-Click"))).Status, await CountAsync()));
    }

    [Theory, InlineData("List-Unsubscribe", "Two-Click"), InlineData("x", "y")]
    public async Task Another_post_ends_nothing(string name, string value)
    {
        var answer = await _browser.PostAsync(_link, (name, value));

        Assert.Equal((HttpStatusCode.BadRequest, 0), (answer.Status, await CountAsync()));
    }

    [Fact]
    public async Task A_get_ends_nothing_and_shows_a_button()
    {
        var page = await _browser.GetAsync(_link);

        Assert.Equal((HttpStatusCode.OK, "Stop notification mail?", 0), (page.Status, page.Title, await CountAsync()));
    }

    [Fact]
    public async Task The_token_leaves_the_address_and_no_referrer_tells_it()
    {
        var first = await _browser.GetOnceAsync(_link);
        var page = await _browser.GetAsync(_link);

        Assert.Equal(("/unsubscribe", "/unsubscribe", "no-referrer"), (first.Location, page.Path, first.Header("Referrer-Policy")));
        Assert.DoesNotContain(_link.Split('/')[^1], page.Html);
    }

    [Fact]
    public async Task The_button_ends_it_and_undo_takes_it_back()
    {
        var done = await _browser.SubmitAsync(await _browser.GetAsync(_link), "/unsubscribe", ("what", "all"));
        var after = await CountAsync();
        await _browser.SubmitAsync(done, "/unsubscribe/undo", ("what", "all"));

        Assert.Equal(("Unsubscribed", 1, 0), (done.Title, after, await CountAsync()));
    }

    [Fact]
    public async Task A_forged_token_is_nothing()
    {
        var forged = _link[..^1] + (_link[^1] == 'A' ? 'B' : 'A');

        Assert.Equal(HttpStatusCode.NotFound, (await _browser.PostAsync(forged, ("List-Unsubscribe", "One-Click"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _browser.GetAsync(forged)).Status);
    }

    [Fact]
    public async Task A_link_to_preferences_ends_nothing()
    {
        var preferences = _app.Get<PersonLinks>().Preferences(_person).AbsolutePath.Replace("/preferences/", "/unsubscribe/");

        Assert.Equal((HttpStatusCode.NotFound, 0), ((await _browser.PostAsync(preferences, ("List-Unsubscribe", "One-Click"))).Status, await CountAsync()));
    }

    [Fact]
    public async Task Without_a_link_the_page_says_where_one_is() =>
        Assert.Equal("Open this page from a mail", (await _browser.GetAsync("/unsubscribe")).Title);

    [Fact]
    public async Task A_page_posted_without_its_token_ends_nothing()
    {
        await _browser.GetAsync(_link);

        Assert.Equal((HttpStatusCode.BadRequest, 0), ((await _browser.PostAsync("/unsubscribe", ("what", "all"))).Status, await CountAsync()));
    }

    [Fact]
    public async Task Who_is_gone_is_no_error()
    {
        await _app.Get<IDirectoryStore>().RemoveAsync(_person, Token);

        Assert.Equal(HttpStatusCode.OK, (await _browser.PostAsync(_link, ("List-Unsubscribe", "One-Click"))).Status);
    }

    async Task<int> CountAsync() => (await _app.Get<IChoiceStore>().UnsubscribedAsync(_person, Token)).Count;
}
