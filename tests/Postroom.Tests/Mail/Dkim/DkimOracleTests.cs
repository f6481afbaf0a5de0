using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Postroom.Mail.Addresses;
using Postroom.Mail.Dkim;
using Postroom.Mail.Mime;
using Postroom.Rendering;
using Postroom.Tests.Mail.Mime;
using Postroom.Tests.Rendering.Support;

namespace Postroom.Tests.Mail.Dkim;

/// <summary>What we sign, verified by two programs of another make with our records in DNS.</summary>
public sealed class DkimOracleTests : IDisposable
{
    const string Domain = "example.com";

    readonly DkimKey _rsa = DkimKey.Create(DkimAlgorithm.Rsa);
    readonly DkimKey _ed25519 = DkimKey.Create(DkimAlgorithm.Ed25519);

    public static TheoryData<string> Verifiers => DkimVerdict.Verifiers;

    public void Dispose()
    {
        _rsa.Dispose();
        _ed25519.Dispose();
    }

    [Theory, MemberData(nameof(Verifiers))]
    public async Task Every_letter_verifies(string verifier)
    {
        var letters = Letters.All.Select(row => Written(Letters.Render(row.Data.Item1, row.Data.Item2, row.Data.Item3)));

        await AllPassAsync(verifier, [.. letters]);
    }

    [Theory, MemberData(nameof(Verifiers))]
    public async Task Nasty_content_verifies_in_seven_and_in_eight_bits(string verifier)
    {
        var contents = Gen.Sample(NastyContent.Message, 100, new Rnd(20_261_128), 30);

        await AllPassAsync(verifier, [.. contents.Select((content, i) => MessageWriter.Write(
            content with { From = Mailbox("Ann <ann@example.com>") }, new MessageFormat { Allow8Bit = i % 2 == 1 }).Bytes.ToArray())]);
    }

    [Theory, MemberData(nameof(Verifiers))]
    public async Task Odd_messages_verify(string verifier) => await AllPassAsync(
        verifier,
        [.. new[]
        {
            "From: a@example.com\n\n",
            "From: a@example.com\nSubject: empty lines only\n\n\n\n\n",
            "From: a@example.com\nSubject: no last line end\n\nHello",
            "From: a@example.com\nSubject: spaces \t \n\nHello  \t there \t\n \t\n\n\nend \n\n\n",
            "From: Ann\n\t<a@example.com>\nSubject: folded\n  again\n\tand again\n\nHello\n",
            "FROM:a@example.com\nSUBJECT:\n\nHello\n",
            "From: a@example.com\nTo: b@example.org\nTo: c@example.org\nReceived: x\nCc: d@example.org\nCc: e@example.org\n\nHello\n",
            "From: a@example.com\nSubject: dots\n\n.\n..\n.hidden\n",
            "From: a@example.com\nSubject: long\n\n" + new string('x', 998) + "\n" + new string('y', 20_000) + "\n",
            "From: a@example.com\nSubject: 件名\n\n日本語の本文。\n" + string.Concat(Enumerable.Repeat("とても長い", 300)) + "\n",
        }.Select(Bytes)]);

    [Theory, MemberData(nameof(Verifiers))]
    public async Task An_attachment_of_megabytes_verifies(string verifier)
    {
        var bytes = new byte[5_000_000];
        new Random(1).NextBytes(bytes);
        var content = new MessageContent
        {
            From = Mailbox("山田 <a@example.com>"),
            To = [Mailbox("b@example.org")],
            Subject = "大きなファイル",
            Date = DateTimeOffset.UtcNow,
            MessageId = "1@example.com",
            Text = "添付します。",
            Attachments = [new Attachment("資料.bin", "application/octet-stream", bytes, null)],
        };

        await AllPassAsync(verifier, [MessageWriter.Write(content).Bytes.ToArray()]);
    }

    [Theory, MemberData(nameof(Verifiers))]
    public async Task A_changed_byte_breaks_every_signature(string verifier)
    {
        var original = Signed(Bytes(
            "From: Ann <ann@example.com>\nTo: bob@example.org\nSubject: Lunch at noon\nDate: Sat, 28 Nov 2026 12:00:00 +0000\nMessage-ID: <1@example.com>\n"
            + "MIME-Version: 1.0\nContent-Type: text/plain\nList-Unsubscribe: <https://example.com/u>\n\nDear Bob,\nlunch is at noon.\nAnn\n"));
        var start = original.AsSpan().IndexOf("\r\nFrom: "u8) + 2;
        var changed = Enumerable.Range(start, original.Length - start).Where(at => char.IsAsciiLetterOrDigit((char)original[at]) && !IsInName(original, at)).Select(at =>
        {
            var copy = (byte[])original.Clone();
            copy[at] = (byte)(copy[at] == 'q' ? 'k' : 'q');
            return copy;
        }).ToList();

        var verdicts = await ProbeAsync(verifier, changed);

        Assert.InRange(changed.Count, 100, 400);
        Assert.All(verdicts, ofMessage => Assert.All(ofMessage, one => Assert.Equal("fail", one.Result)));
    }

    [Theory, MemberData(nameof(Verifiers))]
    public async Task A_second_From_put_in_front_breaks_every_signature(string verifier)
    {
        var signed = Signed(Bytes("From: ann@example.com\nSubject: x\n\nHello\n"));

        var verdicts = await ProbeAsync(verifier, [[.. "From: evil@example.org\r\n"u8, .. signed]]);

        Assert.All(Assert.Single(verdicts), one => Assert.Equal("fail", one.Result));
    }

    // The name of a field counts without regard to case, and a name that is changed is a field that is gone: that is said by the others.
    static bool IsInName(byte[] message, int at)
    {
        var body = message.AsSpan().IndexOf("\r\n\r\n"u8);
        var line = message.AsSpan(0, at).LastIndexOf((byte)'\n') + 1;
        return at < body && !message.AsSpan(line, at - line).Contains((byte)':');
    }

    async Task AllPassAsync(string verifier, List<byte[]> messages)
    {
        var verdicts = await ProbeAsync(verifier, messages.Select(Signed));

        Assert.Equal(messages.Count, verdicts.Count);
        for (var i = 0; i < messages.Count; i++)
        {
            Assert.Equal(["rsa-sha256", "ed25519-sha256"], verdicts[i].Select(one => one.Algorithm));
            Assert.All(verdicts[i], one => Assert.True(
                one is { Result: "pass", Domain: Domain }, string.Create(CultureInfo.InvariantCulture, $"{one}\nmessage {i}:\n{Encoding.UTF8.GetString(messages[i].AsSpan(0, Math.Min(2_000, messages[i].Length)))}")));
        }
    }

    Task<List<List<DkimVerdict>>> ProbeAsync(string verifier, IEnumerable<byte[]> messages) => DkimVerdict.ProbeAsync(
        verifier, messages, ("pr2026a._domainkey.example.com", _rsa.Record), ("pr2026e._domainkey.example.com", _ed25519.Record));

    byte[] Signed(byte[] message) => DkimVerdict.Signed(message, Domain, ("pr2026a", _rsa), ("pr2026e", _ed25519));

    static byte[] Written(RenderedLetter letter) => MessageWriter.Write(new MessageContent
    {
        From = Mailbox("郵便室 <post@example.com>"),
        To = [Mailbox("ann@example.org")],
        Subject = letter.Subject,
        Date = DateTimeOffset.UtcNow,
        MessageId = "1@example.com",
        Text = letter.Text,
        Html = letter.Html,
        Attachments = [.. letter.Images.Select(image => new Attachment("image.png", "image/png", image.Png, image.ContentId))],
    }).Bytes.ToArray();

    static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));

    static Mailbox Mailbox(string text) => ((MailboxParse.Parsed)MailboxParser.Parse(text)).Mailbox;
}
