using System.Text;
using Postroom.Accepting.Raw;
using Postroom.Outbox;

namespace Postroom.Tests.Accepting.Raw;

/// <summary>What is added to a message that was handed in whole, and that nothing else changes.</summary>
public sealed class RawMessageTests
{
    static readonly DateTimeOffset Now = new(2026, 12, 1, 9, 30, 0, TimeSpan.Zero);

    readonly MessageId _id = MessageId.New(TimeProvider.System);

    [Fact]
    public void A_whole_message_stays_as_it_came()
    {
        const string message = "From: a@example.com\r\nDATE: Tue, 01 Dec 2026 09:00:00 +0000\r\nmessage-id : <1@example.com>\r\nX-Odd:\ttwo\r\n  lines\r\n\r\n..dots\r\n\r\nand 8 bit: \u00e4\r\n";

        Assert.Equal(message, Complete(message));
    }

    [Fact]
    public void Date_and_Message_ID_are_added_where_they_are_missing() =>
        Assert.Equal(
            $"From: a@example.com\r\nSubject: x\r\nDate: Tue, 01 Dec 2026 09:30:00 +0000\r\nMessage-ID: <{_id}@example.com>\r\n\r\nbody\r\n",
            Complete("From: a@example.com\r\nSubject: x\r\n\r\nbody\r\n"));

    [Theory]
    [InlineData("Bcc: c@example.org\r\n")]
    [InlineData("BCC:c@example.org,\r\n\td@example.org\r\n")]
    [InlineData("bcc : c@example.org\r\n")]
    [InlineData("Resent-Bcc: c@example.org\r\n")]
    [InlineData("Bcc: c@x.example\r\nBcc: d@x.example\r\n")]
    public void Blind_copies_are_taken_out_whole(string bcc) =>
        Assert.Equal(Complete(Whole("")), Complete(Whole(bcc)));

    [Theory]
    [InlineData("From: a@example.com")]
    [InlineData("From: a@example.com\r\n")]
    [InlineData("From: a@example.com\r\n\r\n")]
    public void A_message_without_a_body_gets_its_empty_line(string message) =>
        Assert.EndsWith(
            $"Message-ID: <{_id}@example.com>\r\n\r\n",
            Complete(message.EndsWith("\r\n", StringComparison.Ordinal) ? message : message + "\r\n"),
            StringComparison.Ordinal);

    [Fact]
    public void A_body_that_looks_like_a_header_is_no_header() =>
        Assert.EndsWith(
            "\r\n\r\nBcc: not@a.header\r\n", Complete(Whole("") + "Bcc: not@a.header\r\n"), StringComparison.Ordinal);

    [Fact]
    public void Received_tells_who_handed_it_in_and_nothing_where_it_is_hidden()
    {
        var shown = Complete(Whole(""), new ReceivedTrace("pc.example", "192.0.2.7", "mx.example.net", "ESMTPSA"));
        var hidden = Complete(Whole(""), new ReceivedTrace("pc.example", null, "mx.example.net", "ESMTPSA"));

        Assert.StartsWith(
            $"Received: from pc.example ([192.0.2.7])\r\n\tby mx.example.net (Postroom) with ESMTPSA id {_id}\r\n\tfor <b@example.org>;\r\n\tTue, 01 Dec 2026 09:30:00 +0000\r\nFrom:",
            shown, StringComparison.Ordinal);
        Assert.DoesNotContain("192.0.2.7", hidden, StringComparison.Ordinal);
    }

    static string Whole(string more) =>
        $"From: a@example.com\r\n{more}Date: Tue, 01 Dec 2026 09:00:00 +0000\r\nMessage-ID: <1@example.com>\r\n\r\n";

    string Complete(string message, ReceivedTrace? trace = null) => Encoding.UTF8.GetString(RawMessage.Complete(
        new RawSubmission
        {
            App = "wiki",
            EnvelopeSender = "a@example.com",
            Recipients = ["b@example.org"],
            Bytes = Encoding.UTF8.GetBytes(message),
            Trace = trace,
        },
        _id, "example.com", Now).Span);
}
