using System.Net;
using Postroom.Notifications;
using Postroom.People;
using Postroom.Settings;
using Postroom.Tests.Admin.Support;
using Postroom.Tests.Notifications;

namespace Postroom.Tests.Admin;

public sealed class SendingPageTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_master_switch_turns_notifications_off()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        await SaveAsync(browser, ("Enabled", ""));

        Assert.Equal((false, true), (app.Get<IMailSwitches>().Notifications, app.Get<IMailSwitches>().AccountMail));
    }

    [Fact]
    public async Task Account_mail_has_a_switch_of_its_own()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        await SaveAsync(browser, ("AccountMail", ""));

        Assert.Equal((true, false), (app.Get<IMailSwitches>().Notifications, app.Get<IMailSwitches>().AccountMail));
    }

    [Fact]
    public async Task Times_that_make_no_sense_are_refused_beside_their_field()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await SaveAsync(browser, ("Quiet", "20"), ("Longest", "5"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "5"), (page.Status, page.One("[aria-invalid=true]").GetAttribute("value")));
    }

    [Fact]
    public async Task What_is_given_from_outside_is_locked()
    {
        await using var app = await ConsoleApp.StartAsync("", ("Notifications:Enabled", "false"));
        using var browser = await app.SignedInAsync();

        var page = await SaveAsync(browser, ("Longest", "45"));

        Assert.True(page.One("#Enabled").HasAttribute("disabled"));
        Assert.Equal((false, 45), (app.Get<IMailSwitches>().Notifications, app.Get<NotificationSettingsStore>().Current.Longest.TotalMinutes));
    }

    [Fact]
    public async Task A_viewer_changes_nothing()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync(UserRole.Viewer);

        var page = await SaveAsync(browser, ("Enabled", ""));

        Assert.Equal((HttpStatusCode.Forbidden, true), (page.Status, app.Get<IMailSwitches>().Notifications));
    }

    [Fact]
    public async Task An_old_page_does_not_undo_what_another_saved()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var old = await browser.GetAsync("/notifications/sending");
        await SaveAsync(browser, ("Quiet", "5"));

        var page = await browser.SubmitAsync(old, "/notifications/sending", ("Quiet", "7"));

        Assert.Equal((HttpStatusCode.Conflict, 5), (page.Status, app.Get<NotificationSettingsStore>().Current.Quiet.TotalMinutes));
    }

    [Fact]
    public async Task Who_was_not_told_is_listed_with_the_reason()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await app.Get<PullRequestNotifier>().HandleAsync(
            Events.Opened with { PullRequest = Events.Seven with { Reviewers = [new ForgePerson("ghost")] } }, Token);

        var page = await browser.GetAsync("/notifications/sending?q=ghost&reason=NoAddress");

        Assert.Equal("No address ghost wiki#7 opened", string.Join(' ', page.All("#results td").Take(3).Select(cell => string.Join(' ', cell.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))));
    }

    static async Task<BrowserPage> SaveAsync(Browser browser, params (string Name, string Value)[] typed) =>
        await browser.SubmitAsync(await browser.GetAsync("/notifications/sending"), "/notifications/sending", typed);
}
