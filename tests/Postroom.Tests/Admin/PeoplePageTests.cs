using System.Net;
using Postroom.People;
using Postroom.People.Accounts;
using Postroom.Settings;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

public sealed class PeoplePageTests
{
    [Fact]
    public async Task The_list_is_searched_by_name_address_and_state()
    {
        await using var scene = await AccountScene.StartAsync();
        using var browser = await scene.App.SignedInAsync();
        await scene.App.AddUserAsync(UserRole.Viewer);
        await scene.CreateAsync(browser, "ann@example.org");

        Assert.Equal("The Viewer", (await browser.GetAsync("/people?q=viewer%40")).TextOf("tbody a"));
        Assert.Equal("Ann B", (await browser.GetAsync("/people?state=invited")).TextOf("tbody a"));
    }

    [Fact]
    public async Task A_long_list_has_pages()
    {
        await using var scene = await AccountScene.StartAsync();
        using var browser = await scene.App.SignedInAsync();
        for (var number = 0; number < 51; number++)
        {
            var user = new User
            {
                Id = Guid.CreateVersion7(scene.App.Time.GetUtcNow()),
                Email = $"u{number}@example.org",
                Name = $"A {number}",
                Role = UserRole.Viewer,
                Stamp = "s",
                CreatedAt = scene.App.Time.GetUtcNow(),
            };
            await scene.App.Get<IUserStore>().AddAsync(user, onlyIfFirst: false, TestContext.Current.CancellationToken);
        }

        var first = await browser.GetAsync("/people");
        var second = await browser.GetAsync(first.One("a[rel=next]").GetAttribute("href")!);

        Assert.Equal((50, 2), (first.All("tbody tr").Count, second.All("tbody tr").Count));
    }

    [Fact]
    public async Task An_address_that_is_taken_is_said_beside_its_field()
    {
        await using var scene = await AccountScene.StartAsync();
        using var browser = await scene.App.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync("/people/new"), "/people/new", ("Email", "ADMINISTRATOR@example.com"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Email"), (page.Status, page.One("[aria-invalid=true]").Id));
    }

    [Fact]
    public async Task A_user_whose_letter_is_not_accepted_stays_and_the_reason_is_shown()
    {
        await using var app = await ConsoleApp.StartAsync("", ("MailServer:From", "no address"));
        using var browser = await app.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync("/people/new"), "/people/new", ("Email", "ann@example.org"));

        Assert.Contains("no sender is set", page.TextOf(".notice.bad"), StringComparison.Ordinal);
        Assert.NotNull(await app.Get<IUserStore>().FindByEmailAsync("ann@example.org", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Sending_again_ends_the_former_link()
    {
        await using var scene = await AccountScene.StartAsync();
        using var browser = await scene.App.SignedInAsync();
        var former = await scene.CreateAsync(browser, "ann@example.org", "invite");
        var user = (await scene.FindAsync("ann@example.org"))!;
        await browser.SubmitAsync(await browser.GetAsync($"/people/{user.Id}"), $"/people/{user.Id}/send");
        var link = await scene.LinkToAsync("ann@example.org");
        using var ann = scene.App.NewBrowser();

        Assert.Equal((HttpStatusCode.Gone, HttpStatusCode.OK), ((await ann.GetAsync(former)).Status, (await ann.GetAsync(link)).Status));
    }

    [Fact]
    public async Task A_deactivated_user_is_out_at_once_and_can_be_let_in_again()
    {
        await using var scene = await AccountScene.StartAsync();
        using var admin = await scene.App.SignedInAsync();
        using var viewer = await scene.App.SignedInAsync(UserRole.Viewer);
        var id = (await scene.FindAsync("viewer@example.com"))!.Id;

        await admin.SubmitAsync(await admin.GetAsync($"/people/{id}"), $"/people/{id}/deactivate");
        var shut = await viewer.GetAsync("/deliveries");
        await admin.SubmitAsync(await admin.GetAsync($"/people/{id}"), $"/people/{id}/reactivate");
        var page = await viewer.SubmitAsync(await viewer.GetAsync("/sign-in"), "/sign-in", ("email", "viewer@example.com"), ("password", ConsoleApp.Password));

        Assert.StartsWith("/sign-in", shut.Path, StringComparison.Ordinal);
        Assert.Equal("/mail-server", page.Path);
    }

    [Fact]
    public async Task A_deactivated_user_cannot_sign_in()
    {
        await using var scene = await AccountScene.StartAsync();
        using var admin = await scene.App.SignedInAsync();
        var user = await scene.App.AddUserAsync(UserRole.Viewer);
        await admin.SubmitAsync(await admin.GetAsync($"/people/{user.Id}"), $"/people/{user.Id}/deactivate");
        using var browser = scene.App.NewBrowser();
        var form = await browser.GetAsync("/sign-in");

        var page = await scene.App.PassTimeUntil(browser.SubmitAsync(form, "/sign-in", ("email", user.Email), ("password", ConsoleApp.Password)));

        Assert.Equal(HttpStatusCode.Unauthorized, page.Status);
    }

    [Fact]
    public async Task A_role_changes_and_the_session_with_it()
    {
        await using var scene = await AccountScene.StartAsync();
        using var admin = await scene.App.SignedInAsync();
        using var viewer = await scene.App.SignedInAsync(UserRole.Viewer);
        var id = (await scene.FindAsync("viewer@example.com"))!.Id;

        await admin.SubmitAsync(await admin.GetAsync($"/people/{id}"), $"/people/{id}/role", ("Role", "Operator"));

        Assert.Equal(UserRole.Operator, (await scene.FindAsync("viewer@example.com"))!.Role);
        Assert.StartsWith("/sign-in", (await viewer.GetAsync("/deliveries")).Path, StringComparison.Ordinal);
    }

    [Theory, InlineData("role"), InlineData("deactivate")]
    public async Task Nobody_takes_the_own_rights_away(string action)
    {
        await using var scene = await AccountScene.StartAsync();
        using var admin = await scene.App.SignedInAsync();
        var id = (await scene.FindAsync("administrator@example.com"))!.Id;
        var token = (await admin.GetAsync($"/people/{id}")).All("input[name=__RequestVerificationToken]")[0].GetAttribute("value")!;

        var page = await admin.PostAsync($"/people/{id}/{action}", ("Role", "Viewer"), ("__RequestVerificationToken", token));

        Assert.Equal((HttpStatusCode.OK, UserRole.Administrator), (page.Status, (await scene.FindAsync("administrator@example.com"))!.Role));
    }

    [Theory, InlineData(UserRole.Viewer), InlineData(UserRole.Operator)]
    public async Task Only_administrators_change_people(UserRole role)
    {
        await using var scene = await AccountScene.StartAsync();
        using var browser = await scene.App.SignedInAsync(role);
        var id = (await scene.FindAsync($"{role}@example.com"))!.Id;
        var token = (await browser.GetAsync("/account")).All("input[name=__RequestVerificationToken]")[0].GetAttribute("value")!;

        foreach (var path in new[] { "/people/new", "/people/settings", $"/people/{id}/role", $"/people/{id}/send" })
            Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync(path, ("Role", "Administrator"), ("__RequestVerificationToken", token))).Status);
    }

    [Fact]
    public async Task The_switches_are_saved_with_their_domains()
    {
        await using var scene = await AccountScene.StartAsync();
        using var browser = await scene.App.SignedInAsync();

        await browser.SubmitAsync(await browser.GetAsync("/people/settings"), "/people/settings", ("SignUp", "on"), ("Domains", "Example.org\r\n@例え.jp, example.org"));

        var (rules, _) = await scene.App.Get<PeopleSettingsStore>().ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal((true, false, "example.org xn--r8jz45g.jp"), (rules.AllowSignUp, rules.AllowUserInvitations, string.Join(' ', rules.AllowedDomains)));
    }

    [Fact]
    public async Task The_audit_log_says_what_was_switched()
    {
        await using var scene = await AccountScene.StartAsync();
        using var browser = await scene.App.SignedInAsync();

        await browser.SubmitAsync(await browser.GetAsync("/people/settings"), "/people/settings", ("SignUp", "on"), ("Domains", "example.org"));

        var entry = (await scene.App.Get<IAuditLog>().ListAsync(1, TestContext.Current.CancellationToken))[0];
        Assert.Equal(("people.saved", "sign-up on; domains: example.org"), (entry.Action, entry.Detail));
    }

    [Fact]
    public async Task Of_two_who_save_the_switches_the_second_is_told()
    {
        await using var scene = await AccountScene.StartAsync();
        using var browser = await scene.App.SignedInAsync();
        var form = await browser.GetAsync("/people/settings");
        await scene.SwitchAsync(invite: true);

        var page = await browser.SubmitAsync(form, "/people/settings", ("SignUp", "on"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
    }

    [Theory, InlineData("exa mple..org"), InlineData("http://example.org"), InlineData("[192.0.2.1]")]
    public async Task What_is_no_domain_is_refused(string domain)
    {
        await using var scene = await AccountScene.StartAsync();
        using var browser = await scene.App.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync("/people/settings"), "/people/settings", ("Domains", domain));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, domain), (page.Status, page.One("textarea").TextContent));
    }
}
