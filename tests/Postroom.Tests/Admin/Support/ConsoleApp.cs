using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Postroom.Accepting;
using Postroom.Admin;
using Postroom.Deliveries;
using Postroom.Diagnosis;
using Postroom.Forges;
using Postroom.MailServers;
using Postroom.Notifications;
using Postroom.Notifications.Choices;
using Postroom.Outbox;
using Postroom.People;
using Postroom.Rendering;
using Postroom.Sandbox;
using Postroom.Settings;
using Postroom.Signing;
using Postroom.Sqlite;
using Postroom.Tests.Sqlite;
using Postroom.Tests.Support;

namespace Postroom.Tests.Admin.Support;

/// <summary>The console with the real stores in a folder of its own. Nothing is sent: no dispatcher runs.</summary>
public sealed class ConsoleApp : IAsyncDisposable
{
    public const string Password = "four unrelated words here";

    readonly DataFolder _folder;
    readonly SqliteDatabase _database;
    readonly WebApplication _app;

    ConsoleApp(DataFolder folder, SqliteDatabase database, WebApplication app, string path)
    {
        (_folder, _database, _app, Path) = (folder, database, app, path);
    }

    public FakeTime Time => _folder.Time;

    public string Path { get; }

    public SetUpLink Link => Get<SetUpLink>();

    public static Task<ConsoleApp> StartAsync(string path = "", params (string Key, string Value)[] outside) => StartAsync(new FakeTime(), path, outside);

    /// <summary>With a clock of the test's own, such as one that agrees with another program.</summary>
    public static Task<ConsoleApp> StartAsync(FakeTime time, string path = "", params (string Key, string Value)[] outside) =>
        StartAsync(time, path, outside, _ => { });

    /// <summary>A console with something of the test's own in the place of the real one.</summary>
    public static Task<ConsoleApp> StartWithAsync(Action<IServiceCollection> add) => StartAsync(new FakeTime(), "", [], add);

    static async Task<ConsoleApp> StartAsync(FakeTime time, string path, (string Key, string Value)[] outside, Action<IServiceCollection> add)
    {
        var folder = new DataFolder { Time = time };
        var database = ((StoreOpening.Opened)folder.Open(options: new SqliteOptions { IsShared = true })).Database;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(outside.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value)));
        builder.Services.AddSingleton<TimeProvider>(folder.Time);
        add(builder.Services);
        builder.Services.AddSettings(folder.Path).AddRendering().AddAccepting().AddNotifications().AddForges().AddMailServers().AddDiagnosis().AddSigning().UseSqlite(database).AddPostroomConsole();
        builder.Services.Configure<PasswordHasherOptions>(options => options.IterationCount = 10);
        var app = builder.Build();
        await app.Services.GetRequiredService<MailServerSettingsStore>().LoadAsync(CancellationToken.None);
        await app.Services.GetRequiredService<NotificationSettingsStore>().LoadAsync(CancellationToken.None);
        await app.Services.GetRequiredService<PersonTokens>().LoadAsync(CancellationToken.None);
        app.MapPostroomConsole(path);
        await app.StartAsync();
        return new ConsoleApp(folder, database, app, path);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Runs a statement on the database, beside everything else.</summary>
    public Task RunAsync(string sql) => _database.Writer.WriteAsync(transaction => transaction.Prepared(sql).Run(), CancellationToken.None);

    /// <summary>A browser that nobody has used yet.</summary>
    public Browser NewBrowser() => new(_app.GetTestServer(), Path);

    /// <summary>A browser whose user is signed in; the user is made.</summary>
    public async Task<Browser> SignedInAsync(UserRole role = UserRole.Administrator)
    {
        var user = await AddUserAsync(role);
        var browser = NewBrowser();
        var page = await browser.GetAsync("/sign-in");
        await browser.SubmitAsync(page, "/sign-in", ("email", user.Email), ("password", Password));
        return browser;
    }

    public async Task<User> AddUserAsync(UserRole role)
    {
        var id = Guid.CreateVersion7(Time.GetUtcNow());
        var user = new User
        {
            Id = id,
            Email = $"{role.ToString().ToLowerInvariant()}@example.com",
            Name = $"The {role}",
            Role = role,
            Stamp = id.ToString("N", CultureInfo.InvariantCulture),
            CreatedAt = Time.GetUtcNow(),
        };
        user = user with { PasswordHash = Get<IPasswordHasher<User>>().HashPassword(user, Password) };
        await Get<IUserStore>().AddAsync(user, onlyIfFirst: false, CancellationToken.None);
        return user;
    }

    /// <summary>Adds Ben to the directory.</summary>
    public async Task<Guid> AddPersonAsync()
    {
        var people = Get<IDirectoryStore>();
        await people.PutAsync([new DirectoryEntry("hub", "ben", "Ben Ito", "ben@example.org")], isLearnt: false, CancellationToken.None);
        return (await people.FindByEmailAsync("ben@example.org", CancellationToken.None))!.Id;
    }

    /// <summary>Accepts a message, which waits for a minute.</summary>
    public async Task<OutboxMessage> AcceptAsync(string recipient = "anna@example.org", string subject = "Hello")
    {
        var message = new OutboxMessage
        {
            Id = MessageId.New(Time),
            App = "wiki",
            Lane = Lane.Direct,
            EnvelopeSender = "wiki@example.com",
            Recipients = [recipient],
            Bytes = "From: wiki@example.com\r\nSubject: Hello\r\n\r\nHello\r\n"u8.ToArray(),
            From = "Wiki <wiki@example.com>",
            Subject = subject,
            InternetMessageId = "1@example.com",
            CreatedAt = Time.GetUtcNow(),
            NotBefore = Time.GetUtcNow().AddMinutes(1),
            ExpiresAt = Time.GetUtcNow().AddDays(5),
        };
        Assert.IsType<AcceptOutcome.Stored>(await Get<IOutbox>().AcceptAsync(message, CancellationToken.None));
        return message;
    }

    /// <summary>Takes what waits in hand and finishes it with this outcome.</summary>
    public async Task FinishAsync(DeliveryOutcome outcome, string? transcript = null, FailureCause? cause = null)
    {
        var outbox = Get<IOutbox>();
        Time.Advance(TimeSpan.FromMinutes(1));
        await outbox.RenewNodeAsync(CancellationToken.None);
        foreach (var message in await outbox.LeaseAsync(100, CancellationToken.None))
        {
            await outbox.FinishAsync(
                new FinishedAttempt
                {
                    MessageId = message.Id,
                    StartedAt = Time.GetUtcNow(),
                    Duration = TimeSpan.FromMilliseconds(120),
                    Server = "mail.example.net:25",
                    Phase = "rcpt-to",
                    Transcript = transcript,
                    Deliveries = [.. message.Deliveries.Select(lease => new FinishedDelivery(lease, outcome, cause))],
                },
                CancellationToken.None);
        }
    }

    public async Task<long> AddToSandboxAsync(string message, string subject = "Hello")
    {
        var mailbox = Get<ISandboxMailbox>();
        var bytes = System.Text.Encoding.UTF8.GetBytes(message.ReplaceLineEndings("\r\n"));
        await mailbox.AddAsync(new SandboxMessage(Time.GetUtcNow(), "wiki@example.com", ["anna@example.org"], bytes, "wiki@example.com", subject), CancellationToken.None);
        return (await mailbox.ListAsync(null, null, 1, CancellationToken.None))[0].Id;
    }

    /// <summary>Lets time pass until it is done: a refusal waits on purpose.</summary>
    public async Task<T> PassTimeUntil<T>(Task<T> running)
    {
        while (!running.IsCompleted)
        {
            Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(running, Task.Delay(1));
        }

        return await running;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Dispose();
    }
}
