using System.Globalization;
using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>The mail server stops; mail waits and says why; the server starts; the mail leaves by itself.</summary>
public sealed class ServerDownForAWhile
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mail_waits_and_says_why_and_leaves_by_itself_also_across_a_kill()
    {
        await using var postfix = await PostfixServer.StartOrSkipAsync(Token);
        await using var program = await PostroomProgram.StartAsync(Token, Settings(postfix.PlainPort));
        using var app = await ApiCaller.WithNewKeyAsync(program, Token);
        await postfix.StopAsync(Token);

        var first = await app.SendAsync(Message("first"), Token);
        var waiting = await app.WaitForDeliveryAsync(first, found => found.GetProperty("lastReply").GetString() is not null, Soon, Token);
        var second = await app.SendAsync(Message("second"), Token);
        await program.KillAsync();
        await program.StartAgainAsync(Token);
        await postfix.StartAgainAsync(Token);

        Assert.Equal("waiting", waiting.GetProperty("state").GetString());
        Assert.Contains("refused", waiting.GetProperty("lastReply").GetString(), StringComparison.OrdinalIgnoreCase);
        await app.WaitForStateAsync(first, "delivered", Soon, Token);
        await app.WaitForStateAsync(second, "delivered", Soon, Token);
        var mails = await postfix.WaitForMailAsync("alice", 2, Soon, Token);
        Assert.Equal(["first", "second"], mails.Select(mail => mail.Header("Subject")).Distinct().Order());
    }

    [Fact]
    public async Task A_message_behind_the_gate_shows_the_gates_reason()
    {
        await using var postfix = await PostfixServer.StartOrSkipAsync(Token);
        await using var program = await PostroomProgram.StartAsync(Token, Settings(postfix.PlainPort));
        using var app = await ApiCaller.WithNewKeyAsync(program, Token);
        await postfix.StopAsync(Token);
        var first = await app.SendAsync(Message("first"), Token);
        await app.WaitForDeliveryAsync(first, found => found.GetProperty("lastReply").GetString() is not null, Soon, Token);

        var second = await app.SendAsync(Message("second"), Token);

        var delivery = await app.WaitForDeliveryAsync(second, found => found.GetProperty("lastReply").GetString() is not null, Soon, Token);
        Assert.Contains("refused", delivery.GetProperty("lastReply").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_server_that_stays_away_costs_one_attempt_however_often_it_is_looked_at()
    {
        await using var postfix = await PostfixServer.StartOrSkipAsync(Token);
        await using var program = await PostroomProgram.StartAsync(Token, Settings(postfix.PlainPort));
        using var app = await ApiCaller.WithNewKeyAsync(program, Token);
        await postfix.StopAsync(Token);
        var id = await app.SendAsync(Message("patient"), Token);
        await app.WaitForDeliveryAsync(id, found => found.GetProperty("lastReply").GetString() is not null, Soon, Token);

        await Task.Delay(TimeSpan.FromSeconds(4), Token); // probes come 1 s and 3 s after the first failure
        await postfix.StartAgainAsync(Token);

        var delivered = await app.WaitForStateAsync(id, "delivered", Soon, Token);
        Assert.Equal(["deferred", "delivered"], delivered.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task The_app_is_told_of_mail_whose_time_ran_out_while_the_server_was_away()
    {
        await using var program = await PostroomProgram.StartAsync(Token, Settings(port: 1));
        using var app = await ApiCaller.WithNewKeyAsync(program, Token);
        var expires = TimeProvider.System.GetUtcNow().AddSeconds(3).ToString("O", CultureInfo.InvariantCulture);

        var id = await app.SendAsync(new { to = new[] { "alice@example.org" }, subject = "A link", text = "Hi", expires }, Token);

        await app.WaitForStateAsync(id, "expired", Soon, Token);
        var heard = Assert.Single((await app.EventsAsync(Token)).EnumerateArray());
        Assert.Equal((id, "expired"), (heard.GetProperty("messageId").GetString(), heard.GetProperty("type").GetString()));
    }

    static object Message(string subject) => new { to = new[] { "alice@example.org" }, subject, text = "Hi" };

    static Dictionary<string, string> Settings(int port) => new()
    {
        ["POSTROOM__MailServer__Host"] = "127.0.0.1",
        ["POSTROOM__MailServer__Port"] = port.ToString(CultureInfo.InvariantCulture),
        ["POSTROOM__MailServer__Security"] = "none",
        ["POSTROOM__MailServer__From"] = "postroom@example.org",
    };
}
