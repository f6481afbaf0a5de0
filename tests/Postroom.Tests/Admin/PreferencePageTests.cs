using System.Net;
using Postroom.Notifications;
using Postroom.Notifications.Choices;
using Postroom.People;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

public sealed class PreferencePageTests : IAsyncLifetime
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
        _link = _app.Get<PersonLinks>().Preferences(_person).AbsolutePath;
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task The_link_of_a_mail_opens_it_without_signing_in()
    {
        var page = await _browser.GetAsync(_link);

        Assert.Equal(("/preferences", "My notifications"), (page.Path, page.Title));
        Assert.Contains("ben@example.org", page.Text);
    }

    [Fact]
    public async Task The_link_to_unsubscribe_opens_it_too()
    {
        await _browser.GetAsync(_app.Get<PersonLinks>().Unsubscribe(_person, 0).AbsolutePath);

        Assert.Equal("My notifications", (await _browser.GetAsync("/preferences")).Title);
    }

    [Fact]
    public async Task What_is_chosen_is_kept()
    {
        var page = await _browser.SubmitAsync(
            await _browser.GetAsync(_link), "/preferences", ("topic-Pushes", "Off"), ("topic-Comments", "Immediately"), ("private", "on"), ("text", "on"), ("language", "ja"), ("zone", "Asia/Tokyo"));

        var choices = await _app.Get<IChoiceStore>().FindAsync(_person, Token);
        var person = await _app.Get<IDirectoryStore>().FindAsync(_person, Token);
        Assert.Equivalent(
            new PersonChoices
            {
                IsPrivate = true,
                IsTextOnly = true,
                Timing = new Dictionary<NoticeTopic, NoticeTiming> { [NoticeTopic.Pushes] = NoticeTiming.Off, [NoticeTopic.Comments] = NoticeTiming.Immediately },
            },
            choices,
            strict: true);
        Assert.Equal(("ja", "Asia/Tokyo", "/preferences?done=saved"), (person!.Language, person.TimeZone, page.Path));
    }

    [Fact]
    public async Task A_single_kind_is_kept_and_shown()
    {
        var page = await _browser.SubmitAsync(await _browser.GetAsync(_link), "/preferences", ("topic-Comments", "Off"), ("kind-Replied", "Immediately"));

        var choices = await _app.Get<IChoiceStore>().FindAsync(_person, Token);
        Assert.Equal((NoticeTiming.Off, NoticeTiming.Immediately), (choices.Timing.Single().Value, choices.KindTiming.Single().Value));
        Assert.Equal(
            ("Immediately", true, false),
            (page.One("#kind-Replied option[selected]").GetAttribute("value"), page.One("#kind-Replied").Closest("details")!.HasAttribute("open"), page.One("#kind-Merged").Closest("details")!.HasAttribute("open")));
    }

    [Fact]
    public async Task Each_kind_of_a_topic_with_several_can_be_chosen()
    {
        var page = await _browser.GetAsync(_link);

        var several = NoticeKinds.Told.GroupBy(NoticeKinds.TopicOf).Where(kinds => kinds.Count() > 1).SelectMany(kinds => kinds).ToList();
        Assert.Equal(several.Select(kind => $"kind-{kind}"), page.All("details select").Select(select => select.Id));
        Assert.Equal(25, several.Count);
    }

    [Fact]
    public async Task Who_follows_the_link_of_a_mail_may_watch_its_pull_request()
    {
        await _app.Get<INoticeStore>().RecordAsync(Notifications.Events.Handled(Notifications.Events.Opened, _app.Time.GetUtcNow()), Token);
        var before = await _browser.GetAsync(_app.Get<PersonLinks>().Preferences(_person, thread: 1).AbsolutePath);

        var page = await _browser.SubmitAsync(before, "/preferences/watch");

        Assert.Equal(new Watch("hub", "PROJ", "wiki", 7), Assert.Single(await _app.Get<IChoiceStore>().WatchesAsync(_person, Token)));
        Assert.Equal(("/preferences?done=watched", true), (page.Path, page.Text.Contains("You watch PROJ/wiki #7.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_link_that_is_about_no_pull_request_lets_nobody_watch() =>
        Assert.Empty((await _browser.GetAsync(_link)).All("form[action$='/watch']"));

    [Fact]
    public async Task What_is_kept_is_shown()
    {
        var page = await _browser.SubmitAsync(await _browser.GetAsync(_link), "/preferences", ("topic-Pushes", "Off"), ("private", "on"), ("zone", "Asia/Tokyo"));

        Assert.Equal(
            ("Off", true, "Asia/Tokyo"),
            (page.One("#topic-Pushes option[selected]").GetAttribute("value"), page.One("#private").HasAttribute("checked"), page.One("#zone option[selected]").GetAttribute("value")));
    }

    [Theory, InlineData("zone", "Nowhere/Never"), InlineData("topic-Pushes", "99"), InlineData("kind-Replied", "99"), InlineData("kind-CommentEdited", "Off"), InlineData("language", "tlh")]
    public async Task What_is_not_offered_is_not_taken(string field, string value)
    {
        await _browser.SubmitAsync(await _browser.GetAsync(_link), "/preferences", (field, value));

        var person = await _app.Get<IDirectoryStore>().FindAsync(_person, Token);
        Assert.Equal((null, null, 0), (person!.TimeZone, person.Language, (await _app.Get<IChoiceStore>().FindAsync(_person, Token)) is var choices ? choices.Timing.Count + choices.KindTiming.Count : -1));
    }

    [Fact]
    public async Task What_was_stopped_can_be_taken_up_again()
    {
        await _app.Get<IChoiceStore>().UnsubscribeAsync(_person, 0, Token);

        await _browser.SubmitAsync(await _browser.GetAsync(_link), "/preferences/subscribe");

        Assert.Empty(await _app.Get<IChoiceStore>().UnsubscribedAsync(_person, Token));
    }

    [Fact]
    public async Task Watching_can_be_ended()
    {
        await _app.Get<IChoiceStore>().WatchAsync(_person, new Watch("hub", "PROJ", "wiki", 0), Token);

        await _browser.SubmitAsync(await _browser.GetAsync(_link), "/preferences/unwatch");

        Assert.Empty(await _app.Get<IChoiceStore>().WatchesAsync(_person, Token));
    }

    [Fact]
    public async Task Nobody_gets_in_without_a_link() => Assert.Equal(HttpStatusCode.NotFound, (await _browser.GetAsync("/preferences")).Status);

    [Fact]
    public async Task Who_was_removed_does_not_get_in()
    {
        await _app.Get<IDirectoryStore>().RemoveAsync(_person, Token);

        Assert.Equal(HttpStatusCode.NotFound, (await _browser.GetAsync(_link)).Status);
    }

    [Theory, InlineData("en"), InlineData("ja")]
    public async Task The_page_keeps_the_rules_of_all_pages(string language)
    {
        _browser.Headers["Accept-Language"] = language;

        var page = await _browser.GetAsync(_link);

        Assert.Equal((language, $"{page.Title} · Postroom"), (page.Document.DocumentElement.GetAttribute("lang"), page.Document.Title));
        Assert.DoesNotContain(page.Document.All, element => element.HasAttribute("style") || element.LocalName == "style");
        Assert.All(page.All("input:not([type=hidden]), select"), input => Assert.NotNull(page.Document.QuerySelector($"label[for='{input.Id}']")));
    }

    [Fact]
    public async Task A_page_of_preferences_is_small() => Assert.InRange((await _browser.GetAsync(_link)).Html.Length, 1_000, 60_000);
}
