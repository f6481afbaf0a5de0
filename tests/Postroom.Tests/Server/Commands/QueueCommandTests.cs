using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Postroom.Outbox;

namespace Postroom.Tests.Server.Commands;

public sealed class QueueCommandTests : IDisposable
{
    readonly CommandRun _run = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Lists_what_waits()
    {
        var id = await AcceptAsync("Grüße");

        await _run.RunAsync("queue list --data {data}");

        Assert.Contains(id, _run.Output);
        Assert.Contains("Grüße", _run.Output);
    }

    [Fact]
    public async Task Lists_what_waits_as_JSON()
    {
        var id = await AcceptAsync("Grüße");

        await _run.RunAsync("queue list --state waiting --data {data} --json");

        var row = Assert.Single(_run.Json.GetProperty("deliveries").EnumerateArray());
        Assert.Equal(
            ["id", "app", "lane", "recipient", "from", "subject", "state", "attempts", "createdAt", "dueAt", "lastWords"],
            row.EnumerateObject().Select(field => field.Name));
        Assert.Equal((id, "waiting", "Grüße"), (row.GetProperty("id").GetString(), row.GetProperty("state").GetString(), row.GetProperty("subject").GetString()));
    }

    [Fact]
    public async Task A_subject_cannot_play_with_the_table()
    {
        await AcceptAsync("[red]x[/] [bold]");

        await _run.RunAsync("queue list --data {data}");

        Assert.Contains("[red]x[/] [bold]", _run.Output);
    }

    [Fact]
    public async Task Shows_a_message()
    {
        var id = await AcceptAsync("Hello");

        await _run.RunAsync($"queue show {id} --data {{data}}");

        Assert.Contains("To b@example.org: waiting", _run.Output);
    }

    [Fact]
    public async Task Shows_a_message_as_JSON()
    {
        var id = await AcceptAsync("Hello");

        await _run.RunAsync($"queue show {id} --data {{data}} --json");

        Assert.Equal((id, "b@example.org"), (_run.Json.GetProperty("id").GetString(), _run.Json.GetProperty("deliveries")[0].GetProperty("recipient").GetString()));
    }

    [Fact]
    public async Task Cancels_what_waits()
    {
        var id = await AcceptAsync("Hello");

        await _run.RunAsync($"queue cancel {id} --data {{data}} --json");

        Assert.Equal((1, 1), (_run.Json.GetProperty("messages").GetInt32(), _run.Json.GetProperty("deliveries").GetInt32()));
        await _run.RunAsync("queue list --state cancelled --data {data}");
        Assert.Contains(id, _run.Output);
    }

    [Fact]
    public async Task Makes_what_waits_due_now()
    {
        var id = await AcceptAsync("Hello");

        var code = await _run.RunAsync($"queue retry {id} --data {{data}}");

        Assert.Equal((0, "retry: 1 deliveries of 1 messages."), (code, _run.Output.Trim()));
    }

    [Theory, InlineData("show"), InlineData("retry"), InlineData("cancel")]
    public async Task Says_1_for_a_message_nobody_knows(string verb)
    {
        await AcceptAsync("Hello");

        Assert.Equal(1, await _run.RunAsync($"queue {verb} 019b0000-0000-7000-8000-000000000000 --data {{data}}"));
    }

    [Theory, InlineData("queue list --data {data}"), InlineData("ledger --data {data}")]
    public async Task Makes_no_data_folder_by_looking(string commandLine)
    {
        var code = await _run.RunAsync(commandLine);

        Assert.Equal((1, false), (code, Directory.Exists(_run.Data)));
    }

    [Fact]
    public async Task Counts_in_the_ledger()
    {
        await AcceptAsync("Hello");

        var code = await _run.RunAsync("ledger --data {data} --json");

        Assert.Equal(0, code);
        Assert.Equal(
            ["accepted", "delivered", "bounced", "expired", "cancelled", "suppressed", "waiting", "uncertain", "balanced"],
            _run.Json.EnumerateObject().Select(field => field.Name));
        Assert.Equal((1, 1, true), (_run.Json.GetProperty("accepted").GetInt32(), _run.Json.GetProperty("waiting").GetInt32(), _run.Json.GetProperty("balanced").GetBoolean()));
    }

    [Fact]
    public async Task Tells_the_ledger_to_people()
    {
        await AcceptAsync("Hello");

        await _run.RunAsync("ledger --data {data}");

        Assert.Contains("Balanced: nothing is unaccounted for.", _run.Output);
    }

    Task<string> AcceptAsync(string subject) => _run.InStoreAsync(async store =>
    {
        var now = TimeProvider.System.GetUtcNow();
        var message = new OutboxMessage
        {
            Id = MessageId.New(TimeProvider.System),
            App = "wiki",
            Lane = Lane.Direct,
            EnvelopeSender = "a@example.com",
            Recipients = ["b@example.org"],
            Bytes = Encoding.UTF8.GetBytes($"Subject: {subject}\r\n\r\nx\r\n"),
            From = "a@example.com",
            Subject = subject,
            InternetMessageId = "1@example.com",
            CreatedAt = now,
            ExpiresAt = now.AddDays(5),
        };
        Assert.IsType<AcceptOutcome.Stored>(await store.GetRequiredService<IOutbox>().AcceptAsync(message, Token));
        return message.Id.ToString();
    });
}
