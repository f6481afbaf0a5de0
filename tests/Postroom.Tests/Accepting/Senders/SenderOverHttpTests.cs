using System.Net;
using System.Net.Http.Json;
using Postroom.Tests.Accepting.Smtp;

namespace Postroom.Tests.Accepting.Senders;

/// <summary>In whose name an app may send over HTTP.</summary>
public sealed class SenderOverHttpTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("wiki.example", "Wiki <a@wiki.example>", HttpStatusCode.Accepted)]
    [InlineData("wiki.example", "post@example.com", HttpStatusCode.Accepted)]
    [InlineData("wiki.example", null, HttpStatusCode.Accepted)]
    [InlineData("", "post@example.com", HttpStatusCode.Accepted)]
    [InlineData("", "boss@example.com", HttpStatusCode.BadRequest)]
    [InlineData("wiki.example", "boss@example.com", HttpStatusCode.BadRequest)]
    public async Task An_app_sends_in_no_name_but_those_it_is_allowed(
        string senders, string? from, HttpStatusCode expected)
    {
        await using var door = await SmtpDoorHost.StartAsync();
        using var http = door.Http(await door.KeyAsync("wiki", senders: senders));

        using var answer = await http.PostAsJsonAsync(
            "/api/v1/messages", new { from, to = new[] { "b@example.org" }, subject = "x", text = "x" }, Token);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected == HttpStatusCode.Accepted ? 1 : 0, (await door.MessagesAsync()).Count);
        if (expected == HttpStatusCode.Accepted) return;
        Assert.Contains(
            "boss@example.com, which this app may not use as From. Allowed: post@example.com",
            await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }
}
