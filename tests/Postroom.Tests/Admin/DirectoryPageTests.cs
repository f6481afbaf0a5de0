using System.Net;
using System.Text;
using Postroom.People;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

public sealed class DirectoryPageTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_looked_at_first_and_imported_then()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var plan = await UploadAsync(browser, "login,email,name\njane,jane@example.com,Jane\nben,nobody,Ben\n");
        var before = await app.Get<PeopleDirectory>().FindAsync("any", "jane", Token);
        var page = await browser.SubmitAsync(plan, plan.One("form[action$='/run']").GetAttribute("action")!);
        for (var i = 0; i < 100 && page.Text.Contains("The import continues", StringComparison.Ordinal); i++) page = await browser.GetAsync(page.Path);

        Assert.Null(before);
        Assert.Contains("1 lines imported into the directory.", page.Text, StringComparison.Ordinal);
        Assert.Contains("nobody is not a valid e-mail address.", page.Text, StringComparison.Ordinal);
        Assert.Equal("jane@example.com", (await app.Get<PeopleDirectory>().FindAsync("any", "jane", Token))?.Email);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_refused_beside_its_field()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await UploadAsync(browser, "nothing\nelse\n");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, 1), (page.Status, page.All("#File-problem").Count));
    }

    [Fact]
    public async Task A_person_is_found_and_changed()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var path = await AddAsync(app, browser, "jane");

        await browser.SubmitAsync(await browser.GetAsync(path), path, ("Name", "Jane C"), ("Language", "ja"), ("TimeZone", "Asia/Tokyo"));

        var person = await app.Get<PeopleDirectory>().FindAsync("any", "jane", Token);
        Assert.Equal(("Jane C", "ja", "Asia/Tokyo"), (person!.Name, person.Language, person.TimeZone));
    }

    [Theory, InlineData("Email", "nobody"), InlineData("TimeZone", "Moon/Sea"), InlineData("Email", "ben@example.com")]
    public async Task What_cannot_be_used_is_said_beside_its_field(string field, string value)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await AddAsync(app, browser, "ben");
        var path = await AddAsync(app, browser, "jane");

        var page = await browser.SubmitAsync(await browser.GetAsync(path), path, (field, value));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, 1), (page.Status, page.All($"#{field}-problem").Count));
    }

    [Fact]
    public async Task Two_become_one()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await AddAsync(app, browser, "jane2");
        var path = await AddAsync(app, browser, "jane");

        var page = await browser.SubmitAsync(await browser.GetAsync(path), path + "/merge", ("Other", "jane2@example.com"));

        Assert.Equal(("jane@example.com", 2), ((await app.Get<PeopleDirectory>().FindAsync("any", "jane2", Token))?.Email, page.All("#logins ~ ul code").Count));
    }

    [Fact]
    public async Task A_login_is_added_and_removed()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var path = await AddAsync(app, browser, "jane");

        await browser.SubmitAsync(await browser.GetAsync(path), path + "/logins", ("Login", "jdoe"));
        var added = await app.Get<PeopleDirectory>().FindAsync("any", "jdoe", Token);
        await browser.SubmitAsync(await browser.GetAsync(path), path + "/logins/remove", ("Login", "jdoe"));

        Assert.Equal(("jane@example.com", null), (added?.Email, await app.Get<PeopleDirectory>().FindAsync("any", "jdoe", Token)));
    }

    [Fact]
    public async Task A_removed_person_is_gone()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var path = await AddAsync(app, browser, "jane");

        await browser.SubmitAsync(await browser.GetAsync(path), path + "/delete");

        Assert.Null(await app.Get<PeopleDirectory>().FindAsync("any", "jane", Token));
    }

    static async Task<string> AddAsync(ConsoleApp app, Browser browser, string login)
    {
        await app.Get<PeopleDirectory>().PutAsync([new DirectoryEntry("*", login, null, login + "@example.com")], Token);
        return (await browser.GetAsync("/directory?q=" + login + "@")).One("#results tbody a").GetAttribute("href")!;
    }

    static async Task<BrowserPage> UploadAsync(Browser browser, string csv)
    {
        var page = await browser.GetAsync("/directory");
        using var form = new MultipartFormDataContent
        {
            { new StringContent(page.All("input[name=__RequestVerificationToken]")[^1].GetAttribute("value")!), "__RequestVerificationToken" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(csv)), "File", "people.csv" },
        };
        return await browser.SendAsync("/directory/import", form);
    }
}
