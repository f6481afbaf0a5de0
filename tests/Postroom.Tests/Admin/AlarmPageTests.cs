using System.Net;
using Postroom.Alarms;
using Postroom.People;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

public sealed class AlarmPageTests : IAsyncLifetime
{
    const string Hook = "https://hooks.example.com/secret-path";

    ConsoleApp _app = null!;
    Browser _browser = null!;

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
    public async Task The_secret_of_a_new_webhook_is_shown_this_once()
    {
        var saved = await SaveAsync(("WebhookUrl", Hook));
        var again = await SaveAsync(("WebhookUrl", Hook), ("OutageMinutes", "5"));

        Assert.StartsWith("whsec_", saved.TextOf("#secret"), StringComparison.Ordinal);
        Assert.Empty(again.All("#secret"));
        Assert.DoesNotContain(saved.TextOf("#secret"), again.Html, StringComparison.Ordinal);
        Assert.Equal(5, _app.Get<AlarmSettingsStore>().Current.OutageMinutes);
    }

    [Fact]
    public async Task Another_address_gets_another_secret()
    {
        var one = (await SaveAsync(("WebhookUrl", Hook))).TextOf("#secret");

        var other = (await SaveAsync(("WebhookUrl", "https://elsewhere.example.com/"))).TextOf("#secret");

        Assert.NotEqual(one, other);
    }

    [Theory]
    [InlineData("WebhookUrl", "ftp://example.com/"), InlineData("WebhookUrl", "hooks.example.com"), InlineData("WebhookUrl", "https://user:pw@example.com/"), InlineData("WebhookUrl", "javascript:alert(1)")]
    [InlineData("OutageMinutes", "0"), InlineData("OutageMinutes", "1441"), InlineData("OutageMinutes", "soon"), InlineData("OutageMinutes", "")]
    public async Task What_cannot_be_used_is_said_beside_its_field(string field, string value)
    {
        var page = await SaveAsync((field, value));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, 0), (page.Status, _app.Get<AlarmSettingsStore>().Version));
        Assert.Single(page.All($"#{field}-problem"));
    }

    [Fact]
    public async Task Only_an_administrator_sees_the_whole_address()
    {
        await SaveAsync(("WebhookUrl", Hook));
        using var viewer = await _app.SignedInAsync(UserRole.Viewer);

        Assert.DoesNotContain("secret-path", (await viewer.GetAsync("/alarms")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outage_stands_there_with_its_cause()
    {
        await _app.Get<IOutageLog>().MeetAsync(new OutageSighting("mail-server", "auth-wrong", "535 5.7.8 No", _app.Time.GetUtcNow()), CancellationToken.None);

        var row = (await _browser.GetAsync("/alarms")).One("tbody tr");

        Assert.Contains("The server refuses the user name or the password.", row.TextContent, StringComparison.Ordinal);
        Assert.Equal("Ongoing", row.QuerySelector(".badge")!.TextContent);
    }

    [Fact]
    public async Task What_is_set_from_outside_is_locked()
    {
        await using var app = await ConsoleApp.StartAsync("", ("Alarms:OutageMinutes", "3"), ("Alarms:WebhookUrl", Hook));
        using var browser = await app.SignedInAsync();

        var page = await browser.GetAsync("/alarms");

        Assert.All(new[] { "#OutageMinutes", "#WebhookUrl" }, input => Assert.True(page.One(input).HasAttribute("disabled")));
        Assert.Equal((3, Hook), (app.Get<AlarmSettingsStore>().Current.OutageMinutes, app.Get<AlarmSettingsStore>().Current.WebhookUrl));
    }

    async Task<BrowserPage> SaveAsync(params (string, string)[] fields) => await _browser.SubmitAsync(await _browser.GetAsync("/alarms"), "/alarms", fields);
}
