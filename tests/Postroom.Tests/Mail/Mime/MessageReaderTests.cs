using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Postroom.Mail.Mime;

namespace Postroom.Tests.Mail.Mime;

public sealed class MessageReaderTests
{
    [Fact]
    public void Reads_a_message_with_lf_line_ends()
    {
        var message = Read("From: a@b.example\nSubject: one\n two\n\nbody\n");

        Assert.Equal(("one two", "body\n"), (message.Subject, message.Text));
    }

    [Fact]
    public void Reads_a_message_without_a_body() => Assert.Equal("x", Read("Subject: x\r\n").Subject);

    [Theory]
    [InlineData("iso-2022-jp", "GyRCRnxLXDhsGyhC")]
    [InlineData("shift_jis", "k/qWe4zq")]
    [InlineData("euc-jp", "xvzL3Ljs")]
    [InlineData("UTF-8", "5pel5pys6Kqe")]
    [InlineData("\"utf8\"", "5pel5pys6Kqe")]
    [InlineData("windows-31j", "k/qWe4zq")]
    public void Reads_japanese_charsets(string charset, string base64)
    {
        var message = Read($"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n{base64}\r\n");

        Assert.Equal("日本語", message.Text);
    }

    [Theory]
    [InlineData("iso-8859-1", "=E9", "é"), InlineData("iso-8859-15", "=A4", "€"), InlineData("windows-1252", "=80", "€")]
    [InlineData("windows-1251", "=C6", "Ж"), InlineData("koi8-r", "=F6", "Ж"), InlineData("us-ascii", "=C3=A9", "é"), InlineData("x-nonsense", "=E9", "é")]
    public void Reads_western_and_cyrillic_charsets(string charset, string encoded, string text)
    {
        var message = Read($"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{encoded}");

        Assert.Equal(text, message.Text);
    }

    [Fact]
    public void Says_that_a_charset_is_not_known() => Assert.NotEmpty(Read("Content-Type: text/plain; charset=x-nonsense\r\n\r\nx").Problems);

    [Fact]
    public void Never_reads_utf7() => Assert.Equal("+ADw-b+AD4-", Read("Content-Type: text/html; charset=utf-7\r\n\r\n+ADw-b+AD4-").Html);

    [Theory]
    [InlineData("=?utf-8?B?5pel?= =?utf-8?B?5pys?=", "日本")]
    [InlineData("=?utf-8?B?5pel?=\r\n =?utf-8?B?5pys?=", "日本")]
    [InlineData("=?utf-8?B?5pel?= x =?utf-8?B?5pys?=", "日 x 本")]
    [InlineData("=?utf-8?B?5pc=?= =?utf-8?B?pQ==?=", "日")]
    [InlineData("=?iso-2022-jp?B?GyRCRnxLXDhsGyhC?=", "日本語")]
    [InlineData("=?utf-8*ja?Q?a_b=3D?=", "a b=")]
    [InlineData("=?utf-8?Q?a?=b", "ab")]
    [InlineData("=?utf-8?X?a?=", "=?utf-8?X?a?=")]
    [InlineData("=?utf-8?Q?never ends", "=?utf-8?Q?never ends")]
    [InlineData("=?utf-8?Q?a=0D=0ABcc:_x?=", "a  Bcc: x")]
    [InlineData("raw 日本語", "raw 日本語")]
    public void Reads_encoded_words(string raw, string text) => Assert.Equal(text, Read($"Subject: {raw}\r\n\r\n").Subject);

    [Theory]
    [InlineData("attachment; filename=\"a b.pdf\"", "a b.pdf")]
    [InlineData("attachment; filename*=utf-8''%E6%97%A5.pdf", "日.pdf")]
    [InlineData("attachment; filename*0*=utf-8''%E6; filename*1*=%97%A5; filename*2=.pdf", "日.pdf")]
    [InlineData("attachment; filename*1=b; filename*0=a", "ab")]
    [InlineData("attachment; filename=old.pdf; filename*=utf-8''new.pdf", "new.pdf")]
    [InlineData("attachment; filename=\"=?utf-8?B?5pel?=.pdf\"", "日.pdf")]
    [InlineData("attachment; filename=report (1).pdf", "report (1).pdf")]
    [InlineData("attachment; filename=\"../../x\"", "x")]
    [InlineData("attachment; filename=\"C:\\dir\\x.pdf\"", "x.pdf")]
    [InlineData("ATTACHMENT (a comment) ; FILENAME = x.pdf", "x.pdf")]
    [InlineData("attachment; filename=\"never closed", "never closed")]
    [InlineData("attachment; filename*=utf-8''%ZZ%4", "%ZZ%4")]
    public void Reads_file_names(string disposition, string name) =>
        Assert.Equal(name, Read($"Content-Disposition: {disposition}\r\nContent-Type: image/png\r\n\r\n").Attachments.Single().Name);

    [Fact]
    public void Reads_a_tree_of_parts()
    {
        var message = Read(
            """
            Content-Type: multipart/mixed; boundary="a b"

            preamble
            --a b
            Content-Type: multipart/alternative; boundary=inner

            --inner

            text
            --inner
            Content-Type: text/html

            <p>
            --inner--
            --a b
            Content-Type: image/png; name=x.png
            Content-ID: <logo>
            Content-Transfer-Encoding: base64

            AQID
            --a b--
            epilogue
            """);

        Assert.Equal(("text", "<p>"), (message.Text, message.Html));
        var file = Assert.Single(message.Attachments);
        Assert.Equal(("x.png", "logo", "010203"), (file.Name, file.ContentId, Convert.ToHexString(file.Content.Span)));
        Assert.Empty(message.Problems);
    }

    [Theory]
    [InlineData("Content-Type: multipart/mixed\r\n\r\nx", "no boundary")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\n\r\nx", "does not occur")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx", "not closed")]
    [InlineData("Content-Transfer-Encoding: base64\r\n\r\n!!!!", "damaged")]
    [InlineData("Content-Transfer-Encoding: quoted-printable\r\n\r\na=XY", "damaged")]
    [InlineData("Content-Transfer-Encoding: x-uuencode\r\n\r\nx", "not known")]
    [InlineData("Content-Type: nonsense\r\n\r\nx", "cannot be understood")]
    [InlineData("no header at all", "no header")]
    [InlineData("Subject: x", "without the empty line")]
    [InlineData("From a@b Mon Jan 1\r\nSubject: x\r\n\r\n", "mailbox file")]
    public void Says_what_is_broken(string text, string words) =>
        Assert.Contains(Read(text).Problems, problem => problem.Contains(words, StringComparison.Ordinal));

    [Theory]
    [InlineData("SGVsbG8=", "Hello"), InlineData("SGVsbG8", "Hello"), InlineData("SGVs\r\n bG8=\r\n", "Hello"), InlineData("SGU=bGxv", "Hello")]
    public void Reads_base64_as_it_comes(string encoded, string text) =>
        Assert.Equal(text, Read($"Content-Transfer-Encoding: base64\r\n\r\n{encoded}").Text);

    [Theory]
    [InlineData("a=20\r\nb", "a \nb"), InlineData("soft=\r\nbreak", "softbreak"), InlineData("soft= \nbreak", "softbreak")]
    [InlineData("lower=c3=a9", "loweré"), InlineData("trailing  \r\nx", "trailing\nx"), InlineData("end=", "end"), InlineData("a=b", "a=b")]
    public void Reads_quoted_printable_as_it_comes(string encoded, string text) =>
        Assert.Equal(text, Read($"Content-Transfer-Encoding: quoted-printable\r\n\r\n{encoded}").Text);

    [Fact]
    public void Reads_no_deeper_than_20_parts_in_each_other()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 1_000; i++) text.Append(null, $"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n");

        Assert.Contains(Read(text.ToString()).Problems, problem => problem.Contains("20 deep", StringComparison.Ordinal));
    }

    [Fact]
    public void Looks_at_no_more_than_a_million_lines_for_boundaries()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 20; i++) text.Append(null, $"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n");
        for (var i = 0; i < 60_000; i++) text.Append("--\n");

        Assert.Contains(Read(text.ToString()).Problems, problem => problem.Contains("look like boundaries", StringComparison.Ordinal));
    }

    [Fact]
    public void Reads_no_more_than_500_parts()
    {
        var message = Read("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + string.Concat(Enumerable.Repeat("--b\r\n\r\nx\r\n", 5_000)));

        Assert.Equal(MessageReader.MaximumParts, message.Root.Walk().Count());
    }

    [Fact]
    public void Reads_no_more_than_1000_headers()
    {
        var message = Read(string.Concat(Enumerable.Repeat("X: y\r\n", 5_000)) + "\r\nbody");

        Assert.Equal((1_000, "body"), (message.Headers.Count, message.Text));
    }

    [Fact]
    public void Reads_no_more_than_256_kib_of_headers()
    {
        var message = Read(string.Concat(Enumerable.Repeat($"X: {new string('y', 10_000)}\r\n", 100)) + "\r\nbody");

        Assert.InRange(message.Headers.BodyOffset, 256 * 1_024, 270 * 1_024);
    }

    [Fact]
    public void Tells_where_each_header_stands()
    {
        var bytes = Encoding.ASCII.GetBytes("A: 1\r\nBcc: x@y,\r\n z@y\r\nC: 3\r\n\r\n");

        var bcc = MessageHeaders.Read(bytes).First("bcc")!;

        Assert.Equal("Bcc: x@y,\r\n z@y\r\n", Encoding.ASCII.GetString(bytes, bcc.Offset, bcc.Length));
    }

    [Fact]
    public void Any_bytes_are_read() => Check.One(
        Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(2_000),
        Prop.ForAll(Arb.From(Soup()), bytes =>
        {
            var message = MessageReader.Read(bytes);
            _ = (message.Date, message.MessageId, message.From.Count, message.To.ToString(), message.Text, message.Html);
            return message.SizeOctets == bytes.Length && message.Headers.All(field => !field.Value.Any(char.IsControl));
        }));

    [Fact]
    public void A_damaged_message_is_read() => Check.One(
        Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(500),
        Prop.ForAll(Arb.From(Damaged()), bytes => MessageReader.Read(bytes).Root.Walk().Count() <= MessageReader.MaximumParts));

    static ReadMessage Read(string text) => MessageReader.Read(Encoding.UTF8.GetBytes(text));

    static Gen<byte[]> Damaged() =>
        from content in NastyContent.Message
        let bytes = MessageWriter.Write(content).Bytes.ToArray()
        from length in Gen.Choose(0, bytes.Length)
        from places in Gen.Choose(0, Math.Max(0, length - 1)).ListOf(8)
        from values in Gen.Choose(0, 255).ListOf(8)
        select Damage(bytes[..length], places, values);

    static byte[] Damage(byte[] bytes, List<int> places, List<int> values)
    {
        for (var i = 0; i < places.Count && bytes.Length > 0; i++) bytes[places[i]] = (byte)values[i];
        return bytes;
    }

    static Gen<byte[]> Soup() =>
        from count in Gen.Choose(0, 40)
        from pieces in Gen.Elements(
            "From: ", "To: a@b.example, \"x", "Subject: ", "Content-Type: ", "multipart/mixed", "; boundary=b", "; charset=", "text/html", "message/rfc822",
            "Content-Transfer-Encoding: base64", "quoted-printable", "Content-Disposition: attachment; filename*0*=", "Date: Fri, 31 Feb 2026 25:61 +9999",
            "\r\n", "\r\n", "\n", "\r", "\r\n\r\n", "--b", "--b--", "=?utf-8?B?", "=?iso-2022-jp?Q?", "?=", "=", "=3", "%", "\"", "(", "<", ":", ";", "\0",
            "\u00FF\u00FE", "\u001B$B", "utf-7", "shift_jis", "hz-gb-2312", "*1*=x", "*99999999999=y").ListOf(count)
        select Encoding.Latin1.GetBytes(string.Concat(pieces));
}
