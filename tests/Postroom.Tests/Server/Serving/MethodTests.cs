using System.Net;
using Postroom.Accepting;
using Postroom.Tests.Accepting.Smtp;

namespace Postroom.Tests.Server.Serving;

/// <summary>HEAD wherever there is GET, and 405 where an address is known and the method is not.</summary>
public sealed class MethodTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData("/health/live"), InlineData("/health/ready"), InlineData("/api/v1/events"),
        InlineData("/sign-in"), InlineData("/api/v1/nothing")]
    public async Task HEAD_is_GET_without_a_body(string address)
    {
        await using var door = await SmtpDoorHost.StartAsync();
        using var http = door.Http(await door.KeyAsync("wiki", AppScopes.Send));

        using var get = await http.GetAsync(address, Token);
        using var head = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, address), Token);

        Assert.Equal(
            (get.StatusCode, get.Content.Headers.ContentType), (head.StatusCode, head.Content.Headers.ContentType));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Token));
        using var again = await http.GetAsync(address, Token); // The connection is still in step.
        Assert.Equal(get.StatusCode, again.StatusCode);
    }

    [Theory]
    [InlineData("PUT", "/api/v1/messages", "POST")]
    [InlineData("DELETE", "/api/v1/events", "GET, HEAD")]
    [InlineData("POST", "/api/v1/messages/01a23232-3fe3-7bcf-be06-31375c1f2af6", "GET, HEAD")]
    [InlineData("GET", "/api/v1/messages/01a23232-3fe3-7bcf-be06-31375c1f2af6/retry", "POST")]
    public async Task A_method_that_an_address_does_not_take_is_told_which_it_does(
        string method, string address, string allowed)
    {
        await using var door = await SmtpDoorHost.StartAsync();
        using var http = door.Http(await door.KeyAsync("wiki"));

        using var answer = await http.SendAsync(new HttpRequestMessage(new HttpMethod(method), address), Token);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, allowed),
            (answer.StatusCode, string.Join(", ", answer.Content.Headers.Allow)));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task An_address_that_is_none_stays_unknown()
    {
        await using var door = await SmtpDoorHost.StartAsync();
        using var http = door.Http(await door.KeyAsync("wiki"));

        using var answer = await http.PutAsync("/api/v1/nothing", null, Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
