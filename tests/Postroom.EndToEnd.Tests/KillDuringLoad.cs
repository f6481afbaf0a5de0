using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>kill -9 in the middle of load, three times; a ledger of what was acknowledged is held against the mailbox.</summary>
public sealed class KillDuringLoad : IDisposable
{
    const int Callers = 8;
    const int Kills = 3;
    const int AcknowledgedBetweenKills = 100;
    const int MostConnections = 10; // Delivery:MaxConnections, the default
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    readonly ConcurrentDictionary<string, string> _acknowledged = new();
    ApiCaller? _app;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_acknowledged_message_arrives_and_duplicates_are_at_most_those_in_flight()
    {
        await using var postfix = await PostfixServer.StartOrSkipAsync(Token);
        await using var program = await PostroomProgram.StartAsync(Token, Settings(postfix.PlainPort));
        _app = await ApiCaller.WithNewKeyAsync(program, Token);
        using var loadEnds = new CancellationTokenSource();
        var callers = Enumerable.Range(0, Callers).Select(caller => LoadAsync(caller, loadEnds.Token)).ToList();

        for (var kill = 1; kill <= Kills; kill++)
        {
            await UntilAsync(() => _acknowledged.Count >= kill * AcknowledgedBetweenKills);
            await program.KillAsync();
            await program.StartAgainAsync(Token);
        }

        await UntilAsync(() => _acknowledged.Count >= (Kills + 1) * AcknowledgedBetweenKills);
        await loadEnds.CancelAsync();
        await Task.WhenAll(callers);

        await UntilAsync(async () => (await LedgerAsync(program)).GetProperty("waiting").GetInt64() == 0);
        await UntilAsync(() => !_acknowledged.Keys.Except(Arrived(postfix)).Any());
        var arrived = Arrived(postfix);
        Assert.Empty(_acknowledged.Keys.Except(arrived));
        Assert.InRange(arrived.Count - arrived.Distinct().Count(), 0, Kills * MostConnections * 2);
        Assert.True((await LedgerAsync(program)).GetProperty("balanced").GetBoolean());
    }

    public void Dispose() => _app?.Dispose();

    // A caller does what a careful app does: it repeats with the same key until it hears yes.
    async Task LoadAsync(int caller, CancellationToken ends)
    {
        for (var i = 0; !ends.IsCancellationRequested; i++)
        {
            var subject = string.Create(CultureInfo.InvariantCulture, $"load-{caller}-{i}");
            while (!await TryAsync(subject))
            {
                if (ends.IsCancellationRequested) return;
                await Task.Delay(50, CancellationToken.None);
            }
        }
    }

    async Task<bool> TryAsync(string subject)
    {
        try
        {
            using var response = await _app!.PostAsync(new { to = new[] { "alice@example.org" }, subject, text = "Hi" }, Token, idempotencyKey: subject);
            if (response.StatusCode != HttpStatusCode.Accepted) return false;
            _acknowledged[subject] = subject;
            return true;
        }
        catch (HttpRequestException)
        {
            return false; // Postroom was just killed: the caller does not know, so it asks again.
        }
    }

    static List<string> Arrived(PostfixServer postfix) =>
        [.. postfix.ReadMailbox("alice").Select(mail => mail.Header("Subject")!)];

    static async Task<JsonElement> LedgerAsync(PostroomProgram program)
    {
        var result = await program.RunAsync(Token, "ledger", "--json");
        return JsonSerializer.Deserialize<JsonElement>(result.Output);
    }

    static Task UntilAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()));

    static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var end = TimeProvider.System.GetUtcNow() + Soon;
        while (!await isSo())
        {
            if (TimeProvider.System.GetUtcNow() > end) throw new TimeoutException($"It was not so within {Soon:c}.");
            await timer.WaitForNextTickAsync(Token);
        }
    }

    static Dictionary<string, string> Settings(int port) => new()
    {
        ["POSTROOM__MailServer__Host"] = "127.0.0.1",
        ["POSTROOM__MailServer__Port"] = port.ToString(CultureInfo.InvariantCulture),
        ["POSTROOM__MailServer__Security"] = "none",
        ["POSTROOM__MailServer__From"] = "postroom@example.org",
    };
}
