using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Postroom.Server.Serving;

namespace Postroom.Tests.Server.Serving;

public sealed class CompressionTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("text/html; charset=utf-8", "br", "br"), InlineData("text/html; charset=utf-8", "gzip", "gzip"), InlineData("text/html; charset=utf-8", "gzip, br", "br")]
    [InlineData("application/json", "br", "br"), InlineData("application/problem+json", "br", "br"), InlineData("image/svg+xml", "gzip", "gzip")]
    [InlineData("image/png", "br", null), InlineData("message/rfc822", "br", null), InlineData("text/html; charset=utf-8", "", null)]
    public async Task Text_is_sent_small_to_those_who_can_read_it(string type, string accepts, string? encoding)
    {
        await using var app = await StartAsync(type);
        using var client = app.GetTestClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Encoding", accepts);

        using var answer = await client.GetAsync(new Uri("https://localhost/"), Token);

        Assert.Equal((HttpStatusCode.OK, encoding), (answer.StatusCode, answer.Content.Headers.ContentEncoding.SingleOrDefault()));
        Assert.Equal(encoding is null ? 20_000 : 0, (await answer.Content.ReadAsByteArrayAsync(Token)).Length / 20_000 * 20_000);
    }

    [Fact]
    public async Task What_is_flushed_arrives_at_once()
    {
        await using var app = await StartAsync("text/html", waits: true);
        using var client = app.GetTestClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Encoding", "br");

        using var answer = await client.GetAsync(new Uri("https://localhost/"), HttpCompletionOption.ResponseHeadersRead, Token);
        await using var stream = new BrotliStream(await answer.Content.ReadAsStreamAsync(Token), CompressionMode.Decompress);
        var first = new byte[5];
        await stream.ReadExactlyAsync(first, Token);

        Assert.Equal("stage"u8.ToArray(), first);
    }

    static async Task<WebApplication> StartAsync(string type, bool waits = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        Compression.AddTo(builder.Services);
        var app = builder.Build();
        app.UseResponseCompression();
        app.MapGet("/", async (HttpContext http) =>
        {
            http.Response.ContentType = type;
            if (!waits)
            {
                await http.Response.WriteAsync(new string('x', 20_000), http.RequestAborted);
                return;
            }

            await http.Response.WriteAsync("stage", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted);
        });
        await app.StartAsync(Token);
        return app;
    }
}
