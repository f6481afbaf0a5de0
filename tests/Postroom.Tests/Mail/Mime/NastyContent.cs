using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Postroom.Mail.Addresses;
using Postroom.Mail.Mime;

namespace Postroom.Tests.Mail.Mime;

/// <summary>Generates the content that breaks mail programs: long, Japanese, emoji, right to left, half characters, line ends.</summary>
static class NastyContent
{
    static readonly string[] Fragments =
    [
        "Hello", "a", "test.", "Re:", "日本語", "山田　太郎", "件名がとても長くて折り返しの場所が一つもない場合の動作を確かめるための文字列です", "😀",
        "👩‍👩‍👧‍👦", "🇯🇵", "שלום עולם", "مرحبا بالعالم", "e\u0301a\u0308", "café", "naïve", "=?utf-8?Q?x=41?=", "=?", "?=", "=41=", "100%",
        "\"quoted\"", "back\\slash", "a,b", "semi;colon", "<b@c.example>", "(comment)", "user@example.com", "_under_score_", "髙﨑𠮷", "ｶﾅ",
        "two  spaces", "\u00A0nbsp\u00A0", "\u200Bzwsp", "x\u0085y", "line\u2028sep", "\ttab\t", "\u0001ctl", "nul\0", "half\uD83D!", "\uDE00low",
        "\r\nBcc: evil@example.com\r\n\r\nbody", "ＡＢＣ", "Ω≈ç√∫", "ﬁ", "--", "__", "~!@#$%^&*()",
        new string('w', 75), new string('x', 76), new string('y', 77), new string('l', 1_100), new string('語', 400),
    ];

    static readonly string[] Lines =
    [
        "", ".", "..", ".hidden", "From here on", ">From there", "-- ", "--boundary", "--=_", "trailing space ", "trailing tab\t",
        "=", "==", "=3D", "plain line of text", "日本語の本文です。", "emoji 😀 👩‍👩‍👧‍👦", "שלום", "e\u0301", "soft\u00ADhyphen", "nel\u0085here", "sep\u2028here",
        "half\uD83D", "nul\0here", "bell\u0007", new string('a', 77), new string('b', 998), new string('c', 999), new string('d', 5_000),
        new string('漢', 600), "<p>HTML &amp; <b>bold</b></p>", "é" + new string('e', 74), "begin 644 file.txt",
    ];

    public static Gen<string> HeaderText { get; } =
        from words in Words(1, 6)
        from separator in Gen.Elements(" ", " ", " ", "", "  ")
        select string.Join(separator, words);

    /// <summary>Without what the oracles themselves get wrong: encoded words that are none, and a name that is all in brackets.</summary>
    static Gen<string> FileName { get; } =
        from text in HeaderText
        select "f" + text.Replace("=?", "");

    public static Gen<string> BodyText { get; } =
        from count in Gen.Choose(0, 12)
        from lines in Gen.Elements(Lines).ListOf(count)
        from lineEnd in Gen.Elements("\r\n", "\n", "\r")
        from ending in Gen.Elements("", lineEnd)
        select string.Join(lineEnd, lines) + ending;

    public static Gen<Mailbox> Mailbox { get; } =
        from name in HeaderText
        from hasName in Gen.Choose(0, 3)
        from address in Gen.Elements(
            "a@example.com", "\"a..b\"@docomo.example", "very.long.local.part.of.an.address.indeed@a-rather-long-domain-name.example.org",
            "taro@例え.jp", "x+tag@sub.example.co.jp", "postmaster@[192.0.2.1]", "\"with space\"@example.com", "o'brien@example.ie")
        select new Mailbox(hasName == 0 ? null : name, Address(address));

    public static Gen<Attachment> Attachment { get; } =
        from name in FileName
        from extension in Gen.Elements(".pdf", ".png", "", ".tar.gz")
        from type in Gen.Elements("application/pdf", "image/png", "text/plain; charset=shift_jis", "text/html", "nonsense", "multipart/mixed")
        from size in Gen.Elements(0, 1, 56, 57, 58, 3_000)
        from bytes in Gen.Choose(0, 255).ListOf(size)
        from contentId in Gen.Elements(null, null, "logo", "img1@example.com")
        select new Attachment(name + extension, type, bytes.Select(b => (byte)b).ToArray(), contentId);

    public static Gen<MessageContent> Message { get; } =
        from author in Mailbox
        from to in Some(Mailbox, 1, 4)
        from cc in Some(Mailbox, 0, 2)
        from subject in HeaderText
        from text in BodyText.OrNull()
        from html in BodyText.OrNull()
        from files in Some(Attachment, 0, 3)
        from extra in HeaderText
        select new MessageContent
        {
            From = author,
            To = to,
            Cc = cc,
            Subject = subject,
            Date = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(9)),
            MessageId = "0198c0ffee@example.com",
            Text = text,
            Html = html,
            Attachments = files,
            Headers = HeaderRules.Refusal("X-Extra", extra) is null ? [new("X-Extra", extra)] : [],
        };

    public static EmailAddress Address(string text) =>
        MailboxParser.TryParseAddress(text, out var address) ? address : throw new ArgumentException($"{text} is no address", nameof(text));

    /// <summary>A header text as the reader must see it: whatever ends a line is a space, half characters are U+FFFD.</summary>
    public static string AsHeader(string text)
    {
        var seen = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var isControl = Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029;
            seen.Append(isControl ? " " : rune.ToString());
        }

        return seen.ToString().Trim(' ');
    }

    /// <summary>A body as the reader must see it: LF line ends, the last line ended, NUL and half characters U+FFFD.</summary>
    public static string AsBody(string text)
    {
        var seen = new StringBuilder();
        foreach (var rune in text.Replace("\r\n", "\n").Replace('\r', '\n').EnumerateRunes())
            seen.Append(rune.Value == 0 ? "\uFFFD" : rune.ToString());
        if (seen.Length > 0 && seen[^1] != '\n') seen.Append('\n');
        return seen.ToString();
    }

    static Gen<List<string>> Words(int least, int most) => Some(Gen.Elements(Fragments), least, most);

    static Gen<List<T>> Some<T>(Gen<T> gen, int least, int most) =>
        from count in Gen.Choose(least, most)
        from items in gen.ListOf(count)
        select items.ToList();

    static Gen<string?> OrNull(this Gen<string> gen) =>
        from isNull in Gen.Choose(0, 4)
        from text in gen
        select isNull == 0 ? null : text;
}
