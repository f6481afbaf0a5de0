using System.Net;
using Postroom.Forges;
using Postroom.Settings;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

public sealed class ReadTokenPageTests : IAsyncLifetime
{
    const string Secret = "glpat-of-the-site";

    ConsoleApp _app = null!;
    Browser _browser = null!;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await ConsoleApp.StartAsync();
        _browser = await _app.SignedInAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_token_is_kept_encrypted_and_never_shown()
    {
        var path = await AddAsync("gitlab");

        var page = await SubmitAsync(path, Secret);

        var source = await SourceAsync();
        Assert.Equal(Secret, ForgeSecret.ReadToken(_app.Get<SecretProtector>(), source));
        Assert.DoesNotContain(Secret, page.Html + (await _browser.GetAsync(path)).Html + source.ProtectedReadToken, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_one_takes_it_away()
    {
        var path = await AddAsync("github");
        await SubmitAsync(path, Secret);

        await SubmitAsync(path, "");

        Assert.Null((await SourceAsync()).ProtectedReadToken);
    }

    [Theory, InlineData("gitlab", "with a blank"), InlineData("gitlab", "トークン"), InlineData("gitea", "whole")]
    public async Task What_cannot_be_used_is_said_beside_its_field(string kind, string token)
    {
        var page = await SubmitAsync(await AddAsync(kind), token);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, true), (page.Status, page.One("#ReadToken-problem").TextContent.Trim().Length > 10));
        Assert.Null((await SourceAsync()).ProtectedReadToken);
    }

    [Theory, InlineData("https://git.example.com", true), InlineData("https://other.example.com", false)]
    public async Task A_token_goes_only_where_it_was_entered_for(string url, bool isKept)
    {
        var path = await AddAsync("gitlab", "https://git.example.com");
        await SubmitAsync(path, Secret);

        await _browser.SubmitAsync(await _browser.GetAsync(path), path, ("Name", "Play"), ("BaseUrl", url));

        Assert.Equal(isKept, (await SourceAsync()).ProtectedReadToken is not null);
    }

    [Fact]
    public async Task A_forge_whose_events_leave_nobody_out_has_no_such_form()
    {
        var path = await AddAsync("bitbucket-server");

        Assert.Empty((await _browser.GetAsync(path)).All("#ReadToken"));
    }

    async Task<string> AddAsync(string kind, string url = "")
    {
        await _browser.SubmitAsync(await _browser.GetAsync("/notifications"), "/notifications/forges", ("Kind", kind), ("Name", "Work"), ("BaseUrl", url));
        return "/notifications/forges/" + (await SourceAsync()).Id;
    }

    async Task<BrowserPage> SubmitAsync(string path, string token) => await _browser.SubmitAsync(await _browser.GetAsync(path), path + "/token", ("ReadToken", token));

    async Task<ForgeSource> SourceAsync() => Assert.Single(await _app.Get<IForgeStore>().ListAsync(Token));
}
