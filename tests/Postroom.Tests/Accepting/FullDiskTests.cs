using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Postroom.Accepting;
using Postroom.MailServers;
using Postroom.Outbox;
using Postroom.Sqlite;
using Postroom.Tests.Support;

namespace Postroom.Tests.Accepting;

/// <summary>A disk that is full while mail is handed in: nothing is acknowledged that is not stored, and it goes on by itself.</summary>
public sealed class FullDiskTests : IAsyncLifetime
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postroom-full-");
    readonly HttpClient _http = new();
    WebApplication? _app;
    readonly FakeTime _time = new(TimeProvider.System.GetUtcNow());
    long _freeBytes;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var options = new SqliteOptions { FreeBytes = _ => Volatile.Read(ref _freeBytes) };
        var opened = Assert.IsType<StoreOpening.Opened>(SqliteDatabase.Open(_folder.FullName, StoreUse.Serve, options, _time));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddPostroom(_folder.FullName).UseSqlite(opened.Database);
        _app = builder.Build();
        _app.MapPostroom();
        await _app.Services.GetRequiredService<MailServerSettingsStore>().LoadAsync(Token);
        await _app.StartAsync(Token);

        var secret = ApiKeySecret.New();
        await _app.Services.GetRequiredService<IAppStore>().AddKeyAsync("tests", secret.ToKey(["send"], DateTimeOffset.UnixEpoch), Token);
        _http.BaseAddress = new Uri(_app.Urls.First());
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret.Text);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_app is not null) await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_message_is_refused_with_503_and_nothing_is_stored()
    {
        using var response = await HandInAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(0, (await _app!.Services.GetRequiredService<IDeliveryRecords>().LedgerAsync(Token)).Accepted);
    }

    [Fact]
    public async Task It_accepts_again_by_itself_when_there_is_room()
    {
        using var refused = await HandInAsync();
        Volatile.Write(ref _freeBytes, long.MaxValue);
        _time.Advance(TimeSpan.FromSeconds(2));

        using var response = await HandInAsync();

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    Task<HttpResponseMessage> HandInAsync() =>
        _http.PostAsJsonAsync("/api/v1/messages", new { to = new[] { "anna@example.org" }, subject = "Hello", text = "Hi" }, Token);
}
