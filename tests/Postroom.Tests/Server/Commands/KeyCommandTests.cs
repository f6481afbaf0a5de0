using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Postroom.Accepting;
using Postroom.Settings;
using Postroom.Sqlite;
using Postroom.Tests.Support;

namespace Postroom.Tests.Server.Commands;

public sealed class KeyCommandTests : IDisposable
{
    readonly CommandRun _run = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Prints_the_key_alone_so_that_a_script_can_take_it()
    {
        var code = await _run.RunAsync("key create --app wiki --data {data}");

        Assert.Equal(0, code);
        Assert.Matches(@"^pr_[A-Za-z0-9_-]{43}\r?\n$", _run.Output);
    }

    [Fact]
    public async Task The_key_opens_the_app()
    {
        await _run.RunAsync("key create --app wiki --scope send,events --data {data}");

        var key = await _run.InStoreAsync(store => store.GetRequiredService<IAppStore>().FindKeyAsync(ApiKeySecret.HashOf(_run.Output.Trim()), Token));

        Assert.Equal(("wiki", "send events"), (key?.App, string.Join(' ', key?.Scopes ?? [])));
    }

    [Theory, InlineData("sned"), InlineData("send,admin"), InlineData("Send"), InlineData("events,read,send"), InlineData("*"), InlineData(",")]
    public async Task A_scope_that_there_is_not_is_refused_and_those_there_are_named(string scopes)
    {
        var code = await _run.RunAsync($"key create --app wiki --scope {scopes} --data {{data}}");

        Assert.Equal((2, false), (code, Directory.Exists(_run.Data)));
        Assert.Contains("send, account-links, events", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_scope_of_a_door_can_be_given()
    {
        var asked = Repository.Files("src", "*.cs").Select(Repository.Read)
            .SelectMany(text => Regex.Matches(text, @"AppScopes\.([A-Z]\w+)", RegexOptions.None, TimeSpan.FromSeconds(1))).Select(match => match.Groups[1].Value).Distinct();

        Assert.Equal(0, await _run.RunAsync($"key create --app wiki --scope {string.Join(',', AppScopes.All)} --data {{data}}"));
        Assert.Equal(AppScopes.All.Count, asked.Except(["All", "Unknown"]).Count());
    }

    [Fact]
    public async Task Answers_with_JSON()
    {
        await _run.RunAsync("key create --app wiki --data {data} --json");

        Assert.Equal(["app", "id", "key", "scopes"], _run.Json.EnumerateObject().Select(field => field.Name));
        Assert.StartsWith(_run.Json.GetProperty("id").GetString()!, _run.Json.GetProperty("key").GetString());
    }

    [Fact]
    public async Task Works_while_the_server_has_the_folder()
    {
        await using var server = Assert.IsType<StoreOpening.Opened>(SqliteDatabase.Open(_run.Data, StoreUse.Serve)).Database;

        Assert.Equal(0, await _run.RunAsync("key create --app wiki --data {data}"));
    }

    [Fact]
    public async Task Leaves_a_trace_without_the_key()
    {
        await _run.RunAsync("key create --app wiki --data {data}");

        var entry = Assert.Single(await _run.InStoreAsync(store => store.GetRequiredService<IAuditLog>().ListAsync(10, Token)));

        Assert.Equal(("command line", "key.created", "wiki"), (entry.Actor, entry.Action, entry.Subject));
        Assert.DoesNotContain(_run.Output.Trim(), entry.Detail);
    }

    [Theory]
    [InlineData("key create --data {data}")]
    [InlineData("key create --app two/words --data {data}")]
    [InlineData("key create --app wiki --scope S! --data {data}")]
    [InlineData("key create --app wiki --scope , --data {data}")]
    [InlineData("key make")]
    [InlineData("nonsense")]
    [InlineData("queue show 123")]
    [InlineData("queue list --limit 1000")]
    [InlineData("queue list --limit many")]
    [InlineData("send --server example.com --to a@example.com --subject x --text y")]
    [InlineData("user create --email ann@example.com --name Ann --role boss")]
    [InlineData("queue list --state lost")]
    [InlineData("queue retry")]
    public async Task Says_2_when_the_command_line_is_wrong(string commandLine)
    {
        var code = await _run.RunAsync(commandLine);

        Assert.Equal(2, code);
        Assert.NotEmpty(_run.Error);
        Assert.False(Directory.Exists(_run.Data));
    }
}
