using System.Net;
using Postroom.People;
using Postroom.People.Accounts;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

/// <summary>What strangers may ask for: a reset and an account.</summary>
public sealed class RequestPageTests
{
    [Fact]
    public async Task Known_and_unknown_addresses_get_the_same_answer()
    {
        await using var scene = await AccountScene.StartAsync();
        await scene.App.AddUserAsync(UserRole.Viewer);
        List<(HttpStatusCode, string, string)> answers = [];

        foreach (var email in new[] { "viewer@example.com", "nobody@example.com" })
        {
            using var browser = scene.App.NewBrowser();
            var page = await browser.SubmitAsync(await browser.GetAsync("/forgot"), "/forgot", ("Email", email));
            answers.Add((page.Status, page.Path, page.Text));
        }

        Assert.Equal(answers[0], answers[1]);
    }

    [Theory, InlineData("VIEWER@example.com", 1), InlineData("nobody@example.com", 0)]
    public async Task Only_a_known_address_gets_a_letter(string email, int letters)
    {
        await using var scene = await AccountScene.StartAsync();
        await scene.App.AddUserAsync(UserRole.Viewer);
        using var browser = scene.App.NewBrowser();

        await browser.SubmitAsync(await browser.GetAsync("/forgot"), "/forgot", ("Email", email));

        Assert.Equal(letters, (await scene.LettersAsync()).Count);
    }

    [Theory, InlineData("viewer@example.com"), InlineData("nobody@example.com")]
    public async Task The_fourth_letter_to_one_address_has_to_wait_whether_it_is_known_or_not(string email)
    {
        await using var scene = await AccountScene.StartAsync();
        await scene.App.AddUserAsync(UserRole.Viewer);
        List<BrowserPage> answers = [];

        for (var attempt = 0; attempt < 4; attempt++) answers.Add(await ProbeAsync(scene, email));

        Assert.Equal([200, 200, 200, 429], answers.Select(answer => (int)answer.Status));
        Assert.Equal("300", answers[^1].Header("Retry-After"));
    }

    [Fact]
    public async Task Many_addresses_from_one_network_have_to_wait()
    {
        await using var scene = await AccountScene.StartAsync();
        List<HttpStatusCode> answers = [];

        for (var attempt = 0; attempt < 11; attempt++)
            answers.Add((await ProbeAsync(scene, $"a{attempt}@example.com")).Status);

        Assert.Equal((10, HttpStatusCode.TooManyRequests), (answers.Count(status => status == HttpStatusCode.OK), answers[^1]));
    }

    [Theory]
    [InlineData(""), InlineData("nobody"), InlineData("a@example.com, b@example.com"), InlineData("a@example.com\r\nBcc: b@example.com"), InlineData("<script>@example.com")]
    public async Task What_is_no_address_gets_no_letter(string email)
    {
        await using var scene = await AccountScene.StartAsync();

        var page = await ProbeAsync(scene, email);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, 0), (page.Status, (await scene.LettersAsync()).Count));
    }

    [Fact]
    public async Task An_invited_person_who_forgot_gets_the_invitation_again()
    {
        await using var scene = await AccountScene.StartAsync();
        using var admin = await scene.App.SignedInAsync();
        await scene.CreateAsync(admin, "ann@example.org");

        Assert.StartsWith("/invitation?", await scene.ForgetAsync("ann@example.org"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sign_up_is_closed_until_it_is_switched_on()
    {
        await using var scene = await AccountScene.StartAsync();
        using var browser = scene.App.NewBrowser();

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/sign-up")).Status);
    }

    [Fact]
    public async Task Who_signs_up_confirms_the_address_and_becomes_a_member()
    {
        await using var scene = await AccountScene.StartAsync();
        await scene.App.AddUserAsync(UserRole.Administrator);
        await scene.SwitchAsync(signUp: true, domains: "example.org");
        using var browser = scene.App.NewBrowser();
        await SignUpAsync(browser, "ann@example.org");
        var before = await scene.FindAsync("ann@example.org");
        var form = await browser.GetAsync(await scene.LinkToAsync("ann@example.org"));

        var page = await browser.SubmitAsync(form, "/confirm", ("Password", AccountScene.NewPassword));

        Assert.Equal((null, "/account", UserRole.Member), (before, page.Path, (await scene.FindAsync("ann@example.org"))!.Role));
    }

    [Fact]
    public async Task A_member_sees_only_the_own_pages()
    {
        await using var scene = await AccountScene.StartAsync();
        using var browser = await scene.App.SignedInAsync(UserRole.Member);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), ((await browser.GetAsync("/deliveries")).Status, (await browser.GetAsync("/account")).Status));
    }

    [Theory, InlineData("ann@example.net"), InlineData("ann@sub.example.org"), InlineData("ann@[192.0.2.1]")]
    public async Task Other_domains_cannot_sign_up(string email)
    {
        await using var scene = await AccountScene.StartAsync();
        await scene.SwitchAsync(signUp: true, domains: "example.org");
        using var browser = scene.App.NewBrowser();

        var page = await SignUpAsync(browser, email);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, 0), (page.Status, (await scene.LettersAsync()).Count));
    }

    [Fact]
    public async Task Signing_up_with_a_known_address_looks_the_same_and_mails_a_reset()
    {
        await using var scene = await AccountScene.StartAsync();
        await scene.App.AddUserAsync(UserRole.Viewer);
        await scene.SwitchAsync(signUp: true);
        using var browser = scene.App.NewBrowser();
        var unknown = await SignUpAsync(browser, "ann@example.org");

        var known = await SignUpAsync(browser, "viewer@example.com");

        Assert.Equal((unknown.Status, unknown.Text), (known.Status, known.Text));
        Assert.StartsWith("/reset?", await scene.LinkToAsync("viewer@example.com"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_confirmation_is_worth_nothing_once_sign_up_is_switched_off()
    {
        await using var scene = await AccountScene.StartAsync();
        await scene.SwitchAsync(signUp: true);
        using var browser = scene.App.NewBrowser();
        await SignUpAsync(browser, "ann@example.org");
        var form = await browser.GetAsync(await scene.LinkToAsync("ann@example.org"));
        await scene.SwitchAsync();

        var page = await browser.SubmitAsync(form, "/confirm", ("Password", AccountScene.NewPassword));

        Assert.Equal((HttpStatusCode.Gone, null), (page.Status, await scene.FindAsync("ann@example.org")));
    }

    [Theory, InlineData("<b>Mia</b>"), InlineData("Mia \u202Eevil"), InlineData("Click https://evil.example"), InlineData("evil.example")]
    public async Task A_name_that_carries_something_else_is_sent_to_nobody(string name)
    {
        await using var scene = await AccountScene.StartAsync();
        await scene.SwitchAsync(signUp: true);
        using var browser = scene.App.NewBrowser();

        var page = await browser.SubmitAsync(
            await browser.GetAsync("/sign-up"), "/sign-up", ("Email", "mia@example.org"), ("Name", name));

        Assert.Contains("Enter the name alone", page.Text, StringComparison.Ordinal);
        Assert.Empty(await scene.LettersAsync());
    }

    [Fact]
    public async Task The_letter_to_who_signs_up_is_in_the_language_of_the_page()
    {
        await using var scene = await AccountScene.StartAsync();
        await scene.SwitchAsync(signUp: true);
        using var browser = scene.App.NewBrowser();
        browser.Headers["Accept-Language"] = "ja";

        await SignUpAsync(browser, "ann@example.org");

        Assert.Contains("リンク", Assert.Single(await scene.LettersAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_does_not_wait_for_the_work()
    {
        await using var scene = await AccountScene.StartAsync();
        var requests = scene.App.Get<AccountRequests>();
        var gate = new TaskCompletionSource();

        var hasBegun = requests.TryBegin(_ => gate.Task);

        Assert.Equal((true, false), (hasBegun, requests.WhenIdleAsync().IsCompleted));
        gate.SetResult();
        await requests.WhenIdleAsync();
    }

    [Fact]
    public async Task Strangers_cannot_pile_up_work_without_bound()
    {
        await using var scene = await AccountScene.StartAsync();
        var requests = scene.App.Get<AccountRequests>();
        var gate = new TaskCompletionSource();

        var begun = Enumerable.Range(0, 100).Count(_ => requests.TryBegin(_ => gate.Task));

        Assert.Equal(64, begun);
        gate.SetResult();
    }

    static async Task<BrowserPage> ProbeAsync(AccountScene scene, string email)
    {
        using var browser = scene.App.NewBrowser();
        return await browser.SubmitAsync(await browser.GetAsync("/forgot"), "/forgot", ("Email", email));
    }

    static async Task<BrowserPage> SignUpAsync(Browser browser, string email) =>
        await browser.SubmitAsync(await browser.GetAsync("/sign-up"), "/sign-up", ("Name", "Ann B"), ("Email", email));
}
