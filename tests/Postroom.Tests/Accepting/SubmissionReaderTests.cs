using System.Text.Json;
using Postroom.Accepting;
using Postroom.Accepting.Http;
using Postroom.Client;
using Postroom.Outbox;

namespace Postroom.Tests.Accepting;

public sealed class SubmissionReaderTests
{
    static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void A_small_message_is_taken()
    {
        var submission = Read("""{ "to": ["Anna <anna@example.org>"], "subject": "Hello", "text": "Hi" }""", out _);

        Assert.Equal("Anna", Assert.Single(submission!.To).DisplayName);
    }

    [Theory]
    [InlineData("""{ "to": ["anna@example.org", "bob at example.org"], "subject": "s", "text": "t" }""", "to[1]")]
    [InlineData("""{ "to": [null], "subject": "s", "text": "t" }""", "to[0]")]
    [InlineData("""{ "subject": "s", "text": "t" }""", "to")]
    [InlineData("""{ "to": ["a@example.org"], "text": "t" }""", "subject")]
    [InlineData("""{ "to": ["a@example.org"], "subject": "s" }""", "text")]
    [InlineData("""{ "to": ["a@example.org"], "subject": "a\r\nBcc: b@example.org", "text": "t" }""", "subject")]
    [InlineData("""{ "to": ["a@example.org"], "subject": "s", "text": "t", "subjekt": 1 }""", "subjekt")]
    [InlineData("""{ "to": ["a@example.org"], "subject": "s", "text": "t", "lane": "fast" }""", "lane")]
    [InlineData("""{ "to": ["a@example.org"], "subject": "s", "text": "t", "notBefore": "tomorrow" }""", "notBefore")]
    [InlineData("""{ "to": ["a@example.org"], "subject": "s", "text": "t", "notBefore": "2026-01-03T00:00:00" }""", "notBefore")]
    [InlineData("""{ "to": ["a@example.org"], "subject": "s", "text": "t", "expires": "2026-01-01T00:00:00Z" }""", "expires")]
    [InlineData("""{ "to": ["a@example.org"], "subject": "s", "text": "t", "headers": { "Bcc": "x@example.org" } }""", "headers.Bcc")]
    [InlineData("""{ "to": ["a@example.org"], "subject": "s", "text": "t", "headers": { "X-A": "a\r\nBcc: x@example.org" } }""", "headers.X-A")]
    [InlineData("""{ "to": ["a@example.org"], "subject": "s", "text": "t", "from": "a@b\r\nRCPT TO:<x@y>" }""", "from")]
    [InlineData("""{ "to": ["a@example.org"], "subject": "s", "attachments": [{ "name": "a", "content": "%%%" }] }""", "attachments[0].content")]
    [InlineData("""{ "to": ["a@example.org"], "subject": "s", "attachments": [{ "name": "../a", "content": "YQ==" }] }""", "attachments[0].name")]
    [InlineData("""{ "to": ["a@example.org"], "subject": "s", "attachments": [{ "content": "YQ==" }] }""", "attachments[0].name")]
    [InlineData("""{ "to": ["a@example.org"], "subject": "s", "attachments": [{ "name": "a", "content": "YQ==", "contentType": "png" }] }""", "attachments[0].contentType")]
    [InlineData("""{ "to": ["a@example.org"], "subject": "s", "attachments": [{ "name": "a", "content": "YQ==", "contentId": "<x>" }] }""", "attachments[0].contentId")]
    [InlineData("""{ "to": ["a@example.org"], "subject": "s", "attachments": [{ "name": "a", "content": "YQ==", "typo": 1 }] }""", "attachments[0].typo")]
    [InlineData(
        """{ "to": ["a@example.org"], "subject": "s", "attachments": [{ "name": "a", "content": "YQ==", "contentType": "*/*" }] }""", "attachments[0].contentType")]
    [InlineData(
        """{ "to": ["a@example.org"], "subject": "s", "attachments": [{ "name": "a", "content": "YQ==", "contentType": "message/Partial" }] }""", "attachments[0].contentType")]
    [InlineData(
        """{ "to": ["a@example.org"], "subject": "s", "attachments": [{ "name": "a", "content": "YQ==", "contentType": "message/external-body" }] }""", "attachments[0].contentType")]
    [InlineData("""{ "to": ["a@example.org"], "subject": "s", "text": "t", "headers": { "X-A": "1", "x-a": "2" } }""",
        "headers.x-a")]
    [InlineData(
        """{ "to": ["a@example.org"], "subject": "s", "text": "t", "headers": { "list-unsubscribe": "<https://example.com/für>" } }""", "headers.list-unsubscribe")]
    public void What_is_wrong_is_named_by_its_field(string json, string field)
    {
        Read(json, out var problems);

        Assert.Equal([field], problems.ToDictionary().Keys);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        Read("""{ "to": ["x"], "cc": ["y"], "lane": "z", "subject": "s", "text": "t" }""", out var problems);

        Assert.Equal(["cc[0]", "lane", "to[0]"], problems.ToDictionary().Keys);
    }

    [Fact]
    public void An_address_that_cannot_be_parsed_is_named_with_its_position()
    {
        Read("""{ "to": ["anna@exa mple.org"], "subject": "s", "text": "t" }""", out var problems);

        Assert.Matches("at character [0-9]+", Assert.Single(problems.ToDictionary()["to[0]"]));
    }

    [Theory, InlineData("raw"), InlineData("template"), InlineData("model")]
    public void A_field_of_a_later_version_may_be_null(string field) =>
        Assert.NotNull(Read($$"""{ "to": ["a@example.org"], "subject": "s", "text": "t", "{{field}}": null }""", out _));

    [Theory, InlineData("account", Lane.Account), InlineData("direct", Lane.Direct), InlineData("notification", Lane.Notification), InlineData("bulk", Lane.Bulk)]
    public void Every_lane_has_its_name(string name, Lane lane) =>
        Assert.Equal(lane, Read($$"""{ "to": ["a@example.org"], "subject": "s", "text": "t", "lane": "{{name}}" }""", out _)!.Lane);

    [Fact]
    public void The_apps_own_sender_stands_in_for_a_missing_from()
    {
        var reader = new SubmissionReader(new AcceptingOptions(), Now);

        var submission = reader.Read(Request("""{ "to": ["a@example.org"], "subject": "s", "text": "t" }"""), "wiki", "Wiki <wiki@example.com>", null);

        Assert.Equal("Wiki", submission!.From!.DisplayName);
    }

    [Theory, InlineData(""), InlineData("two words"), InlineData("ключ")]
    public void An_idempotency_key_is_printable_ascii(string key)
    {
        var reader = new SubmissionReader(new AcceptingOptions(), Now);

        reader.Read(Request("""{ "to": ["a@example.org"], "subject": "s", "text": "t" }"""), "wiki", null, key);

        Assert.Equal(["Idempotency-Key"], reader.Problems.ToDictionary().Keys);
    }

    static MailSubmission? Read(string json, out FieldProblems problems)
    {
        var reader = new SubmissionReader(new AcceptingOptions(), Now);
        var submission = reader.Read(Request(json), "wiki", appSender: null, idempotencyKey: null);
        problems = reader.Problems;
        return submission;
    }

    static SendRequest Request(string json) => JsonSerializer.Deserialize(json, PostroomJson.Default.SendRequest)!;
}
