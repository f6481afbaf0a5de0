using System.Text;
using Postroom.Server.Sendmail;

namespace Postroom.Tests.Server.Sendmail;

/// <summary>What becomes of a message on standard input.</summary>
public sealed class SendmailMessageTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a\nb\n", "a\r\nb\r\n")]
    [InlineData("a\r\nb\r\n", "a\r\nb\r\n")]
    [InlineData("a\rb", "a\r\nb\r\n")]
    [InlineData("a\n\n\n", "a\r\n\r\n\r\n")]
    public async Task Line_ends_become_CRLF(string body, string wanted) =>
        Assert.EndsWith(
            "\r\n\r\n" + wanted, Text(await ReadAsync("From: a@example.com\n\n" + body, "b@example.org")),
            StringComparison.Ordinal);

    [Fact]
    public async Task A_single_dot_ends_it_unless_told_otherwise()
    {
        const string message = "From: a@example.com\n\none\n.\ntwo\n";

        Assert.DoesNotContain("two", Text(await ReadAsync(message, "b@example.org")), StringComparison.Ordinal);
        Assert.EndsWith(
            "one\r\n.\r\ntwo\r\n", Text(await ReadAsync(message, "-i", "b@example.org")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recipients_come_from_the_headers_and_each_gets_one()
    {
        var message = await ReadAsync("From: a@example.com\nTo: B <b@example.org>,\n  c@example.org\nCc: b@EXAMPLE.org\nBcc: d@example.org\n\nx\n", "-t", "e@example.org");

        Assert.Equal(
            ["e@example.org", "b@example.org", "c@example.org", "d@example.org"],
            message.Recipients.Select(recipient => recipient.Wire));
    }

    [Theory]
    [InlineData("-f", "bounce@example.com", "bounce@example.com")]
    [InlineData("-i", "-i", "a@example.com")]
    [InlineData("-f", "<>", null)]
    public async Task The_envelope_sender_is_the_one_named_else_that_of_From(
        string option, string value, string? sender) =>
        Assert.Equal(
            sender, (await ReadAsync("From: A <a@example.com>\n\nx\n", option, value, "b@example.org")).Sender?.Wire);

    [Theory]
    [InlineData("Plain \"Q\"", "From: \"Plain \\\"Q\\\"\" <root@host.example>\r\n")]
    [InlineData("Grün", "From: =?utf-8?B?R3LDvG4=?= <root@host.example>\r\n")]
    public async Task From_and_Message_ID_are_added_where_they_are_missing(string name, string from)
    {
        var text = Text(await ReadAsync("Subject: x\n\ny\n", "-F" + name, "b@example.org"));

        Assert.StartsWith(from, text, StringComparison.Ordinal);
        Assert.Contains("\r\nMessage-ID: <", text, StringComparison.Ordinal);
        Assert.EndsWith("Subject: x\r\n\r\ny\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_without_any_header_stays_text() =>
        Assert.EndsWith(
            "@host.example>\r\n\r\njust text\r\n", Text(await ReadAsync("just text\n", "b@example.org")),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("From: a@example.com\n\nx\n", "recipient", "-t")]
    [InlineData("x\n", "no e-mail address", "root")]
    [InlineData("x\n", "no e-mail address", "-f", "not an address", "b@example.org")]
    public async Task What_is_wrong_is_said(string message, string said, params string[] words) =>
        Assert.Contains(said, (await ReadAsync(message, words)).Problem, StringComparison.Ordinal);

    static string Text(SendmailMessage message) => Encoding.UTF8.GetString(message.Bytes.Span);

    static async Task<SendmailMessage> ReadAsync(string text, params string[] words)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await SendmailMessage.ReadAsync(input, SendmailArguments.Read(words), "root@host.example", Token);
    }
}
