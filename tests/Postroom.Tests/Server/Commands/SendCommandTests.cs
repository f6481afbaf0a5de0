using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Postroom.Outbox;
using Postroom.Server.Serving;
using Postroom.Sqlite;

namespace Postroom.Tests.Server.Commands;

/// <summary>Against the real server in the same process.</summary>
public sealed class SendCommandTests : IAsyncLifetime
{
    readonly CommandRun _run = new();
    SqliteDatabase _database = null!;
    WebApplication _server = null!;
    string _keyFile = "";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    Uri Address => PostroomHost.AddressOf(_server);

    public async ValueTask InitializeAsync()
    {
        _database = Assert.IsType<StoreOpening.Opened>(SqliteDatabase.Open(_run.Data, StoreUse.Serve)).Database;
        _server = PostroomHost.Build(new ServeOptions(_run.Data, new IPEndPoint(IPAddress.Loopback, 0)), _database);
        await _server.Services.GetRequiredService<Postroom.MailServers.MailServerSettingsStore>().LoadAsync(Token);
        await _server.StartAsync(Token);
        await _run.RunAsync("key create --app wiki --data {data}");
        _keyFile = _run.Write("key", _run.Output);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
        await _database.DisposeAsync();
        _run.Dispose();
    }

    [Fact]
    public async Task Hands_a_message_in()
    {
        var code = await SendAsync("--to", "b@example.org", "--subject", "Hello", "--text", "Hi");

        Assert.True(code == 0, _run.Error);
        Assert.True(MessageId.TryParse(_run.Output.Trim(), out var id));
        Assert.Equal("Hello", (await RecordAsync(id))?.Subject);
    }

    [Fact]
    public async Task Hands_in_text_from_standard_input_with_HTML_and_files()
    {
        var html = _run.Write("mail.html", "<p>Grüße</p>");
        var file = _run.Write("report.csv", "a;b\n");

        var code = await SendAsync("--to", "b@example.org", "--cc", "c@example.org", "--subject", "Hello", "--stdin", "--html-file", html, "--attach", file, "--json");

        Assert.True(code == 0, _run.Error);
        Assert.Equal(["id", "deliveries"], _run.Json.EnumerateObject().Select(field => field.Name));
        Assert.Equal(2, _run.Json.GetProperty("deliveries").GetArrayLength());
    }

    [Fact]
    public async Task Makes_one_message_of_two_hand_ins_with_one_key()
    {
        await SendAsync("--to", "b@example.org", "--subject", "Hello", "--text", "Hi", "--idempotency-key", "k");
        var first = _run.Output;

        await SendAsync("--to", "b@example.org", "--subject", "Hello", "--text", "Hi", "--idempotency-key", "k");

        Assert.Equal(first, _run.Output);
    }

    [Fact]
    public async Task Says_which_field_is_wrong()
    {
        var code = await SendAsync("--to", "nobody", "--subject", "Hello", "--text", "Hi");

        Assert.Equal(1, code);
        Assert.Contains("to[0]: ", _run.Error);
    }

    [Fact]
    public async Task Says_that_the_key_is_not_valid()
    {
        _keyFile = _run.Write("key", "pr_wrong");

        var code = await SendAsync("--to", "b@example.org", "--subject", "Hello", "--text", "Hi");

        Assert.Equal(1, code);
        Assert.StartsWith("401: The API key is not valid.", _run.Error);
    }

    [Fact]
    public async Task Says_75_when_nobody_listens()
    {
        var code = await _run.RunAsync(["send", "--server", "http://127.0.0.1:1", "--key-file", _keyFile, "--to", "b@example.org", "--subject", "x", "--text", "y"]);

        Assert.Equal(75, code);
    }

    [Theory]
    [InlineData("--to", "b@example.org", "--subject", "x")]
    [InlineData("--to", "b@example.org", "--subject", "x", "--text", "y", "--stdin")]
    [InlineData("--to", "b@example.org", "--text", "y")]
    [InlineData("--subject", "x", "--text", "y")]
    [InlineData("--to", "b@example.org", "--subject", "x", "--text", "y", "--attach", "/nowhere/at/all")]
    public async Task Says_2_when_there_is_no_message(params string[] words) => Assert.Equal(2, await SendAsync(words));

    Task<MessageRecord?> RecordAsync(MessageId id) => _server.Services.GetRequiredService<IDeliveryRecords>().FindAsync(id, Token);

    Task<int> SendAsync(params string[] words) =>
        _run.RunAsync(["send", "--server", Address.ToString(), "--key-file", _keyFile, .. words], "Text from a pipe.\n");
}
