using System.Net;
using Postroom.Forges;
using Postroom.Notifications.Choices;
using Postroom.People;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

public sealed class WatchersPageTests : IAsyncLifetime
{
    ConsoleApp _app = null!;
    Browser _browser = null!;
    string _forge = "";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await ConsoleApp.StartAsync();
        _browser = await _app.SignedInAsync();
        await _app.AddPersonAsync();
        await _browser.SubmitAsync(await _browser.GetAsync("/notifications"), "/notifications/forges", ("Kind", "gitea"), ("Name", "Work"));
        _forge = (await _app.Get<IForgeStore>().ListAsync(Token))[0].Id;
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Theory, InlineData("7", 7), InlineData("", 0)]
    public async Task A_watcher_is_added_by_address(string typed, long number)
    {
        var page = await AddAsync("ben@example.org", number: typed);

        var watcher = Assert.Single(await _app.Get<IChoiceStore>().ListWatchersAsync(null, 10, Token));
        Assert.Equal((new Watch(_forge, "tea", "kettle", number), "ben@example.org"), (watcher.Watch, watcher.Person.Email));
        Assert.Equal(("/notifications/watchers?done=added", true), (page.Path, page.Text.Contains("Ben Ito", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_watcher_is_added_by_login()
    {
        await _app.Get<PeopleDirectory>().PutAsync([new DirectoryEntry(_forge, "jo", "Jo", "jo@example.org")], Token);

        await AddAsync("JO");

        Assert.Equal("jo@example.org", Assert.Single(await _app.Get<IChoiceStore>().ListWatchersAsync(null, 10, Token)).Person.Email);
    }

    [Theory]
    [InlineData("Person", "nobody@example.org", "#Person-problem"), InlineData("Person", "", "#Person-problem"), InlineData("Number", "-1", "#Number-problem")]
    [InlineData("Number", "seven", "#Number-problem"), InlineData("Project", "", "#Project-problem"), InlineData("Repository", "", "#Repository-problem"), InlineData("Source", "elsewhere", "#Source-problem")]
    public async Task What_cannot_be_used_is_said_beside_its_field(string field, string value, string problem)
    {
        var page = await AddAsync("ben@example.org", (field, value));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, true), (page.Status, page.One(problem).TextContent.Trim().Length > 10));
        Assert.Empty(await _app.Get<IChoiceStore>().ListWatchersAsync(null, 10, Token));
    }

    [Fact]
    public async Task A_watcher_is_removed()
    {
        var page = await AddAsync("ben@example.org");

        await _browser.SubmitAsync(page, "/notifications/watchers/remove");

        Assert.Empty(await _app.Get<IChoiceStore>().ListWatchersAsync(null, 10, Token));
    }

    [Fact]
    public async Task The_list_is_searched()
    {
        await AddAsync("ben@example.org");

        Assert.Equal((1, 0), ((await _browser.GetAsync("/notifications/watchers?q=KETTLE")).All("tbody tr").Count, (await _browser.GetAsync("/notifications/watchers?q=pot")).All("tbody tr").Count));
    }

    [Fact]
    public async Task Who_only_looks_changes_nothing()
    {
        await AddAsync("ben@example.org");
        using var viewer = await _app.SignedInAsync(UserRole.Viewer);

        var page = await viewer.GetAsync("/notifications/watchers");

        Assert.Equal((1, 0), (page.All("tbody tr").Count, page.All("form[method=post][action^='/notifications/watchers']").Count));
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsync("/notifications/watchers", ("Person", "ben@example.org"))).Status);
    }

    async Task<BrowserPage> AddAsync(string person, (string, string)? other = null, string number = "")
    {
        (string Name, string Value)[] typed = [("Source", _forge), ("Project", "tea"), ("Repository", "kettle"), ("Number", number), ("Person", person)];
        if (other is var (name, value)) typed = [.. typed.Where(field => field.Name != name), (name, value)];
        return await _browser.SubmitAsync(await _browser.GetAsync("/notifications/watchers"), "/notifications/watchers", typed);
    }
}
