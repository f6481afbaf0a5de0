using System.Text;
using Postroom.Mail.Addresses;
using Postroom.Mail.Mime;
using Postroom.Tests.Support;

namespace Postroom.Tests.Mail.Mime;

public sealed class SecretMaskTests
{
    const string Secret = "aB3-xY_9fQz0LmN-pRs7Tu_VwXyZ1234567890-AbCd";
    const string Link = "https://example.com/reset?token=" + Secret;

    static readonly MailboxParse.Parsed Sender = (MailboxParse.Parsed)MailboxParser.ParseAddress("wiki@example.com");

    public static TheoryData<string> Ways =>
    [
        $"Subject: x\r\n\r\nOpen {Link} now\r\n",
        $"Subject: x\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nOpen {SoftBroken(Link, 7)} now\r\n",
        $"Subject: x\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nOpen {Escaped(Link)} now\r\n",
        $"Subject: x\r\nContent-Transfer-Encoding: base64\r\n\r\n{Lines(Base64(Encoding.UTF8.GetBytes("Open " + Link + " now")), 76)}\r\n",
        $"Subject: x\r\nContent-Transfer-Encoding: base64\r\n\r\n{Lines(Base64(Encoding.UTF8.GetBytes("Open1 " + Link + " now")), 20)}\r\n",
        $"Subject: x\nContent-Transfer-Encoding: base64\n\n{Lines(Base64(Encoding.UTF8.GetBytes("Open12 " + Link + " now")), 30).Replace("\r", "", StringComparison.Ordinal)}\n",
        $"Subject: x\r\nContent-Type: text/plain; charset=utf-16le\r\nContent-Transfer-Encoding: base64\r\n\r\n{Lines(Base64(Encoding.Unicode.GetBytes("Open " + Link)), 76)}\r\n",
        $"Subject: {Link}\r\n\r\nx\r\n",
        $"Subject: =?utf-8?Q?{Escaped(Link)[..48]}?=\r\n =?utf-8?Q?{Escaped(Link)[48..]}?=\r\n\r\nx\r\n",
        $"Subject: x\r\nList-Unsubscribe: <https://example.com/\r\n {Secret}>\r\n\r\nx\r\n",
        $"Subject: x\r\nContent-Type: text/html\r\n\r\n<a href=\"{Link.Replace("-", "&#45;", StringComparison.Ordinal)}\">Open</a> {Link.Replace("_", "&#x5F;", StringComparison.Ordinal)}\r\n",
        $"Subject: x\r\n\r\nhttps://example.com/go?to={Uri.EscapeDataString(Link)} and {Link.Replace("-", "%2D", StringComparison.Ordinal)}\r\n",
        $"Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: y\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{SoftBroken(Link, 11)}\r\n--b--\r\n",
        $"Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/pdf; name=\"{Secret}.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{Lines(Base64(Encoding.UTF8.GetBytes(Link)), 60)}\r\n--b--\r\n",
    ];

    [Theory, MemberData(nameof(Ways))]
    public void A_secret_is_covered_however_it_is_written(string message)
    {
        var covered = SecretMask.Cover(Encoding.UTF8.GetBytes(message), [Secret]);

        Assert.NotNull(covered);
        Assert.Empty(SecretSearch.In(covered.Value, Secret));
        Assert.Contains("***", Decoded(covered.Value), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Ways))]
    public void The_search_of_the_tests_finds_every_one_of_them(string message) =>
        Assert.NotEmpty(SecretSearch.In(Encoding.UTF8.GetBytes(message), Secret));

    [Theory, MemberData(nameof(Ways))]
    public void Nothing_but_the_secret_changes(string message)
    {
        var bytes = Encoding.UTF8.GetBytes(message);

        var covered = SecretMask.Cover(bytes, [Secret])!.Value;

        Assert.Equal(bytes.Length, covered.Length);
        Assert.Equal(MessageReader.Read(bytes).Root.Walk().Count(), MessageReader.Read(covered).Root.Walk().Count());
        Assert.Equal(MessageReader.Read(bytes).Problems, MessageReader.Read(covered).Problems);
    }

    [Theory, InlineData("Open {0} now, Ann"), InlineData("開く: {0} です。"), InlineData("開く: {0} です。日本語の長い文章がここに続きます。日本語の長い文章がここに続きます。日本語の長い文章。")]
    public void Letters_are_covered_as_our_own_writer_writes_them(string text)
    {
        var written = Write(string.Format(System.Globalization.CultureInfo.InvariantCulture, text, Link));

        var covered = SecretMask.Cover(written, [Secret])!.Value;

        var read = MessageReader.Read(covered);
        var stars = string.Format(System.Globalization.CultureInfo.InvariantCulture, text, Link.Replace(Secret, new string('*', Secret.Length), StringComparison.Ordinal));
        Assert.Empty(SecretSearch.In(covered, Secret));
        Assert.Equal((stars + "\n", $"<p>{stars}</p>\n"), (read.Text, read.Html));
    }

    [Fact]
    public void Several_secrets_are_covered()
    {
        var covered = SecretMask.Cover(Encoding.UTF8.GetBytes("Subject: x\r\n\r\nfirst-secret and second-secret\r\n"), ["first-secret", "second-secret"]);

        Assert.Equal("Subject: x\r\n\r\n************ and *************\r\n", Encoding.UTF8.GetString(covered!.Value.Span));
    }

    [Fact]
    public void A_message_without_secrets_is_given_back_as_it_is()
    {
        ReadOnlyMemory<byte> message = "Subject: x\r\n\r\nx"u8.ToArray();

        Assert.Equal(message, SecretMask.Cover(message, []));
    }

    // Two encoded words of base64 have the secret between them: each is whole alone.
    [Fact]
    public void What_cannot_be_covered_is_not_given_back()
    {
        var (one, other) = (Base64(Encoding.UTF8.GetBytes(Link[..45])), Base64(Encoding.UTF8.GetBytes(Link[45..])));

        Assert.Null(SecretMask.Cover(Encoding.UTF8.GetBytes($"Subject: =?utf-8?B?{one}?=\r\n =?utf-8?B?{other}?=\r\n\r\nx"), [Secret]));
    }

    [Fact]
    public void A_megabyte_is_covered_at_once()
    {
        var html = new string('=', 300_000) + string.Concat(Enumerable.Repeat("aB3-xY&#45;=41%41", 40_000)) + Link;
        var bytes = Encoding.UTF8.GetBytes("Content-Type: text/html\r\n\r\n" + html);
        var started = TimeProvider.System.GetTimestamp();

        Assert.NotNull(SecretMask.Cover(bytes, [Secret]));
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    static ReadOnlyMemory<byte> Write(string text) => MessageWriter.Write(new MessageContent
    {
        From = Sender.Mailbox,
        To = [Sender.Mailbox],
        Subject = "x",
        Date = DateTimeOffset.UnixEpoch,
        MessageId = "1@example.com",
        Text = text,
        Html = $"<p>{text}</p>",
    }).Bytes;

    static string Decoded(ReadOnlyMemory<byte> message) => string.Join('\n', MessageReader.Read(message).Root.Walk()
        .SelectMany(part => part.Headers.Select(header => header.Value).Append(part.Text))).Replace("\0", "", StringComparison.Ordinal);

    static string SoftBroken(string text, int width) => string.Join("=\r\n", text.Chunk(width).Select(chunk => new string(chunk).Replace("=", "=3D", StringComparison.Ordinal)));

    static string Escaped(string text) => string.Concat(text.Select(c => FormattableString.Invariant($"={(int)c:X2}")));

    static string Base64(byte[] bytes) => Convert.ToBase64String(bytes);

    static string Lines(string text, int width) => string.Join("\r\n", text.Chunk(width).Select(chunk => new string(chunk)));
}
