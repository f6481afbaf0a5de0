using Microsoft.Playwright;
using Postroom.People.TwoFactor;

namespace Postroom.EndToEnd.Tests.Support;

/// <summary>An administrator and a person, each with a browser, who go through every page about people. What is looked at is the caller's.</summary>
sealed class PeopleScene : IAsyncDisposable
{
    const string First = "seven green bicycles";
    const string Second = "nine yellow umbrellas";
    const string Email = "ken@example.org";
    const string NewEmail = "ken@example.net";

    static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    readonly Func<IPage, string, Task> _look;
    string _secret = "";

    PeopleScene(PostroomProgram program, ConsoleBrowser administrator, ConsoleBrowser person, Func<IPage, string, Task> look) =>
        (Program, Administrator, Person, _look) = (program, administrator, person, look);

    public PostroomProgram Program { get; }

    public ConsoleBrowser Administrator { get; }

    public ConsoleBrowser Person { get; }

    SandboxReader Sandbox => new(Program, Administrator.Page);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<PeopleScene> StartAsync(Func<ConsoleBrowser, IPage, string, Task> look, bool hasScripts = true, string language = "en")
    {
        var program = await PostroomProgram.StartAsync(Token);
        var administrator = await ConsoleBrowser.StartAsync(hasScripts, language: language);
        var person = await ConsoleBrowser.StartAsync(hasScripts, language: language);
        return new PeopleScene(program, administrator, person, (page, name) => look(page == person.Page ? person : administrator, page, name));
    }

    /// <summary>Opens sign-up and invitations, and says where the site is.</summary>
    public async Task SetUpAsync()
    {
        var page = Administrator.Page;
        await Administrator.SetUpAsync(await Program.SetupLinkAsync(Token));
        await GoAsync(page, "/settings");
        await page.FillAsync("#SiteUrl", Program.Address.ToString().TrimEnd('/'));
        await SubmitAsync(page, "/settings");
        await GoAsync(page, "/people/settings", "people-settings");
        await page.CheckAsync("#SignUp");
        await page.CheckAsync("#Invite");
        await SubmitAsync(page, "/people/settings", "people-settings-saved");
        await GoAsync(page, "/people/sign-on", "people-sign-on");
        await GoAsync(page, "/people/sign-on/new", "people-sign-on-new");
        await page.CheckAsync("#IsOn");
        await SubmitAsync(page, "/people/sign-on/new", "people-sign-on-problems");
    }

    /// <summary>A new person sets the password by the link and turns the second factor on.</summary>
    public async Task BeginAsync()
    {
        var (admin, page) = (Administrator.Page, Person.Page);
        await GoAsync(admin, "/people/new", "new-person");
        await admin.FillAsync("#Email", Email);
        await admin.FillAsync("#Name", "Ken");
        await SubmitAsync(admin, "/people/new", "user");
        await page.GotoAsync(await Sandbox.LinkAsync(Email, 1, Token));
        await LookAsync(page, "set-password");
        await page.FillAsync("#Password", "short");
        await SubmitAsync(page, "/set-password", "set-password-problem");
        await page.FillAsync("#Password", First);
        await SubmitAsync(page, "/set-password");
        await GoAsync(page, "/account", "account");
        await GoAsync(page, "/account/factor", "factor");
        _secret = (await page.TextContentAsync(".secret code"))!.Replace(" ", "", StringComparison.Ordinal);
        await page.FillAsync("#Code", Code(0));
        await SubmitAsync(page, "/account/factor", "factor-codes");
        await LeaveAsync();
    }

    /// <summary>Signs in with a code, the first one wrong.</summary>
    public async Task SignInAsync()
    {
        var page = Person.Page;
        await GoAsync(page, "/sign-in", "sign-in");
        await page.FillAsync("#email", Email);
        await page.FillAsync("#password", "wrong");
        await SubmitAsync(page, "/sign-in", "sign-in-refused");
        await page.FillAsync("#email", Email);
        await page.FillAsync("#password", First);
        await SubmitAsync(page, "/sign-in", "code");
        await page.FillAsync("#code", "000000");
        await SubmitAsync(page, "/sign-in/code", "code-wrong");
        await page.FillAsync("#code", Code(1)); // the code before this one was taken when the factor was turned on
        await SubmitAsync(page, "/sign-in/code");
        await Assertions.Expect(page).Not.ToHaveURLAsync(new System.Text.RegularExpressions.Regex("sign-in"));
    }

    /// <summary>Changes the address, confirms the new one; the administrator turns the lost second factor off.</summary>
    public async Task ChangeAsync()
    {
        var (admin, page) = (Administrator.Page, Person.Page);
        await GoAsync(page, "/account");
        await page.ClickAsync("details:has(#Email) > summary");
        await page.FillAsync("#Email", NewEmail);
        await page.FillAsync("#AddressPassword", First);
        await SubmitAsync(page, "/account/address", "account-mailed");
        await page.GotoAsync(await Sandbox.LinkAsync(NewEmail, 1, Token));
        await LookAsync(page, "confirm-new-address");
        await SubmitAsync(page, "/change-address", "account-address-changed");
        await GoAsync(admin, "/people?q=Ken", "people");
        await NextPageAsync(admin, () => admin.ClickAsync("tbody a"));
        await LookAsync(admin, "user-with-factor");
        await admin.ClickAsync("summary.danger >> nth=0");
        await LookAsync(admin, "user-factor-off-asked");
        await NextPageAsync(admin, () => admin.ClickAsync("form[action$='/factor-off'] button"));
        await LookAsync(admin, "user-factor-off");
    }

    /// <summary>Forgets the password, sets another, finds the old link dead, invites somebody.</summary>
    public async Task ResetAsync()
    {
        var page = Person.Page;
        await LeaveAsync();
        await GoAsync(page, "/forgot", "forgot");
        await page.FillAsync("#Email", NewEmail);
        await SubmitAsync(page, "/forgot", "mail-sent");
        // The letter that told of the second factor came between.
        var link = await Sandbox.LinkAsync(NewEmail, 3, Token);
        await page.GotoAsync(link);
        await LookAsync(page, "reset");
        await page.FillAsync("#Password", Second);
        await SubmitAsync(page, "/reset");
        await page.GotoAsync(link);
        await LookAsync(page, "link-gone");
        await GoAsync(page, "/account");
        await page.FillAsync("#Invitee", "lena@example.org");
        await SubmitAsync(page, "/account/invite", "account-invited");
        await LeaveAsync();
    }

    /// <summary>Somebody accepts the invitation, and somebody else signs up.</summary>
    public async Task JoinAsync()
    {
        var page = Person.Page;
        await page.GotoAsync(await Sandbox.LinkAsync("lena@example.org", 1, Token));
        await LookAsync(page, "accept-invitation");
        await page.FillAsync("#Name", "Lena");
        await page.FillAsync("#Password", First);
        await SubmitAsync(page, "/invitation");
        await LeaveAsync();
        await GoAsync(page, "/sign-up", "sign-up");
        await page.FillAsync("#Name", "Mia");
        await page.FillAsync("#Email", "mia@example.org");
        await SubmitAsync(page, "/sign-up", "sign-up-sent");
        await page.GotoAsync(await Sandbox.LinkAsync("mia@example.org", 1, Token));
        await LookAsync(page, "confirm-address");
        await page.FillAsync("#Password", Second);
        await SubmitAsync(page, "/confirm");
        await GoAsync(page, "/account", "account-of-a-member");
        await Assertions.Expect(page.Locator("#Name")).ToHaveValueAsync("Mia");
    }

    public async ValueTask DisposeAsync()
    {
        await Person.DisposeAsync();
        await Administrator.DisposeAsync();
        await Program.DisposeAsync();
    }

    async Task GoAsync(IPage page, string path, string? name = null)
    {
        await page.GotoAsync(new Uri(Program.Address, path).ToString());
        if (name is not null) await LookAsync(page, name);
    }

    async Task SubmitAsync(IPage page, string action, string? name = null)
    {
        await NextPageAsync(page, () => page.Locator($"form[action='{action}'] button[type=submit]").Last.ClickAsync());
        if (name is not null) await LookAsync(page, name);
    }

    // A click does not wait for the page it leads to, which may have the same address.
    static async Task NextPageAsync(IPage page, Func<Task> leave)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Arrive(object? sender, IFrame frame)
        {
            if (frame == page.MainFrame) arrived.TrySetResult();
        }

        page.FrameNavigated += Arrive;
        await leave();
        await arrived.Task.WaitAsync(Soon, Token);
        page.FrameNavigated -= Arrive;
        // Asked of the page itself, as the event that it was loaded may have passed before anybody waits for it; and from here,
        // as a page without scripts draws no frames to be asked in.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(Soon);
        while (await page.EvaluateAsync<string>("() => document.readyState") != "complete")
            await Task.Delay(20, deadline.Token);
    }

    Task LeaveAsync() => Person.Page.Context.ClearCookiesAsync(new BrowserContextClearCookiesOptions { Name = "postroom-session" });

    Task LookAsync(IPage page, string name) => _look(page, name);

    string Code(int later) => Totp.CodeAt(_secret, Totp.CounterAt(TimeProvider.System.GetUtcNow()) + later);
}
