using System.Text.RegularExpressions;
using Postroom.Mail.Mime;
using Postroom.Outbox;
using Postroom.People;
using Postroom.People.Accounts;
using Postroom.Tests.Support;

namespace Postroom.Tests.Admin.Support;

/// <summary>A console whose letters can be read: they wait in the outbox.</summary>
public sealed partial class AccountScene : IAsyncDisposable
{
    public const string NewPassword = "seven green bicycles";

    AccountScene(ConsoleApp app) => App = app;

    public ConsoleApp App { get; }

    public static async Task<AccountScene> StartAsync(params (string Key, string Value)[] outside) =>
        new(await ConsoleApp.StartAsync("", [("MailServer:From", "postroom@example.com"), .. outside]));

    /// <summary>With a clock of the test's own.</summary>
    public static async Task<AccountScene> StartAsync(FakeTime time) =>
        new(await ConsoleApp.StartAsync(time, "", ("MailServer:From", "postroom@example.com")));

    /// <summary>All letters, oldest first, also those that are still being written.</summary>
    public async Task<IReadOnlyList<Letter>> LettersAsync()
    {
        await App.Get<AccountRequests>().WhenIdleAsync();
        var page = await App.Get<IDeliveryRecords>().SearchAsync(new DeliverySearch { Limit = 200 }, TestContext.Current.CancellationToken);
        List<Letter> letters = [];
        foreach (var row in page.Rows.Reverse())
        {
            var message = await App.Get<IDeliveryRecords>().FindAsync(row.MessageId, TestContext.Current.CancellationToken);
            var bytes = await App.Get<IOutbox>().ReadBytesAsync(row.MessageId, TestContext.Current.CancellationToken);
            letters.Add(new Letter(row.Recipient, row.Subject, MessageReader.Read(bytes!.Value).Text ?? "", row.Lane, message!.ExpiresAt));
        }

        return letters;
    }

    /// <summary>The link of the newest letter to this address, as a path.</summary>
    public async Task<string> LinkToAsync(string email)
    {
        var letter = (await LettersAsync()).Last(letter => letter.To == email);
        return letter.Link ?? throw new InvalidOperationException(letter.Text);
    }

    /// <summary>Makes a user by the page and returns the link that was mailed.</summary>
    public async Task<string> CreateAsync(Browser browser, string email, string how = "create", string role = "Viewer")
    {
        await browser.SubmitAsync(await browser.GetAsync("/people/new"), "/people/new", ("Email", email), ("Name", "Ann B"), ("Role", role), ("How", how));
        return await LinkToAsync(email);
    }

    /// <summary>Asks for a reset by the page and returns the link that was mailed.</summary>
    public async Task<string> ForgetAsync(string email)
    {
        using var browser = App.NewBrowser();
        await browser.SubmitAsync(await browser.GetAsync("/forgot"), "/forgot", ("Email", email));
        return await LinkToAsync(email);
    }

    public async Task SwitchAsync(bool signUp = false, bool invite = false, params string[] domains)
    {
        var store = App.Get<PeopleSettingsStore>();
        var (_, version) = await store.ReadAsync(TestContext.Current.CancellationToken);
        Assert.True(await store.SaveAsync(
            new PeopleSettings { AllowSignUp = signUp, AllowUserInvitations = invite, AllowedDomains = domains }, version, "test", TestContext.Current.CancellationToken));
    }

    public async Task<User?> FindAsync(string email) => await App.Get<IUserStore>().FindByEmailAsync(email, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => App.DisposeAsync();

    /// <summary>A letter as its reader sees it.</summary>
    public sealed partial record Letter(string To, string Subject, string Text, Lane Lane, DateTimeOffset ExpiresAt)
    {
        /// <summary>The path of the link with a token; null: it has none.</summary>
        public string? Link => Token().Match(Text) is { Success: true } match ? match.Groups[1].Value : null;

        [GeneratedRegex(@"http://localhost:8025(/[a-z-]+\?token=[A-Za-z0-9_-]{43})", RegexOptions.None, 1_000)]
        private static partial Regex Token();
    }
}
