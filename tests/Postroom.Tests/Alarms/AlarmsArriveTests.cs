using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Postroom.Alarms;
using Postroom.Mail.Mime;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;
using Postroom.MailServers.Trust;
using Postroom.Outbox;
using Postroom.People;
using Postroom.Sandbox;
using Postroom.Sqlite;
using Postroom.Tests.Sqlite;
using Postroom.Tests.Support;

namespace Postroom.Tests.Alarms;

/// <summary>The whole way of an alarm by the machine's clock: a certificate that ends soon, the outbox, SMTP, the sandbox.</summary>
public sealed class AlarmsArriveTests : IAsyncLifetime
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly DataFolder _folder = new();
    readonly SqliteDatabase _database;
    readonly WebApplication _app;

    public AlarmsArriveTests()
    {
        _database = ((StoreOpening.Opened)SqliteDatabase.Open(_folder.Path, StoreUse.Serve)).Database;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddPostroom(_folder.Path).UseSqlite(_database);
        _app = builder.Build();
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Get<MailServerSettingsStore>().LoadAsync(Token);
        await Get<Postroom.Notifications.Choices.PersonTokens>().LoadAsync(Token);
        await _app.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Each_active_administrator_gets_one_letter_in_their_own_language()
    {
        await AddAsync("ada@example.com", UserRole.Administrator, "en");
        await AddAsync("hanako@example.com", UserRole.Administrator, "ja");
        await AddAsync("former@example.com", UserRole.Administrator, "en", UserState.Deactivated);
        await AddAsync("invited@example.com", UserRole.Administrator, "en", UserState.Invited);
        await AddAsync("otto@example.com", UserRole.Operator, "en");
        var server = await UseTheSandboxAsync();
        Show(server, daysLeft: 5);

        await Get<CertificateWatch>().LookAsync(Token);
        await Get<CertificateWatch>().LookAsync(Token);

        var letters = await ArrivedAsync(2);
        Assert.Equal(
            [
                ("ada@example.com", $"Postroom needs attention: Server certificate of {server} expires in 5 days"),
                ("hanako@example.com", $"Postroom の確認が必要です: {server} のサーバー証明書はあと 5 日で期限切れになります"),
            ],
            letters.Select(letter => (Assert.Single(letter.Recipients), letter.Subject)).Order());
        Assert.All(letters, letter => Assert.Contains("http://localhost:8025/trust", MessageReader.Read(letter.Bytes).Text, StringComparison.Ordinal));
        Assert.Equal(2, (await Get<IDeliveryRecords>().LedgerAsync(Token)).Accepted);
    }

    T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    async Task AddAsync(string email, UserRole role, string language, UserState state = UserState.Active)
    {
        var id = Guid.CreateVersion7();
        var user = new User
        {
            Id = id,
            Email = email,
            Name = email,
            Role = role,
            State = state,
            Language = language,
            Stamp = id.ToString("N", CultureInfo.InvariantCulture),
            CreatedAt = TimeProvider.System.GetUtcNow(),
        };
        Assert.True(await Get<IUserStore>().AddAsync(user, onlyIfFirst: false, Token));
    }

    // The sandbox as a mail server of one's own: only of those certificates are watched.
    async Task<string> UseTheSandboxAsync()
    {
        var port = Get<SandboxReceiver>().Port!.Value.ToString(CultureInfo.InvariantCulture);
        var form = MailServerFixture.Custom with { Host = "127.0.0.1", Port = port, Security = "none", Anonymous = "true", UserName = null };
        Assert.IsType<SaveOutcome.Saved>(await Get<MailServerSettingsStore>().SaveAsync(form, null, 0, "ada@example.com", Token));
        return $"127.0.0.1:{port}";
    }

    void Show(string server, int daysLeft)
    {
        using var certificate = TestCertificates.Make(new() { NotAfter = TimeProvider.System.GetUtcNow().AddDays(daysLeft) });
        Get<PresentedCertificates>().Note(server, new TlsReport("TLS 1.3", "", [CertificateSummary.Read(certificate.RawData)], []));
    }

    async Task<IReadOnlyList<SandboxMessage>> ArrivedAsync(int count)
    {
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, Token);
        var mailbox = Get<ISandboxMailbox>();
        while ((await mailbox.ListAsync(null, null, 10, either.Token)).Count < count)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, either.Token);
        var messages = new List<SandboxMessage>();
        foreach (var line in await mailbox.ListAsync(null, null, 10, Token)) messages.Add((await mailbox.FindAsync(line.Id, Token))!.Message);
        return messages;
    }
}
