using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Sandbox;
using Postroom.Tests.Contracts;

namespace Postroom.Tests.Server.Commands;

/// <summary>The test command against the sandbox: a real conversation on both sides.</summary>
public sealed class DiagnosisCommandTests : IAsyncLifetime
{
    readonly CommandRun _run = new();
    readonly SqliteTestStore _store = new();
    readonly SandboxReceiver _receiver;

    public DiagnosisCommandTests() => _receiver = new SandboxReceiver(_store.Sandbox, TimeProvider.System, NullLoggerFactory.Instance, _ => { });

    public async ValueTask InitializeAsync() => await _receiver.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _store.DisposeAsync();
        _run.Dispose();
    }

    [Fact]
    public async Task Tests_a_server_without_sending_anything()
    {
        var code = await TestAsync("--security", "none");

        Assert.True(code == 0, _run.Output + _run.Error);
        Assert.Contains("ok    ehlo", _run.Output);
        Assert.Empty(await MessagesAsync());
    }

    [Fact]
    public async Task Sends_a_message_where_somebody_is_to_get_one()
    {
        var code = await TestAsync("--security", "none", "--from", "a@example.com", "--to", "b@example.org");

        Assert.True(code == 0, _run.Output + _run.Error);
        Assert.Equal(["b@example.org"], Assert.Single(await MessagesAsync()).Recipients);
    }

    [Fact]
    public async Task Says_1_and_why_when_mail_would_not_be_accepted()
    {
        var code = await TestAsync("--security", "starttls", "--json");

        Assert.Equal(1, code);
        Assert.Equal((false, "administrator"), (_run.Json.GetProperty("ok").GetBoolean(), _run.Json.GetProperty("cause").GetProperty("who").GetString()));
    }

    [Fact]
    public async Task Shows_people_the_conversation_of_a_failure()
    {
        await TestAsync("--security", "starttls");

        Assert.Contains("<- 220 ", _run.Output);
    }

    [Theory]
    [InlineData("test --host mail.example.com --to b@example.org")]
    [InlineData("test --host mail.example.com --security maybe")]
    [InlineData("test --host mail.example.com --to nobody")]
    [InlineData("test --host mail.example.com --port 0")]
    [InlineData("test --host mail.example.com --auth magic --user x")]
    [InlineData("explain")]
    [InlineData("explain --lang tlh 550")]
    public async Task Says_2_when_the_command_line_is_wrong(string commandLine)
    {
        Assert.Equal(2, await _run.RunAsync(commandLine));
        Assert.NotEmpty(_run.Error);
    }

    [Fact]
    public async Task Says_that_the_built_in_mailbox_is_out_of_reach()
    {
        await _run.RunAsync("key create --app wiki --data {data}");

        var code = await _run.RunAsync("test --data {data}");

        Assert.Equal(1, code);
        Assert.Contains("--host", _run.Error);
    }

    [Theory, InlineData("--help"), InlineData("send --help")]
    public async Task Calls_itself_postroom(string commandLine)
    {
        Assert.Equal(0, await _run.RunAsync(commandLine));
        Assert.Contains("postroom ", _run.Output);
    }

    [Fact]
    public async Task Explains_a_reply()
    {
        var code = await _run.RunAsync(["explain", "550 5.1.1 No such user", "--json"]);

        Assert.Equal(0, code);
        Assert.Equal(["id", "cause", "remedy", "who", "retry", "links"], _run.Json.EnumerateObject().Select(field => field.Name));
        Assert.Equal("recipient", _run.Json.GetProperty("who").GetString());
    }

    [Fact]
    public async Task Explains_in_Japanese()
    {
        await _run.RunAsync(["explain", "--lang", "ja", "550", "5.1.1", "No", "such", "user"]);

        Assert.Matches(@"\p{IsHiragana}", _run.Output);
    }

    Task<IReadOnlyList<SandboxSummary>> MessagesAsync() => _store.Sandbox.ListAsync(null, null, 10, TestContext.Current.CancellationToken);

    Task<int> TestAsync(params string[] words) => _run.RunAsync(["test", "--host", "127.0.0.1", "--port", $"{_receiver.Port}", .. words]);
}
