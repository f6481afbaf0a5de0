using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Postroom.Accepting;
using Postroom.Forges;
using Postroom.Mail.Mime;
using Postroom.MailServers;
using Postroom.Notifications;
using Postroom.Notifications.Choices;
using Postroom.Notifications.Digests;
using Postroom.Outbox;
using Postroom.People;
using Postroom.Rendering;
using Postroom.Settings;
using Postroom.Sqlite;
using Postroom.Tests.Sqlite;

namespace Postroom.Tests.Forges.Support;

/// <summary>
/// The doors of the forges over real HTTP, and behind them all that makes letters, on the real stores. The test lets time
/// pass: what is at once comes out before it does, what is for the digest afterwards.
/// </summary>
public sealed class LetterDoor : IAsyncLifetime
{
    readonly DataFolder _folder = new();
    readonly SqliteDatabase _database;
    readonly WebApplication _app;

    public LetterDoor()
    {
        _database = ((StoreOpening.Opened)_folder.Open(options: new SqliteOptions { IsShared = true })).Database;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(_folder.Time);
        builder.Services.AddSettings(_folder.Path).AddRendering().AddAccepting().AddNotifications().AddForges().AddMailServers().AddPeople().UseSqlite(_database);
        _app = builder.Build();
        _app.MapForges();
        Http = new HttpClient();
    }

    public HttpClient Http { get; }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Get<MailServerSettingsStore>().LoadAsync(CancellationToken.None);
        await Get<NotificationSettingsStore>().LoadAsync(CancellationToken.None);
        await Get<PersonTokens>().LoadAsync(CancellationToken.None);
        await _app.StartAsync(CancellationToken.None);
        Http.BaseAddress = new Uri(_app.Urls.Single());
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Adds a forge of an id.</summary>
    public async Task AddForgeAsync(string id, ForgeKind kind)
    {
        var now = _folder.Time.GetUtcNow();
        await Get<IForgeStore>().AddAsync(
            new ForgeSource
            {
                Id = id,
                Kind = kind,
                Name = id,
                ProtectedSecret = ForgeSecret.Protect(Get<SecretProtector>(), id, DoorHost.Secret),
                CreatedAt = now,
                SecretSetAt = now,
            },
            Token);
    }

    /// <summary>Adds somebody whom every forge knows by this login.</summary>
    public Task AddPersonAsync(string login, string? language = null) =>
        Get<PeopleDirectory>().PutAsync([new DirectoryEntry(PeopleDirectory.AnySource, login, login, $"{login.ToLowerInvariant()}@example.org", language)], Token);

    /// <summary>Lets somebody watch.</summary>
    public async Task WatchAsync(string login, Watch watch)
    {
        var person = await Get<PeopleDirectory>().FindAsync(PeopleDirectory.AnySource, login, Token);
        await Get<IChoiceStore>().WatchAsync(person!.Id, watch, Token);
    }

    /// <summary>Posts a signed event to the door of a forge, as that forge does.</summary>
    public async Task<HttpResponseMessage> PostAsync(string forge, ForgeKind kind, byte[] body, string eventName, string? delivery = null)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/" + forge) { Content = content };
        foreach (var (name, value) in DoorHost.HeadersOf(kind, body, eventName, delivery ?? Guid.NewGuid().ToString("D"), DoorHost.Secret))
            request.Headers.TryAddWithoutValidation(name, value);
        return await Http.SendAsync(request, Token);
    }

    /// <summary>What has become of the events of a forge.</summary>
    public Task<IReadOnlyList<InboxItem>> ItemsAsync(string forge) => Get<IEventInbox>().SearchAsync(new InboxFilter(Source: forge), 1_000, Token);

    /// <summary>The notices of a forge that are not sent.</summary>
    public async Task<IReadOnlyList<UnsentNotice>> NotSentAsync(string forge) =>
        [.. (await Get<INoticeStore>().ListAsync(null, null, null, 1_000, Token)).Where(notice => notice.Source == forge)];

    /// <summary>Works off the inbox, lets time pass, and gives the letters due then.</summary>
    public async Task<IReadOnlyList<ReadMessage>> LettersAsync(int afterMinutes = 0)
    {
        using var worker = ActivatorUtilities.CreateInstance<InboxWorker>(_app.Services);
        while (await worker.RunOnceAsync(Token) > 0) { }
        _folder.Time.Advance(TimeSpan.FromMinutes(afterMinutes));
        using var sender = ActivatorUtilities.CreateInstance<DigestSender>(_app.Services);
        while (await sender.SendDueAsync(Token) == TimeSpan.Zero) { }
        var (ready, letters) = (Get<ReadyMessages>(), new List<ReadMessage>());
        foreach (var message in ready.Drain())
        {
            letters.Add(MessageReader.Read((message.Bytes ?? await Get<IOutbox>().ReadBytesAsync(message.Id, Token))!.Value));
            ready.Unreserve(message.SizeBytes);
        }

        return letters;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Dispose();
    }
}
