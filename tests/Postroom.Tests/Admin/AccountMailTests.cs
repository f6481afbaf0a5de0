using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Postroom.Admin.Shell;
using Postroom.Notifications;
using Postroom.Outbox;
using Postroom.People;
using Postroom.People.Links;
using Postroom.Tests.Admin.Support;
using Postroom.Tests.Support;

namespace Postroom.Tests.Admin;

/// <summary>What pages say of a mail that was asked for: how long its link works, and whether it leaves.</summary>
public sealed partial class AccountMailTests
{
    static readonly (string, string)[] Server = [("MailServer:Host", "mail.example.net"), ("MailServer:Security", "none")];

    public static TheoryData<string, LinkPurpose> Lives => new(
        from language in new[] { "en", "ja" }
        from purpose in Enum.GetValues<LinkPurpose>()
        select (language, purpose));

    [Theory, MemberData(nameof(Lives))]
    public void The_life_of_each_link_is_said_in_whole_hours_or_days(string language, LinkPurpose purpose)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(language);

        Assert.Equal(AccountLinks.LifeOf(purpose), Read(LinkLifeText.Of(purpose)));
    }

    [Theory, InlineData("Texts.resx"), InlineData("Texts.ja.resx")]
    public void No_text_about_links_has_a_life_of_its_own(string file)
    {
        var texts = XDocument.Load(Path.Combine(Repository.Root, "src", "Postroom", "Languages", file)).Root!.Elements("data")
            .Select(data => (Key: data.Attribute("name")!.Value, Text: data.Element("value")!.Value))
            .Where(text => text.Key.StartsWith("Console.", StringComparison.Ordinal) && !text.Key.StartsWith("Console.NoLink.", StringComparison.Ordinal));

        Assert.DoesNotContain(texts, text => AboutLinks().IsMatch(text.Text) && OwnLife().IsMatch(text.Text));
    }

    [Theory, InlineData("people.md", "password 72 hours, reset 1 hour, invitation 7 days, confirmation 24 hours"), InlineData("people.ja.md", "パスワード 72 時間、再設定 1 時間、招待 7 日、確認 24 時間")]
    public void The_how_to_says_the_same(string file, string words)
    {
        LinkPurpose[] named = [LinkPurpose.SetPassword, LinkPurpose.Reset, LinkPurpose.Invitation, LinkPurpose.Confirm];

        Assert.Contains(words, Repository.Read("docs/how-to/" + file), StringComparison.Ordinal);
        Assert.Equal(named.Select(AccountLinks.LifeOf), LifeInText().Matches(words).Select(match => Read(match.Value)));
    }

    [Theory, InlineData("create", "72 hours"), InlineData("invite", "7 days")]
    public async Task A_new_person_is_told_of_with_the_life_of_the_link_that_was_mailed(string how, string life)
    {
        await using var app = await ConsoleApp.StartAsync(outside: [("MailServer:From", "postroom@example.com"), .. Server]);
        using var browser = await app.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync("/people/new"), "/people/new", ("Email", "ann@example.org"), ("How", how));

        Assert.Equal($"A mail with the link is on its way to ann@example.org. The link works for {life}.", page.TextOf(".notice.ok"));
    }

    [Theory, InlineData("sandbox"), InlineData("paused"), InlineData("switched off")]
    public async Task An_administrator_is_told_why_a_mail_does_not_leave(string why)
    {
        await using var app = await ConsoleApp.StartAsync(outside: [("MailServer:From", "postroom@example.com"), .. why == "sandbox" ? [] : Server]);
        using var browser = await app.SignedInAsync();
        if (why == "paused") app.Get<ReadyMessages>().Pause = new SendingPause("Connection refused.", app.Time.GetUtcNow(), app.Time.GetUtcNow().AddMinutes(1));
        if (why == "switched off")
            await app.Get<NotificationSettingsStore>().SaveAsync(app.Get<NotificationSettingsStore>().Current with { AccountMail = false }, 0, "a@example.com", TestContext.Current.CancellationToken);

        var page = await browser.SubmitAsync(await browser.GetAsync("/people/new"), "/people/new", ("Email", "ann@example.org"), ("How", "invite"));

        Assert.DoesNotContain("on its way", page.Text, StringComparison.Ordinal);
        Assert.Contains(why switch { "sandbox" => "built-in sandbox", "paused" => "Connection refused.", _ => "is switched off" }, page.Text, StringComparison.Ordinal);
    }

    [Theory, InlineData(UserRole.Administrator, false), InlineData(UserRole.Viewer, true)]
    public async Task My_account_says_it_to_administrators_and_the_same_as_ever_to_others(UserRole role, bool isOnItsWay)
    {
        await using var app = await ConsoleApp.StartAsync(outside: ("MailServer:From", "postroom@example.com"));
        using var browser = await app.SignedInAsync(role);

        var page = await browser.SubmitAsync(await browser.GetAsync("/account"), "/account/address", ("Email", "new@example.org"), ("AddressPassword", ConsoleApp.Password));

        Assert.Equal(isOnItsWay, page.Text.Contains("on its way", StringComparison.Ordinal));
        Assert.Equal(!isOnItsWay, page.Text.Contains("built-in sandbox", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Strangers_are_told_the_same_whether_mail_leaves_or_not()
    {
        await using var sandbox = await ConsoleApp.StartAsync(outside: ("MailServer:From", "postroom@example.com"));
        await using var live = await ConsoleApp.StartAsync(outside: [("MailServer:From", "postroom@example.com"), .. Server]);
        using var one = sandbox.NewBrowser();
        using var other = live.NewBrowser();

        Assert.Equal((await one.GetAsync("/forgot?done=sent")).Text, (await other.GetAsync("/forgot?done=sent")).Text);
    }

    [Fact]
    public async Task A_new_person_is_a_member_unless_another_role_is_chosen()
    {
        await using var app = await ConsoleApp.StartAsync(outside: ("MailServer:From", "postroom@example.com"));
        using var browser = await app.SignedInAsync();
        var form = await browser.GetAsync("/people/new");

        await browser.SubmitAsync(form, "/people/new", ("Email", "ann@example.org"));

        Assert.Equal(UserRole.Member, (await app.Get<IUserStore>().FindByEmailAsync("ann@example.org", TestContext.Current.CancellationToken))!.Role);
    }

    static TimeSpan Read(string words)
    {
        var number = Number().Match(words) is { Success: true } match ? int.Parse(match.Value, CultureInfo.InvariantCulture) : 1;
        return words.Contains("day", StringComparison.Ordinal) || words.Contains('日', StringComparison.Ordinal) ? TimeSpan.FromDays(number) : TimeSpan.FromHours(number);
    }

    [GeneratedRegex(@"\d+", RegexOptions.None, 1_000)]
    private static partial Regex Number();

    [GeneratedRegex(@"\d+ (hours?|days?|時間|日)", RegexOptions.None, 1_000)]
    private static partial Regex LifeInText();

    [GeneratedRegex("\\blink|invitation|リンク|招待", RegexOptions.IgnoreCase, 1_000)]
    private static partial Regex AboutLinks();

    [GeneratedRegex(@"\b(\d+|one|an|a) (hours?|days?)\b|\d+ ?(時間|日)", RegexOptions.IgnoreCase, 1_000)]
    private static partial Regex OwnLife();
}
