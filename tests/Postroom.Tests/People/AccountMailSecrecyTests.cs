using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Postroom.Accepting;
using Postroom.Admin;
using Postroom.Deliveries;
using Postroom.Mail.Addresses;
using Postroom.Mail.Mime;
using Postroom.MailServers;
using Postroom.Outbox;
using Postroom.People;
using Postroom.People.Accounts;
using Postroom.People.Links;
using Postroom.Sandbox;
using Postroom.Sqlite;
using Postroom.Tests.Sqlite;
using Postroom.Tests.Support;

namespace Postroom.Tests.People;

/// <summary>
/// The whole way of a link by the machine's clock: asked for, accepted, sent over SMTP into the sandbox. Its token lies in no
/// file of the data folder but the key ring, and in no line of the log.
/// </summary>
public sealed partial class AccountMailSecrecyTests : IAsyncLifetime
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly DataFolder _folder = new();
    readonly SqliteDatabase _database;
    readonly HeardLogs _log = new();
    readonly WebApplication _app;

    public AccountMailSecrecyTests()
    {
        _database = ((StoreOpening.Opened)SqliteDatabase.Open(_folder.Path, StoreUse.Serve)).Database;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddProvider(_log).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddPostroom(_folder.Path).UseSqlite(_database).AddPostroomConsole();
        _app = builder.Build();
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Get<MailServerSettingsStore>().LoadAsync(Token);
        await Get<Postroom.Notifications.NotificationSettingsStore>().LoadAsync(Token);
        await Get<Postroom.Notifications.Choices.PersonTokens>().LoadAsync(Token);
        await _app.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Theory, InlineData(LinkPurpose.Reset), InlineData(LinkPurpose.SetPassword), InlineData(LinkPurpose.Invitation), InlineData(LinkPurpose.Confirm), InlineData(LinkPurpose.ChangeAddress)]
    public async Task A_token_lies_in_no_file_and_no_log(LinkPurpose purpose)
    {
        var user = new User { Id = Guid.CreateVersion7(), Email = "ann@example.org", Name = "Ann", Role = UserRole.Administrator, Stamp = "x", Language = "ja", CreatedAt = TimeProvider.System.GetUtcNow() };
        await Get<IUserStore>().AddAsync(user, onlyIfFirst: false, Token);
        var letters = Get<AccountLetters>();
        var made = await Get<AccountLinks>().CreateAsync(purpose, user, null, Token);

        Assert.IsType<AcceptResult.Accepted>(
            await letters.SendLinkAsync(made, letters.UrlOf(purpose, made.Token!), null, "192.0.2.1", "Ben", null, Token));
        var accepted = SecretSearch.InFolder(_folder.Path, made.Token!.Text);
        var arrived = await ArrivedAsync();

        Assert.Contains(made.Token.Text, MessageReader.Read(arrived.Bytes).Text, StringComparison.Ordinal);
        Assert.Equal((true, made.Token.Text), (arrived.IsAccountMail, Assert.Single(arrived.Secrets)));
        Assert.Empty(accepted);
        await DeliveredAsync();
        Assert.Empty(SecretSearch.InFolder(_folder.Path, made.Token.Text));
        Assert.DoesNotContain(_log.Lines, line => line.Contains(made.Token.Text, StringComparison.Ordinal));
        Assert.NotEmpty(_log.Lines);
    }

    [Fact]
    public async Task A_token_in_the_subject_of_a_changed_template_is_covered_in_the_lists()
    {
        var link = "https://example.com/reset?token=" + LinkToken.New().Text;
        var submission = new MailSubmission
        {
            App = "wiki",
            To = [((MailboxParse.Parsed)MailboxParser.ParseAddress("ann@example.org")).Mailbox],
            From = ((MailboxParse.Parsed)MailboxParser.ParseAddress("wiki@example.org")).Mailbox,
            Subject = "Open " + link,
            Text = "x",
        };

        await Get<MailAcceptor>().AcceptAsync(submission, Token);
        var arrived = await ArrivedAsync();
        await DeliveredAsync();

        Assert.Equal("Open https://example.com/reset?token=" + new string('*', LinkToken.Length), arrived.Subject);
        Assert.Empty(SecretSearch.InFolder(_folder.Path, link[^LinkToken.Length..]));
    }

    [Fact]
    public async Task The_sandbox_knows_account_mail_that_an_app_wrote_itself_and_none_of_its_secrets()
    {
        var address = ((MailboxParse.Parsed)MailboxParser.ParseAddress("ann@example.org")).Mailbox;

        await Get<MailAcceptor>().AcceptAsync(
            new MailSubmission { App = "wiki", From = address, To = [address], Subject = "x", Text = "token=" + LinkToken.New().Text, Lane = Lane.Account }, Token);

        var arrived = await ArrivedAsync();
        Assert.Equal((true, 0), (arrived.IsAccountMail, arrived.Secrets.Count));
    }

    [Fact]
    public void The_forms_of_our_links_are_known()
    {
        var token = LinkToken.New();
        var person = Get<Postroom.Notifications.Choices.PersonLinks>();

        Assert.Equal([token.Text], SecretLinks.In($"x https://a.example/b?c=d&token={token.Text}."));
        Assert.Equal([token.Text], SecretLinks.In(LinkUrls.WithToken(new Uri("https://a.example/b#"), token)));
        Assert.Single(SecretLinks.In(person.Preferences(Guid.NewGuid(), 3).AbsoluteUri), found => Tail().IsMatch(found));
        Assert.Single(SecretLinks.In($"<{person.Unsubscribe(Guid.NewGuid(), 3).AbsoluteUri}>"), found => Tail().IsMatch(found));
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{55}$", RegexOptions.None, 1_000)]
    private static partial Regex Tail();

    T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    Task<SandboxMessage> ArrivedAsync() => UntilAsync(async token =>
        await Get<ISandboxMailbox>().ListAsync(null, null, 1, token) is [{ } line] ? (await Get<ISandboxMailbox>().FindAsync(line.Id, token))!.Message : null);

    Task<DeliveryRow> DeliveredAsync() => UntilAsync(async token =>
        (await Get<IDeliveryRecords>().SearchAsync(new DeliverySearch { State = DeliveryState.Delivered }, token)).Rows.FirstOrDefault());

    static async Task<T> UntilAsync<T>(Func<CancellationToken, Task<T?>> find)
        where T : class
    {
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, Token);
        while (true)
        {
            if (await find(either.Token) is { } found) return found;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, either.Token);
        }
    }

    // Whatever anybody logs, at any level.
    sealed class HeardLogs : ILoggerProvider, ILogger
    {
        readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();

        public IEnumerable<string> Lines => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose() { }
    }
}
