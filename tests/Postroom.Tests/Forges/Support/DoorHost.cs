using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Postroom.Accepting;
using Postroom.Forges;
using Postroom.MailServers;
using Postroom.Server.Serving;
using Postroom.Settings;
using Postroom.Sqlite;
using Postroom.Tests.Sqlite;

namespace Postroom.Tests.Forges.Support;

/// <summary>The program's own host with its real server on a free port of this machine, in a folder of its own.</summary>
sealed class DoorHost : IAsyncDisposable
{
    public const string Secret = "whsec_dGVzdHRlc3R0ZXN0dGVzdHRlc3R0ZXN0dGVzdHRlc3Q=";

    readonly DataFolder _folder;
    readonly SqliteDatabase _database;
    readonly WebApplication _app;

    DoorHost(DataFolder folder, SqliteDatabase database, WebApplication app)
    {
        (_folder, _database, _app) = (folder, database, app);
        Http = new HttpClient { BaseAddress = PostroomHost.AddressOf(app) };
    }

    public HttpClient Http { get; }

    public IEventInbox Inbox => Get<IEventInbox>();

    // What the program says to its log is not this suite's subject.
    static DoorHost() => Environment.SetEnvironmentVariable("POSTROOM__Logging__Console__LogLevel__Default", "None");

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<DoorHost> StartAsync(SqliteOptions? options = null)
    {
        var folder = new DataFolder();
        var opening = SqliteDatabase.Open(folder.Path, StoreUse.Serve, options ?? new SqliteOptions());
        var database = ((StoreOpening.Opened)opening).Database;
        var app = PostroomHost.Build(new ServeOptions(folder.Path, new IPEndPoint(IPAddress.Loopback, 0)), database);
        await app.Services.GetRequiredService<MailServerSettingsStore>().LoadAsync(CancellationToken.None);
        await app.Services.GetRequiredService<Postroom.Notifications.NotificationSettingsStore>().LoadAsync(CancellationToken.None);
        await app.StartAsync(CancellationToken.None);
        return new DoorHost(folder, database, app);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Adds a forge of the kind, whose id is the word of its kind.</summary>
    public async Task<ForgeSource> AddForgeAsync(ForgeKind kind)
    {
        var now = TimeProvider.System.GetUtcNow();
        var source = new ForgeSource
        {
            Id = kind.Word(),
            Kind = kind,
            Name = kind.Word(),
            ProtectedSecret = ForgeSecret.Protect(Get<SecretProtector>(), kind.Word(), Secret),
            CreatedAt = now,
            SecretSetAt = now,
        };
        await Get<IForgeStore>().AddAsync(source, Token);
        return source;
    }

    /// <summary>Posts a body to the door of a kind of forge, with that forge's own headers.</summary>
    public Task<HttpResponseMessage> PostAsync(
        ForgeKind kind, byte[] body, string? eventName = null, string delivery = "1", string type = "application/json", string? secret = Secret)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/" + kind.Word()) { Content = content };
        foreach (var (name, value) in HeadersOf(kind, body, eventName, delivery, secret)) request.Headers.TryAddWithoutValidation(name, value);
        return Http.SendAsync(request, Token);
    }

    public static IEnumerable<(string Name, string Value)> HeadersOf(ForgeKind kind, byte[] body, string? eventName, string delivery, string? secret)
    {
        var hex = secret is null ? null : Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));
        (string Name, string? Value)[] headers = kind switch
        {
            ForgeKind.BitbucketServer => [("X-Event-Key", eventName ?? "pr:opened"), ("X-Request-Id", delivery), ("X-Hub-Signature", hex is null ? null : "sha256=" + hex)],
            ForgeKind.BitbucketCloud =>
            [
                ("X-Event-Key", eventName ?? "pullrequest:created"), ("X-Hook-UUID", "{4402cbae}"), ("X-Request-UUID", delivery), ("X-Hub-Signature", hex is null ? null : "sha256=" + hex),
            ],
            ForgeKind.GitHub => [("X-GitHub-Event", eventName ?? "pull_request"), ("X-GitHub-Delivery", delivery), ("X-Hub-Signature-256", hex is null ? null : "sha256=" + hex)],
            ForgeKind.GitLab => [("X-Gitlab-Event", eventName ?? "Merge Request Hook"), ("Idempotency-Key", delivery), ("X-Gitlab-Token", secret)],
            _ =>
            [
                ("X-Gitea-Event", "pull_request"), ("X-Gitea-Event-Type", eventName ?? "pull_request"), ("X-Gitea-Delivery", delivery), ("X-Gitea-Signature", hex),
                ("X-GitHub-Event", "pull_request"), ("X-GitHub-Delivery", delivery), ("X-Gogs-Event", "pull_request"),
            ],
        };
        return headers.Where(header => header.Value is not null).Select(header => (header.Name, header.Value!));
    }

    public static byte[] BodyOf(ForgeKind kind) => Payloads.Bytes(kind switch
    {
        ForgeKind.BitbucketServer => Payloads.Bitbucket("pr:opened"),
        ForgeKind.BitbucketCloud => Payloads.Cloud(),
        ForgeKind.GitHub => Payloads.GitHub("opened"),
        ForgeKind.GitLab => Payloads.GitLab("open"),
        _ => Payloads.Gitea("opened"),
    });

    /// <summary>Sends bytes as they are and reads the first line of the answer.</summary>
    public async Task<string> RawAsync(string head, Func<NetworkStream, Task>? body = null)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Http.BaseAddress!.Port, Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ReplaceLineEndings("\r\n") + "\r\n\r\n"), Token);
        if (body is not null)
        {
            try
            {
                await body(stream);
            }
            catch (IOException)
            {
                // The server has answered and closed before all was sent.
            }
        }

        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadLineAsync(Token) ?? "";
    }

    public async Task<string> MakeKeyAsync(string scope)
    {
        var secret = ApiKeySecret.New();
        await Get<IAppStore>().AddKeyAsync("tool", secret.ToKey([scope], TimeProvider.System.GetUtcNow()), Token);
        return secret.Text;
    }

    public Task<IReadOnlyList<InboxItem>> ItemsAsync() => Inbox.SearchAsync(new InboxFilter(), 100, Token);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Dispose();
    }
}
