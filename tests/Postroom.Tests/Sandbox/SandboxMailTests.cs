using System.Text;
using Postroom.Languages;
using Postroom.Sandbox;

namespace Postroom.Tests.Sandbox;

public sealed class SandboxMailTests
{
    const string Good = """
        From: =?utf-8?B?6YCB?= <a@example.com>
        To: b@example.org
        Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=
        Date: Fri, 02 Jan 2026 03:04:05 +0000
        Message-ID: <1@example.com>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=m

        --m
        Content-Type: multipart/alternative; boundary=a

        --a
        Content-Type: text/plain; charset=utf-8

        Hello
        --a
        Content-Type: multipart/related; boundary=r

        --r
        Content-Type: text/html; charset=utf-8

        <p>Hello <img src="cid:logo" alt="Logo"></p>
        --r
        Content-Type: image/gif
        Content-ID: <logo>
        Content-Disposition: inline
        Content-Transfer-Encoding: base64

        R0lGODlhAQABAAAAACw=
        --r--
        --a--
        --m
        Content-Type: application/pdf; name="a.pdf"
        Content-Disposition: attachment; filename="a.pdf"
        Content-Transfer-Encoding: base64

        JVBERg==
        --m--

        """;

    static readonly SandboxMail Mail = Read(Good);

    public static TheoryData<MailWarningKind> Kinds => [.. Enum.GetValues<MailWarningKind>()];

    [Fact]
    public void Shows_headers_decoded() =>
        Assert.Equal(["送 <a@example.com>", "Grüße"], Mail.Headers.Where(header => header.Name is "From" or "Subject").Select(header => header.Value));

    [Fact]
    public void Shows_the_text() => Assert.Equal("Hello", Mail.Text!.Trim());

    [Fact]
    public void Shows_inline_images_within_the_HTML() =>
        Assert.Contains("<img alt=\"Logo\" src=\"data:image/gif;base64,R0lGODlhAQABAAAAACw=\">", HtmlOf(Mail));

    [Fact]
    public void Lists_what_came_with_it() => Assert.Equal(["image/gif", "application/pdf"], Mail.Attachments.Select(part => part.ContentType));

    [Fact]
    public void Has_nothing_to_say_against_a_good_message() => Assert.Empty(Mail.Warnings);

    [Fact]
    public void Does_not_take_a_script_for_an_image_whatever_its_type()
    {
        var mail = Read(Good.Replace("R0lGODlhAQABAAAAACw=", Convert.ToBase64String("<svg onload=x>"u8), StringComparison.Ordinal));

        Assert.Contains("blocked-image", HtmlOf(mail));
    }

    [Theory]
    [InlineData("Subject: x", "Subject:", MailWarningKind.NoSubject)]
    [InlineData("From: a@example.com", "X: y", MailWarningKind.NoFrom)]
    [InlineData("From: a@example.com", "From: nobody", MailWarningKind.NoFrom)]
    [InlineData("Date: Fri, 02 Jan 2026 03:04:05 +0000", "X: y", MailWarningKind.NoDate)]
    [InlineData("Date: Fri, 02 Jan 2026 03:04:05 +0000", "Date: yesterday", MailWarningKind.NoDate)]
    [InlineData("Message-ID: <1@example.com>", "X: y", MailWarningKind.NoMessageId)]
    [InlineData("text/plain", "text/html", MailWarningKind.NoText)]
    [InlineData("text/plain", "application/pdf", MailWarningKind.NoBody)]
    [InlineData("text/plain\n\nbody", "text/html\n\n<img src=cid:gone alt=x>", MailWarningKind.BrokenContentIds)]
    [InlineData("text/plain\n\nbody", "text/html\n\n<img src=https://e.example>", MailWarningKind.ImagesWithoutAlt)]
    [InlineData("text/plain\n\nbody", "text/html\n\n<img src=https://e.example>", MailWarningKind.RemoteContent)]
    [InlineData("text/plain\n\nbody", "text/html\n\n<a href=http://e.example>x</a>", MailWarningKind.InsecureLinks)]
    [InlineData("text/plain\n\nbody", "text/html\n\n<form>x</form>", MailWarningKind.RemovedElements)]
    public void Warns(string good, string bad, MailWarningKind expected)
    {
        const string Plain = "Subject: x\nFrom: a@example.com\nDate: Fri, 02 Jan 2026 03:04:05 +0000\nMessage-ID: <1@example.com>\nContent-Type: text/plain\n\nbody\n";

        var warnings = Read(Plain.Replace(good, bad, StringComparison.Ordinal)).Warnings;

        Assert.Contains(expected, warnings.Select(warning => warning.Kind));
        Assert.DoesNotContain(expected, Read(Plain).Warnings.Select(warning => warning.Kind));
    }

    [Theory, InlineData(998, false), InlineData(999, true)]
    public void Warns_of_a_line_beyond_998_bytes(int length, bool warned) =>
        Assert.Equal(warned, Read($"Subject: x\n\n{new string('x', length)}\n").Warnings.Any(warning => warning is { Kind: MailWarningKind.LongLine, Detail: "3" }));

    [Theory, InlineData(100, false), InlineData(110, true)]
    public void Warns_of_HTML_that_Gmail_cuts(int kilobytes, bool warned) =>
        Assert.Equal(
            warned,
            Read($"Content-Type: text/html\n\n{string.Concat(Enumerable.Repeat(new string('x', 63) + "\n", kilobytes * 16))}")
                .Warnings.Any(warning => warning.Kind == MailWarningKind.Clipped));

    [Theory, MemberData(nameof(Kinds))]
    public void Every_warning_has_its_words_in_every_language(MailWarningKind kind) =>
        Assert.All(Language.All, language => Assert.NotEmpty(Texts.GetIn(language.Culture, $"MailWarning.{kind}", "x")));

    static string HtmlOf(SandboxMail mail) => mail.SafeHtml(TestContext.Current.CancellationToken)!.Html;

    static SandboxMail Read(string message) => SandboxMail.Read(Encoding.UTF8.GetBytes(message.ReplaceLineEndings("\r\n")));
}
