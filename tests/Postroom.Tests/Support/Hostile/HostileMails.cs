using System.Text;

namespace Postroom.Tests.Support.Hostile;

/// <summary>Mails of one megabyte that each make one kind of reader work too much. Tests and the benchmark look at the same ones.</summary>
public static class HostileMails
{
    const string Style = "font-family:Arial,sans-serif;font-size:14px;color:#333333;padding:10px 20px;border:1px solid #ccc;background:#fff";

    /// <summary>How large each of them is.</summary>
    public const int Size = 1_000_000;

    /// <summary>Pieces of HTML; each fills a mail.</summary>
    public static readonly string[] Html =
    [
        "<div>", "<b>", "<a>", "<a href=http://x.example/>", "<font size=1>", "<b><i>", "<p><b>", "<p><font size=1></p>", "<p><font size=#></p>", "<nobr>",
        "<table>", "<table><tr><td>", "<table><td>", "<table><b>", "<table><div>x", "<table>x<a>", "<tr><td>", "<li>", "<ul><li>", "<blockquote>", "<button>", "<form>",
        "<select>", "<select><option>", "<option>", "<svg>", "<svg><p>", "<math>", "<math><mi>", "<svg><desc><svg>", "<template>", "<object>", "<marquee>",
        "<b></b>", "<p>x</p>", "<br>", "<img src=cid:x>", "<img src=http://x.example/a.png>", "</b>", "</p>", "</div></p></b>", "<b></i>", "<h1>", "<h1><h2>", "<dd><dt>",
        "<ruby><rt>", "<xmp>", "<plaintext>", "<textarea>", "<style>", "<style>a{b:c}</style>", "<script>", "<title>", "<noscript>", "<iframe>", "<frameset>",
        "<body class=x>", "<html lang=en>", "<!--", "<!-- x -->", "<!doctype html>", "<![CDATA[", "<?x", "</", "<", "< ", "<x", "<x ", "<x y=", "<x y='", "<x y=\"\">",
        "&amp;", "&", "&lt", "&#x", "&#1114112;", "&notin", "&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "\0", "\u3042", "\uD83D\uDE00", "x\n", "x ",
        "<p style=\"color:red;padding:1px\">x</p>", "<p style='/*'>x</p>", "<p style='a(a(a('>x</p>", "<td background=x>", "<xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx>",
        "<p title='&quot;&quot;&quot;'>x</p>", "<a href='java&#9;script:x'>", "<div align=left width=1 height=2 dir=ltr lang=en>x</div>",
    ];

    /// <summary>All of them, by name.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> All =>
    [
        .. Html.Select(piece => ($"html {piece}", OfHtml(Fill(piece)))),
        ("html one tag of 300,000 attributes", OfHtml($"<p {Fill("a ")}>x")),
        ("html one tag of different attributes", OfHtml($"<p {string.Concat(Enumerable.Range(0, 90_000).Select(i => $"a{i}=\"x\" "))}>x")),
        ("html attribute of a megabyte", OfHtml($"<p title=\"{Fill("x")}\">x")),
        ("html attribute of entities", OfHtml($"<p title=\"{Fill("&lt;")}\">x")),
        ("html style attribute of a megabyte", OfHtml($"<p style=\"{Fill("color:red;")}\">x")),
        ("html style of comments", OfHtml(Fill($"<p style=\"{string.Concat(Enumerable.Repeat("/*", 4_900))}\">x"))),
        ("html style of brackets", OfHtml(Fill($"<p style=\"color:{string.Concat(Enumerable.Repeat("a", 480))};{string.Concat(Enumerable.Repeat("color:aaaaaaaaaaaaa;", 450))}\">x"))),
        ("html style of addresses", OfHtml(Fill($"<p style=\"{string.Concat(Enumerable.Repeat("//", 4_900))}\">x"))),
        ("html style sheet of a megabyte", OfHtml($"<style>{Fill("p{color:red}")}</style><p>x")),
        ("html data image of a megabyte", OfHtml($"<img src=\"data:image/png;base64,{Fill("A")}\">")),
        ("html 3,000 styled paragraphs, as honest mail has them", OfHtml(string.Concat(Enumerable.Repeat($"<p style=\"{Style}\">hello</p>", 3_000)))),
        ("html no space", OfHtml(Fill("x"))),
        ("html one picture in a thousand places", Picture()),
        ("text of a megabyte", Of("text/plain", Fill("x"))),
        ("text of line ends", Of("text/plain", Fill("\n"))),
        ("text of letters to be escaped", Of("text/plain", Fill("<&>\"'"))),
        ("text of Japanese", Of("text/plain; charset=utf-8", Fill("\u3042"))),
        ("text in quoted-printable", Encoded("quoted-printable", Fill("=3D"))),
        ("text in broken quoted-printable", Encoded("quoted-printable", Fill("=\n="))),
        ("text in quoted-printable of blanks", Encoded("quoted-printable", Fill(" \t"))),
        ("text in base64", Encoded("base64", Fill("QUFB"))),
        ("text in broken base64", Encoded("base64", Fill("=Q-"))),
        ("text in an unknown charset", Of("text/plain; charset=x-unheard", Fill("\u00E9"))),
        ("text in ISO-2022-JP", Of("text/plain; charset=iso-2022-jp", Fill("\u001B$B!!\u001B(B"))),
        ("10,000 parts", Ascii($"Content-Type: multipart/mixed; boundary=b\n\n{string.Concat(Enumerable.Repeat("--b\n\nx\n", 10_000))}{Fill("x", 900_000)}")),
        ("100,000 parts", Ascii($"Content-Type: multipart/mixed; boundary=b\n\n{Fill("--b\n\n\n")}")),
        ("multiparts in each other", Ascii(string.Concat(Enumerable.Range(0, 15_000).Select(i => $"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n")))),
        ("multiparts of one boundary", Ascii(Fill("Content-Type: multipart/mixed; boundary=b\n\n--b\n"))),
        ("lines like boundaries", Ascii($"Content-Type: multipart/mixed; boundary={new string('b', 990)}\n\n{Fill($"--{new string('b', 980)}\n")}")),
        ("lines of hyphens in nested parts", Ascii(string.Concat(Enumerable.Range(0, 20).Select(i => $"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n")) + "\n" + Fill("--\n"))),
        ("messages in each other", Ascii(Fill("Content-Type: message/rfc822\n\n"))),
        ("100,000 headers", Ascii(Fill("A: b\n"))),
        ("header of a megabyte", Ascii($"Subject: {Fill("x")}\n\nx")),
        ("header of folds", Ascii($"Subject: x{Fill("\n x")}\n\nx")),
        ("50,000 encoded words", Ascii($"Subject: {Fill("=?utf-8?q?x?= ")}\n\nx")),
        ("encoded words in many charsets", Ascii($"Subject: {string.Concat(Enumerable.Range(0, 50_000).Select(i => $"=?x{i}?q?x?= "))}\n\nx")),
        ("encoded words that are none", Ascii($"Subject: {Fill("=?")}\n\nx")),
        ("encoded words without end", Ascii($"Subject: {Fill("=?a?q?")}\n\nx")),
        ("addresses of a megabyte", Ascii($"From: {Fill("a@b.example, ")}\nTo: {Fill("a@b.example, ")}\n\nx")),
        ("address of comments", Ascii($"From: {Fill("(")}\n\nx")),
        ("address of quotes", Ascii($"From: {Fill("\"")}\n\nx")),
        ("address of brackets", Ascii($"From: {Fill("<")}\n\nx")),
        ("address of groups", Ascii($"From: {Fill("a:;")}\n\nx")),
        ("address of routes", Ascii($"From: {Fill("<@a:")}\n\nx")),
        ("parameters of a megabyte", Ascii($"Content-Type: text/plain{Fill("; a=b")}\n\nx")),
        ("parameters in pieces", Ascii($"Content-Type: text/plain{string.Concat(Enumerable.Range(0, 60_000).Select(i => $"; name*{i}*=x"))}\n\nx")),
        ("parameter of comments", Ascii($"Content-Type: text/plain; a={Fill("(")}\n\nx")),
        ("500 files", Ascii($"Content-Type: multipart/mixed; boundary=b\n\n{string.Concat(Enumerable.Range(0, 500).Select(i => $"--b\nContent-Type: application/pdf; name={i}\n\n{new string('x', 1_900)}\n"))}")),
        ("one line of a megabyte", Ascii($"Subject: x\n\n{Fill("x")}")),
        ("nothing but zeros", new byte[Size]),
        ("nothing but line ends", Ascii(Fill("\n"))),
        ("no header at all", Ascii(Fill("\u00FF"))),
    ];

    /// <summary>A mail of HTML.</summary>
    public static byte[] OfHtml(string html) => Of("text/html; charset=utf-8", html);

    /// <summary>A text repeated to a megabyte; <c>#</c> is a number that counts up.</summary>
    public static string Fill(string piece, int size = Size)
    {
        var text = new StringBuilder(size + piece.Length);
        for (var number = 0; text.Length < size; number++) text.Append(piece.Contains("=#", StringComparison.Ordinal) ? piece.Replace("=#", $"={number}", StringComparison.Ordinal) : piece);
        return text.ToString();
    }

    static byte[] Of(string type, string body) => Encoding.UTF8.GetBytes($"From: a@b.example\nSubject: x\nContent-Type: {type}\n\n{body}");

    static byte[] Encoded(string encoding, string body) =>
        Ascii($"From: a@b.example\nSubject: x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n{body}");

    static byte[] Picture()
    {
        byte[] pixels = [0x89, (byte)'P', (byte)'N', (byte)'G', .. new byte[700_000]];
        return Ascii(
            $"Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n{string.Concat(Enumerable.Repeat("<img src=cid:x>", 1_000))}\n"
            + $"--b\nContent-Type: image/png\nContent-ID: <x>\nContent-Transfer-Encoding: base64\n\n{Convert.ToBase64String(pixels)}\n--b--\n");
    }

    static byte[] Ascii(string text) => Encoding.Latin1.GetBytes(text);
}
