using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Postroom.Accepting;
using Postroom.Tests.Accepting.Smtp;

namespace Postroom.Tests.Accepting;

/// <summary>What a caller is told of a body that cannot be read.</summary>
public sealed class BodyFaultTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"to": "a@example.org", "subject": "s", "text": "t"}""",
        "\"to\":[\"is no list: write it in square brackets")]
    [InlineData(
        """{"to": ["a@example.org"], "bcc": "b@example.org", "subject": "s", "text": "t"}""", "\"bcc\":[\"is no list")]
    [InlineData("""{"to": ["a@example.org"], "subject": 7, "text": "t"}""", "\"subject\":[\"is no text")]
    [InlineData(
        """{"to": ["a@example.org"], "subject": "s", "text": "t", "headers": []}""", "\"headers\":[\"is no object")]
    [InlineData("""{"to": ["a@example.org"], "subject": "s", "subject": "other", "text": "t"}""",
        "a field twice at $.subject: subject. Write it once.")]
    [InlineData("""{"to": ["a@example.org"], "subject": "\ud83d", "text": "t"}""", "half a character")]
    [InlineData("""{"to": ["a@example.org"] "subject": "s"}""", "check quotes, commas")]
    public async Task What_is_wrong_is_named(string json, string told)
    {
        var (status, answer) = await SendAsync(Encoding.UTF8.GetBytes(json));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(told, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"purpose": "reset", "purpose": "confirm", "email": "a@example.org", "url": "https://a.example/"}""",
            "a field twice at $.purpose")]
    [InlineData(
        """{"purpose": "reset", "email": ["a@example.org"], "url": "https://a.example/"}""", "\"email\":[\"is no text")]
    public async Task Every_door_says_it_the_same_way(string json, string told)
    {
        await using var door = await SmtpDoorHost.StartAsync();
        using var http = door.Http(await door.KeyAsync("wiki", AppScopes.AccountLinks));
        using var content = new StringContent(json, Encoding.UTF8, "application/json");

        using var answer = await http.PostAsync("/api/v1/account-links", content, Token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(told, await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-16", null, "is in UTF-16"), InlineData("utf-16", "utf-16", "is in utf-16"),
        InlineData("latin1", "iso-8859-1", "is in iso-8859-1")]
    public async Task Another_encoding_than_UTF_8_is_named(string encoding, string? charset, string told)
    {
        var (status, answer) = await SendAsync(Encoding.GetEncoding(encoding)
            .GetBytes("""{"to": ["a@example.org"], "subject": "ü", "text": "t"}"""), charset);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, status);
        Assert.Contains(told, answer, StringComparison.Ordinal);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_packed_body_is_named(bool isTold)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync("""{"to": ["a@example.org"], "subject": "s", "text": "t"}"""u8.ToArray(), Token);

        var (status, answer) = await SendAsync(packed.ToArray(), packing: isTold ? "gzip" : null);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, status);
        Assert.Contains("gzip", answer, StringComparison.Ordinal);
    }

    [Theory, InlineData("text"), InlineData("html")]
    public async Task A_message_that_is_too_large_is_the_fault_of_what_is_large(string field)
    {
        var json = $$"""{"to": ["a@example.org"], "subject": "s", "{{field}}": "{{new string('x', 80_000)}}"}""";

        var (status, answer) = await SendAsync(
            Encoding.UTF8.GetBytes(json), settings: ("Accepting:MaxMessageBytes", "65536"));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains($"\"{field}\":[\"makes a message of", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_that_cannot_be_answered_is_called_one()
    {
        await using var door = await SmtpDoorHost.StartAsync();
        using var http = door.Http(await door.KeyAsync("wiki"));

        var answer = await (await http.GetAsync("/api/v1/events?limit=5000", Token)).Content.ReadAsStringAsync(Token);

        Assert.Contains("The question cannot be answered.", answer, StringComparison.Ordinal);
        Assert.Contains("from 1 to 1000", answer, StringComparison.Ordinal);
    }

    static async Task<(HttpStatusCode Status, string Answer)> SendAsync(
        byte[] body, string? charset = null, string? packing = null, (string, string)? settings = null)
    {
        await using var door = await SmtpDoorHost.StartAsync(settings is { } more ? [more] : []);
        using var http = door.Http(await door.KeyAsync("wiki"));
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = charset };
        if (packing is not null) content.Headers.ContentEncoding.Add(packing);
        using var answer = await http.PostAsync("/api/v1/messages", content, Token);
        Assert.Empty(await door.MessagesAsync());
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token));
    }
}
