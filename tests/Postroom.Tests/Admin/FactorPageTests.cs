using System.Net;
using Postroom.People;
using Postroom.People.Accounts;
using Postroom.People.TwoFactor;
using Postroom.Settings;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

public sealed class FactorPageTests
{
    const string Email = "viewer@example.com";

    [Fact]
    public async Task Who_has_a_second_factor_needs_a_code_to_sign_in()
    {
        await using var scene = await AccountScene.StartAsync();
        var (secret, _) = await TurnOnAsync(scene);
        using var browser = scene.App.NewBrowser();
        var form = await SignInAsync(browser);

        var page = await browser.SubmitAsync(form, "/sign-in/code", ("code", NextCode(scene, secret)));

        Assert.Equal(("/sign-in/code", "/mail-server"), (form.Path.Split('?')[0], page.Path));
    }

    [Fact]
    public async Task The_password_alone_opens_nothing()
    {
        await using var scene = await AccountScene.StartAsync();
        await TurnOnAsync(scene);
        using var browser = scene.App.NewBrowser();
        await SignInAsync(browser);

        Assert.StartsWith("/sign-in", (await browser.GetAsync("/deliveries")).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_was_used_is_refused()
    {
        await using var scene = await AccountScene.StartAsync();
        var (secret, _) = await TurnOnAsync(scene);
        var code = NextCode(scene, secret);
        using var first = scene.App.NewBrowser();
        await first.SubmitAsync(await SignInAsync(first), "/sign-in/code", ("code", code));
        using var second = scene.App.NewBrowser();

        var page = await second.SubmitAsync(await SignInAsync(second), "/sign-in/code", ("code", code));

        Assert.Equal(HttpStatusCode.Unauthorized, page.Status);
    }

    [Fact]
    public async Task A_recovery_code_works_once()
    {
        await using var scene = await AccountScene.StartAsync();
        var (_, codes) = await TurnOnAsync(scene);
        using var first = scene.App.NewBrowser();
        using var second = scene.App.NewBrowser();

        var taken = await first.SubmitAsync(await SignInAsync(first), "/sign-in/code", ("code", codes[0].ToLowerInvariant()));
        var refused = await second.SubmitAsync(await SignInAsync(second), "/sign-in/code", ("code", codes[0]));

        Assert.Equal((10, "/mail-server", HttpStatusCode.Unauthorized), (codes.Count, taken.Path, refused.Status));
    }

    [Fact]
    public async Task Wrong_codes_have_to_wait_also_with_the_right_password_in_between_and_from_many_networks()
    {
        await using var scene = await AccountScene.StartAsync();
        var (secret, _) = await TurnOnAsync(scene);
        using var browser = scene.App.NewBrowser();
        var form = await SignInAsync(browser);
        for (var attempt = 0; attempt < 4; attempt++) await browser.SubmitAsync(form, "/sign-in/code", ("code", "000000"));
        form = await SignInAsync(browser);
        var user = (await scene.FindAsync(Email))!;
        for (var network = 0; network < 6; network++)
            await scene.App.Get<AccountLimits>().TakeCodeAsync(user.Id, IPAddress.Parse($"192.0.2.{network}"), TestContext.Current.CancellationToken);

        var page = await browser.SubmitAsync(form, "/sign-in/code", ("code", NextCode(scene, secret)));

        Assert.Equal((HttpStatusCode.TooManyRequests, "1800"), (page.Status, page.Header("Retry-After")));
    }

    [Fact]
    public async Task A_reset_by_mail_does_not_go_around_the_second_factor()
    {
        await using var scene = await AccountScene.StartAsync();
        await TurnOnAsync(scene);
        using var browser = scene.App.NewBrowser();
        var form = await browser.GetAsync(await scene.ForgetAsync(Email));

        var page = await browser.SubmitAsync(form, "/reset", ("Password", AccountScene.NewPassword));

        Assert.Equal("/sign-in?done=password", page.Path);
        Assert.StartsWith("/sign-in", (await browser.GetAsync("/account")).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_goes_on_only_with_a_code()
    {
        await using var scene = await AccountScene.StartAsync();
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);
        var offer = await browser.GetAsync("/account/factor");
        var refused = await browser.SubmitAsync(offer, "/account/factor", ("Code", "000000"));

        await browser.SubmitAsync(refused, "/account/factor", ("Code", Totp.CodeAt(SecretOf(refused), Totp.CounterAt(scene.App.Time.GetUtcNow()))));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.NotNull((await scene.FindAsync(Email))!.TotpSecret);
    }

    [Theory]
    [InlineData(ConsoleApp.Password, "app", true), InlineData(ConsoleApp.Password, "recovery", true)]
    [InlineData("wrong", "app", false), InlineData("wrong", "recovery", false), InlineData(ConsoleApp.Password, "", false), InlineData(ConsoleApp.Password, "000000", false)]
    [InlineData(ConsoleApp.Password, "used", false), InlineData("", "app", false)]
    public async Task It_goes_off_only_with_password_and_code(string password, string code, bool isOff)
    {
        await using var scene = await AccountScene.StartAsync();
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);
        var offer = await browser.GetAsync("/account/factor");
        var used = Totp.CodeAt(SecretOf(offer), Totp.CounterAt(scene.App.Time.GetUtcNow()));
        var on = await browser.SubmitAsync(offer, "/account/factor", ("Code", used));
        var typed = code switch { "app" => NextCode(scene, SecretOf(offer)), "recovery" => on.All("ul.words li")[3].TextContent, "used" => used, _ => code };

        var page = await browser.SubmitAsync(on, "/account/factor/off", ("Present", password), ("Code", typed));

        Assert.Equal((isOff ? HttpStatusCode.OK : HttpStatusCode.UnprocessableEntity, isOff), (page.Status, (await scene.FindAsync(Email))!.TotpSecret is null));
        Assert.Equal(isOff ? 0 : 10, await scene.App.Get<IUserStore>().CountRecoveryCodesAsync((await scene.FindAsync(Email))!.Id, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_offer_has_a_picture_for_a_camera_and_no_script_or_other_host_draws_it()
    {
        await using var scene = await AccountScene.StartAsync();
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);

        var picture = (await browser.GetAsync("/account/factor")).One("svg.qr");

        Assert.Equal(("img", 1), (picture.GetAttribute("role"), picture.QuerySelectorAll("path").Length));
    }

    [Fact]
    public async Task An_administrator_turns_it_off_and_the_user_is_told_and_signed_out()
    {
        await using var scene = await AccountScene.StartAsync();
        await TurnOnAsync(scene);
        var user = (await scene.FindAsync(Email))!;
        using var administrator = await scene.App.SignedInAsync();
        var page = await administrator.GetAsync($"/people/{user.Id}");

        var done = await administrator.SubmitAsync(page, $"/people/{user.Id}/factor-off");

        var off = (await scene.FindAsync(Email))!;
        Assert.Equal(($"/people/{user.Id}?done=factor", null, true), (done.Path, off.TotpSecret, off.Stamp != user.Stamp));
        Assert.Equal(0, await scene.App.Get<IUserStore>().CountRecoveryCodesAsync(user.Id, TestContext.Current.CancellationToken));
        var letter = (await scene.LettersAsync()).Last(letter => letter.To == Email);
        Assert.Contains("The Administrator turned off two-step verification for your account", letter.Text, StringComparison.Ordinal);
        var entry = (await scene.App.Get<IAuditLog>().ListAsync(10, TestContext.Current.CancellationToken)).First(entry => entry.Action == "user.factor-off");
        Assert.Equal(("administrator@example.com", Email), (entry.Actor, entry.Subject));
    }

    [Theory, InlineData(UserRole.Viewer), InlineData(UserRole.Operator)]
    public async Task Nobody_else_turns_it_off(UserRole role)
    {
        await using var scene = await AccountScene.StartAsync();
        var user = await scene.App.AddUserAsync(UserRole.Member);
        await scene.App.Get<IUserStore>().UpdateAsync(user with { TotpSecret = "protected" }, user.Stamp, TestContext.Current.CancellationToken);
        using var browser = await scene.App.SignedInAsync(role);
        var page = await browser.GetAsync("/account");

        var refused = await browser.PostAsync($"/people/{user.Id}/factor-off", ("__RequestVerificationToken", page.All("input[name=__RequestVerificationToken]")[0].GetAttribute("value")!));

        Assert.Equal((HttpStatusCode.Forbidden, "protected"), (refused.Status, (await scene.FindAsync(user.Email))!.TotpSecret));
    }

    [Fact]
    public async Task The_secret_is_kept_protected()
    {
        await using var scene = await AccountScene.StartAsync();
        var (secret, _) = await TurnOnAsync(scene);

        Assert.DoesNotContain(secret, (await scene.FindAsync(Email))!.TotpSecret, StringComparison.Ordinal);
    }

    static string SecretOf(BrowserPage page) => page.TextOf(".secret code").Replace(" ", "", StringComparison.Ordinal);

    static async Task<(string Secret, IReadOnlyList<string> Codes)> TurnOnAsync(AccountScene scene)
    {
        using var browser = await scene.App.SignedInAsync(UserRole.Viewer);
        var offer = await browser.GetAsync("/account/factor");
        var secret = SecretOf(offer);
        var on = await browser.SubmitAsync(offer, "/account/factor", ("Code", Totp.CodeAt(secret, Totp.CounterAt(scene.App.Time.GetUtcNow()))));
        return (secret, [.. on.All("ul.words li").Select(code => code.TextContent)]);
    }

    static string NextCode(AccountScene scene, string secret) => Totp.CodeAt(secret, Totp.CounterAt(scene.App.Time.GetUtcNow()) + 1);

    static async Task<BrowserPage> SignInAsync(Browser browser) =>
        await browser.SubmitAsync(await browser.GetAsync("/sign-in"), "/sign-in", ("email", Email), ("password", ConsoleApp.Password));
}
