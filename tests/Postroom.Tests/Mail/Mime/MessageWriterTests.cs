using System.Text;
using Postroom.Mail.Addresses;
using Postroom.Mail.Mime;

namespace Postroom.Tests.Mail.Mime;

public sealed class MessageWriterTests
{
    static readonly MessageContent Small = new()
    {
        From = new Mailbox("Ada", NastyContent.Address("ada@example.com")),
        To = [new Mailbox(null, NastyContent.Address("bob@example.org"))],
        Subject = "Hello",
        Date = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        MessageId = "1@example.com",
        Text = "Hi Bob.\n",
    };

    static readonly byte[] Image = [0x89, 0x50, 0x4E, 0x47];

    [Fact]
    public void Writes_a_small_text_without_a_multipart() => Assert.Equal(
        """
        Date: Fri, 02 Jan 2026 03:04:05 +0000
        From: Ada <ada@example.com>
        To: bob@example.org
        Subject: Hello
        Message-ID: <1@example.com>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 7bit

        Hi Bob.

        """.ReplaceLineEndings("\r\n"),
        Wire(Small));

    [Theory]
    [InlineData("plain ascii", "7bit")]
    [InlineData("a cafe\u0301 of mostly ascii text, long enough", "quoted-printable")]
    [InlineData("日本語の本文", "base64")]
    [InlineData("From here", "quoted-printable")]
    [InlineData("bell\u0007", "quoted-printable")]
    public void Chooses_the_plainest_transfer_encoding(string text, string encoding) =>
        Assert.Contains($"Content-Transfer-Encoding: {encoding}\r\n", Wire(Small with { Text = text }), StringComparison.Ordinal);

    [Fact]
    public void Encodes_ascii_lines_over_998() =>
        Assert.Contains("quoted-printable", Wire(Small with { Text = new string('x', 999) }), StringComparison.Ordinal);

    [Fact]
    public void Sends_text_in_8_bits_only_where_that_is_allowed()
    {
        var japanese = Small with { Text = "日本語" };

        var written = MessageWriter.Write(japanese, new MessageFormat { Allow8Bit = true });

        Assert.True(written.Is8Bit);
        Assert.False(MessageWriter.Write(japanese).Is8Bit);
        Assert.EndsWith("8bit\r\n\r\n日本語\r\n", Encoding.UTF8.GetString(written.Bytes.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Says_8bit_on_every_multipart_around_8_bits()
    {
        var wire = Wire(Small with { Text = "日本語", Html = "<p>" }, new MessageFormat { Allow8Bit = true });

        Assert.Equal(2, wire.Split("Content-Transfer-Encoding: 8bit").Length - 1);
    }

    [Fact]
    public void Escapes_a_dot_at_the_beginning_of_an_encoded_line() =>
        Assert.Contains("\r\n=2Edot", Wire(Small with { Text = "some text that is long enough é\n.dot\n" }), StringComparison.Ordinal);

    [Theory]
    [InlineData(true, false, false, false, "text/plain")]
    [InlineData(false, true, false, false, "text/html")]
    [InlineData(true, true, false, false, "multipart/alternative(text/plain, text/html)")]
    [InlineData(false, true, true, false, "multipart/related(text/html, image/png)")]
    [InlineData(true, false, false, true, "multipart/mixed(text/plain, application/pdf)")]
    [InlineData(true, false, true, false, "multipart/mixed(text/plain, image/png)")]
    [InlineData(false, false, false, true, "multipart/mixed(application/pdf)")]
    [InlineData(true, true, true, true,
        "multipart/mixed(multipart/related(multipart/alternative(text/plain, text/html), image/png), application/pdf)")]
    [InlineData(false, false, false, false, "text/plain")]
    public void Has_only_the_levels_it_needs(bool text, bool html, bool image, bool file, string shape)
    {
        var attachments = new List<Attachment>();
        if (file) attachments.Add(new("a.pdf", "application/pdf", Image));
        if (image) attachments.Add(new("logo.png", "image/png", Image, "logo"));
        var content = Small with
        {
            Text = text ? "t" : null,
            Html = html ? "<img src=cid:logo>"
            : null,
            Attachments = attachments
        };

        var read = MessageReader.Read(MessageWriter.Write(content).Bytes);

        Assert.Equal(shape, Shape(read.Root));
    }

    [Fact]
    public void Names_the_kind_of_the_root_of_related_parts()
    {
        var wire = Wire(
            Small with { Html = "<img src=cid:logo>", Attachments = [new("l.png", "image/png", Image, "logo")] });

        Assert.Contains("multipart/related; type=\"multipart/alternative\"", wire, StringComparison.Ordinal);
        Assert.Contains("Content-ID: <logo>\r\n", wire, StringComparison.Ordinal);
        Assert.Contains("Content-Disposition: inline; filename=\"l.png\"", wire, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<img src=\"cid:logo@shop\">", "inline"), InlineData("<img src=\"CID:logo%40shop\">", "inline")]
    [InlineData("<p>no picture</p>", "attachment"), InlineData("<img src=\"logo@shop\">", "attachment")]
    public void A_file_that_the_html_does_not_show_is_attached(string html, string disposition) => Assert.Contains(
        $"Content-Disposition: {disposition}; filename=\"l.png\"",
        Wire(Small with { Html = html, Attachments = [new("l.png", "image/png", Image, "logo@shop")] }),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("text/calendar; method=REQUEST", "multipart/alternative(text/plain, text/calendar)")]
    [InlineData("text/calendar", "multipart/mixed(text/plain, text/calendar)")]
    public void An_invitation_is_another_form_of_the_text(string type, string shape)
    {
        var content =
            Small with { Text = "Come", Attachments = [new("meeting.ics", type, "BEGIN:VCALENDAR\r\n"u8.ToArray())] };

        var wire = Wire(content);

        Assert.Equal(shape, Shape(MessageReader.Read(Encoding.Latin1.GetBytes(wire)).Root));
        Assert.Equal(type.Contains("method", StringComparison.Ordinal),
            wire.Contains("method=REQUEST", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_of_files_are_quoted_and_told_to_old_readers_in_encoded_words()
    {
        var wire = Wire(Small with
        {
            Attachments = [new("Rechnung für März.pdf", "application/pdf", Image),
            new("a-1.pdf", "application/pdf", Image)]
        });

        Assert.Contains("filename=\"a-1.pdf\"", wire, StringComparison.Ordinal);
        Assert.Contains("name=\"a-1.pdf\"", wire, StringComparison.Ordinal);
        Assert.Contains(" name=\"=?utf-8?", wire, StringComparison.Ordinal);
        Assert.Contains("filename*=utf-8\'\'Rechnung%20f%C3%BCr%20M%C3%A4rz.pdf", wire, StringComparison.Ordinal);
        Assert.DoesNotContain(" name*", wire, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_beyond_ASCII_keeps_nobody_else_from_the_mail()
    {
        var content = Small with
        {
            To = [new Mailbox("用户", NastyContent.Address("用户@例え.jp")),
            new Mailbox(null, NastyContent.Address("b@example.org"))]
        };

        var written = MessageWriter.Write(content, new MessageFormat { NamesUtf8RecipientsInAscii = true });

        var to = MessageReader.Read(written.Bytes).To;
        Assert.Equal((false, true), (written.NeedsSmtpUtf8, Ascii.IsValid(written.Bytes.Span)));
        Assert.Equal("b@example.org", Assert.Single(to.Mailboxes).Address.ToString());
        Assert.Matches(@"\r\nTo: =\?utf-8\?[^ ]+\?=(\r\n =\?utf-8\?[^ ]+\?=)* :;, b@example\.org\r\n",
            Encoding.ASCII.GetString(written.Bytes.Span));
    }

    [Fact]
    public void Has_another_boundary_each_time() => Assert.NotEqual(Wire(Small with { Html = "x" }), Wire(Small with { Html = "x" }));

    [Fact]
    public void Never_encodes_a_message_inside_a_message()
    {
        var inner = MessageWriter.Write(Small).Bytes;

        var wire = Wire(Small with { Attachments = [new("fwd.eml", "message/rfc822", inner)] });

        Assert.Contains("Content-Type: message/rfc822; name=\"fwd.eml\"\r\nContent-Transfer-Encoding: 7bit\r\n", wire,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Gives_a_message_file_the_line_ends_of_the_wire() =>
        Assert.Contains("\r\n\r\nSubject: x\r\n\r\ny\r\n", Wire(
            Small with { Attachments = [new("fwd.eml", "message/rfc822", "Subject: x\n\ny\n"u8.ToArray())] }), StringComparison.Ordinal);

    [Fact]
    public void Sends_a_message_that_no_line_can_hold_as_bytes()
    {
        var inner = Encoding.UTF8.GetBytes("Subject: 日本語\r\n\r\nx\r\n");

        var wire = Wire(Small with { Attachments = [new("fwd.eml", "message/rfc822", inner)] });

        Assert.Contains("application/octet-stream; name=\"fwd.eml\"\r\nContent-Transfer-Encoding: base64", wire,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_headers_in_utf8_when_an_address_needs_it()
    {
        var content = Small with { To = [new Mailbox("用户", NastyContent.Address("用户@例え.jp"))], Subject = "件名" };

        var written = MessageWriter.Write(content);

        Assert.True(written.NeedsSmtpUtf8);
        Assert.Contains("To: \"用户\" <用户@例え.jp>\r\nSubject: 件名\r\n", Encoding.UTF8.GetString(written.Bytes.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_international_domains_as_a_labels_otherwise()
    {
        var written = MessageWriter.Write(Small with { To = [new Mailbox(null, NastyContent.Address("taro@例え.jp"))] });

        Assert.False(written.NeedsSmtpUtf8);
        Assert.Contains("To: taro@xn--r8jz45g.jp\r\n", Encoding.UTF8.GetString(written.Bytes.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_no_recipient_when_none_is_visible() =>
        Assert.Contains("To: undisclosed-recipients:;\r\n", Wire(Small with { To = [] }), StringComparison.Ordinal);

    [Fact]
    public void Writes_sender_reply_to_and_cc()
    {
        var bob = new Mailbox(null, NastyContent.Address("bob@example.org"));

        var wire = Wire(Small with { Sender = bob, ReplyTo = bob, Cc = [bob, bob] });

        Assert.Contains("Sender: bob@example.org\r\nReply-To: bob@example.org\r\n", wire, StringComparison.Ordinal);
        Assert.Contains("Cc: bob@example.org, bob@example.org\r\n", wire, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\Users\\a\\b.txt", "b.txt")]
    [InlineData("a\r\nX: y", "a  X: y")]
    [InlineData("photo\u202Egpj.exe", "photogpj.exe")]
    [InlineData("..", "attachment")]
    [InlineData("", "attachment")]
    public void Cleans_file_names(string name, string clean)
    {
        var bytes = MessageWriter.Write(Small with { Attachments = [new(name, "text/plain", Image)] }).Bytes;

        Assert.Equal(clean, MessageReader.Read(bytes).Attachments.Single().Name);
    }

    [Theory]
    [InlineData("nonsense"), InlineData("text/plain\r\nX: y"), InlineData("multipart/mixed; boundary=x"), InlineData("/"), InlineData("")]
    public void Takes_a_strange_media_type_for_bytes(string type) =>
        Assert.DoesNotContain("X: y", Wire(Small with { Attachments = [new("a", type, Image)] }), StringComparison.Ordinal);

    [Theory]
    [InlineData("Bcc", "a@b.example"), InlineData("X-A", "a\r\nBcc: b"), InlineData("X:", "a")]
    public void Throws_for_headers_that_the_rules_refuse(string name, string value) =>
        Assert.Throws<ArgumentException>(() => MessageWriter.Write(Small with { Headers = [new(name, value)] }));

    [Theory]
    [InlineData(""), InlineData("a b@c"), InlineData("<a@b>"), InlineData("a\r\n@b"), InlineData("日@b")]
    public void Throws_for_a_message_id_that_is_none(string id) =>
        Assert.Throws<ArgumentException>(() => MessageWriter.Write(Small with { MessageId = id }));

    static string Wire(MessageContent content, MessageFormat? format = null) =>
        Encoding.UTF8.GetString(MessageWriter.Write(content, format).Bytes.Span);

    static string Shape(MessagePart part) => part.Children.Count == 0
        ? part.ContentType.Name
        : $"{part.ContentType.Name}({string.Join(", ", part.Children.Select(Shape))})";
}
