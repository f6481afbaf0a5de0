using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Postroom.Accepting;
using Postroom.Accepting.Senders;
using Postroom.Accepting.Smtp;
using Postroom.MailServers;
using Postroom.Notifications;
using Postroom.Outbox;
using Postroom.Server.Serving;
using Postroom.Sqlite;
using Postroom.Tests.Sqlite;

namespace Postroom.Tests.Accepting.Smtp;

/// <summary>
/// The program's own host with its SMTP door open on a free port, and a mail server that refuses every connection.
/// </summary>
sealed class SmtpDoorHost : IAsyncDisposable
{
    readonly DataFolder _folder;
    readonly SqliteDatabase _database;
    readonly WebApplication _app;

    SmtpDoorHost(DataFolder folder, SqliteDatabase database, WebApplication app) => (_folder, _database, _app) =
        (folder, database, app);

    static SmtpDoorHost() =>
        Environment.SetEnvironmentVariable("POSTROOM__Logging__Console__LogLevel__Default", "None");

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public IServiceProvider Services => _app.Services;

    public string DataFolder => _folder.Path;

    public IPEndPoint Address => Get<SmtpDoor>().Address!;

    public static async Task<SmtpDoorHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var folder = new DataFolder();
        var database =
            ((StoreOpening.Opened)SqliteDatabase.Open(folder.Path, StoreUse.Serve, new SqliteOptions())).Database;
        var options = new ServeOptions(folder.Path, new IPEndPoint(IPAddress.Loopback, 0)) { Smtp = new IPEndPoint(IPAddress.Loopback, 0) };
        var app = PostroomHost.Build(options, database);
        (string Key, string Value)[] all =
            [("MailServer:Host", "127.0.0.1"), ("MailServer:Port", "1"), ("MailServer:From", "post@example.com"), .. settings];
        foreach (var (key, value) in all) app.Configuration[key] = value;
        await app.Services.GetRequiredService<MailServerSettingsStore>().LoadAsync(CancellationToken.None);
        await app.Services.GetRequiredService<NotificationSettingsStore>().LoadAsync(CancellationToken.None);
        await app.StartAsync(CancellationToken.None);
        return new SmtpDoorHost(folder, database, app);
    }

    /// <summary>A client of the HTTP door with a key.</summary>
    public HttpClient Http(string key)
    {
        var client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Makes a key for an app that may name any address of example.com.</summary>
    public async Task<string> KeyAsync(string app, string scope = AppScopes.Send, string senders = "example.com")
    {
        var secret = ApiKeySecret.New();
        await Get<IAppStore>().AddKeyAsync(app, secret.ToKey([scope], TimeProvider.System.GetUtcNow()), Token);
        await Get<IAppStore>().SetSenderRulesAsync(app, SenderRules.Kept(senders), Token);
        return secret.Text;
    }

    /// <summary>The messages that were taken, newest first, as they are kept.</summary>
    public async Task<IReadOnlyList<(MessageRecord Record, string Text)>> MessagesAsync()
    {
        var rows = (await Get<IDeliveryRecords>().SearchAsync(new DeliverySearch { Limit = 200 }, Token)).Rows;
        var messages = new List<(MessageRecord, string)>();
        foreach (var id in rows.Select(row => row.MessageId).Distinct())
        {
            var record = await Get<IDeliveryRecords>().FindAsync(id, Token);
            var body = (BodyReading.Kept)await Get<IOutbox>().ReadBodyAsync(id, Token);
            messages.Add((record!, System.Text.Encoding.UTF8.GetString(body.Bytes.Span)));
        }

        return messages;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Dispose();
    }
}
