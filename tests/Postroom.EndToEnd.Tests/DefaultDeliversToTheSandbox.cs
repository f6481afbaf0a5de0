using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>With nothing configured, a message goes over real SMTP into the built-in mailbox.</summary>
public sealed class DefaultDeliversToTheSandbox
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_delivered_with_nothing_configured()
    {
        await using var program = await PostroomProgram.StartAsync(Token);
        using var app = await ApiCaller.WithNewKeyAsync(program, Token);

        var id = await app.SendAsync(new { to = new[] { "anna@example.org" }, subject = "Hello", text = "Hi" }, Token);

        var delivery = await app.WaitForStateAsync(id, "delivered", TimeSpan.FromSeconds(10), Token);
        Assert.StartsWith("250", delivery.GetProperty("lastReply").GetString());
    }

    [Fact]
    public async Task Its_record_shows_the_conversation()
    {
        await using var program = await PostroomProgram.StartAsync(Token);
        using var app = await ApiCaller.WithNewKeyAsync(program, Token);

        var id = await app.SendAsync(new { to = new[] { "anna@example.org" }, subject = "Hello", text = "Hi" }, Token);

        var delivery = await app.WaitForStateAsync(id, "delivered", TimeSpan.FromSeconds(10), Token);
        var transcript = delivery.GetProperty("attempts")[0].GetProperty("transcript").EnumerateArray().Select(line => line.GetString()).ToList();
        Assert.Contains(transcript, line => line!.StartsWith("C: MAIL FROM:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Told_to_stop_it_ends_with_exit_code_0()
    {
        await using var program = await PostroomProgram.StartAsync(Token);

        Assert.Equal(0, await program.StopAsync(Token));
    }
}
