using System.Text;
using AngleSharp.Html.Parser;
using Postroom.HtmlReading;
using Postroom.Sandbox;
using Postroom.Tests.Support.Hostile;

namespace Postroom.Tests.Sandbox;

/// <summary>No mail of a megabyte keeps a reader busy, whichever view is asked for.</summary>
public sealed class HostileMailTests
{
    // Far beyond what any of them takes, so that only what has no bound is stopped by it.
    static readonly TimeSpan Guard = TimeSpan.FromSeconds(20);

    static readonly Dictionary<string, byte[]> Mails = HostileMails.All.ToDictionary(mail => mail.Name, mail => mail.Bytes);

    public static TheoryData<string> Names => [.. Mails.Keys];

    public static TheoryData<string> Pieces => [.. HostileMails.Html];

    [Theory, MemberData(nameof(Names))]
    public async Task Every_view_of_any_mail_is_there_soon(string name)
    {
        var bytes = Mails[name];
        var look = Task.Run(() => Look(bytes), TestContext.Current.CancellationToken);

        var shown = await look.WaitAsync(Guard, TestContext.Current.CancellationToken);

        Assert.InRange(shown, 1, 40_000_000);
    }

    [Theory, MemberData(nameof(Pieces))]
    public void What_a_parser_gets_is_bounded_before_it_sees_it(string piece)
    {
        var bounded = BoundedHtml.Read(HostileMails.Fill(piece), _ => false, TestContext.Current.CancellationToken).Html;

        var (scanner, nesting, elements, deepest, attributes) = (new HtmlScanner(bounded), new HtmlNesting(), 0, 0, 0);
        while (scanner.Next())
        {
            if (scanner.Current.Kind == HtmlTokenKind.EndTag) nesting.CloseTo(nesting.Depth - 1);
            if (scanner.Current.Kind != HtmlTokenKind.StartTag) continue;
            attributes = Math.Max(attributes, scanner.AttributeCount);
            elements++;
            if (!HtmlNesting.IsVoid(scanner.Current.Name) && scanner.Current.Name != "body") nesting.Open(scanner.Current.Name);
            deepest = Math.Max(deepest, nesting.Depth);
        }

        Assert.InRange(elements, 0, BoundedHtml.MaximumElements + 1);
        Assert.InRange(deepest, 0, BoundedHtml.MaximumDepth);
        Assert.InRange(attributes, 0, 40);
        Assert.Equal(0, nesting.Depth);
    }

    [Theory, MemberData(nameof(Pieces))]
    public void The_tree_of_it_stays_within_its_bounds(string piece)
    {
        var bounded = BoundedHtml.Read(HostileMails.Fill(piece), _ => false, TestContext.Current.CancellationToken).Html;

        using var tree = HtmlTree.Parse(bounded, TestContext.Current.CancellationToken);

        Assert.NotNull(tree.Body);
    }

    [Theory]
    [InlineData("<p>Hello <b>you</b></p>", "<p>Hello <b>you</b></p>")]
    [InlineData("<b>a<p>b</b>c</p>d", "<b>a<p>b</p></b>cd")]
    [InlineData("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>")]
    [InlineData("a < b <3", "a &lt; b &lt;3")]
    [InlineData("<script>x</script><style>y</style><title>z</title>t", "t")]
    [InlineData("<!-- <b> -->t<!doctype x>", "t")]
    [InlineData("<p title='a\"b' align=\"c\" id=d onclick=e>x", "<p title='a\"b' align=\"c\">x</p>")]
    [InlineData("<p title=a\"b>x", "<p title=\"a&quot;b\">x</p>")]
    [InlineData("<xmp><b>x</xmp>", "&lt;b>x")]
    [InlineData("<table><tr><td></div>x</table>", "<table><tr><td>x</td></tr></table>")]
    public void What_is_honest_comes_through_as_it_was(string html, string expected) =>
        Assert.Equal(expected, BoundedHtml.Read(html, _ => false, TestContext.Current.CancellationToken).Html);

    [Theory, InlineData(60), InlineData(100)]
    public void Nested_tables_as_mail_has_them_are_shown_whole(int depth)
    {
        var html = string.Concat(Enumerable.Repeat("<div>", depth)) + "deep" + string.Concat(Enumerable.Repeat("</div>", depth)) + "<p>after</p>";

        var safe = HtmlSanitizer.Sanitize(html, _ => null, TestContext.Current.CancellationToken);

        Assert.False(safe.Findings.IsCut);
        Assert.Contains("<p>after</p>", safe.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void What_stands_too_deep_loses_its_tags_and_not_its_text()
    {
        var safe = HtmlSanitizer.Sanitize(string.Concat(Enumerable.Repeat("<div>", 300)) + "deep" + string.Concat(Enumerable.Repeat("</div>", 300)) + "<p>after</p>", _ => null, TestContext.Current.CancellationToken);

        Assert.True(safe.Findings.IsCut);
        Assert.Contains("deep", safe.Html, StringComparison.Ordinal);
        Assert.EndsWith("<p>after</p></div>", safe.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void One_picture_in_a_thousand_places_is_shown_in_some_of_them()
    {
        var safe = SandboxMail.Read(Mails["html one picture in a thousand places"]).SafeHtml(TestContext.Current.CancellationToken)!;

        Assert.True(safe.Findings.IsCut);
        using var document = new HtmlParser().ParseDocument(safe.Html);
        Assert.InRange(document.Images.Length, 1, 100);
        Assert.Equal(1_000, document.Images.Length + document.QuerySelectorAll(".blocked-image").Length);
    }

    [Fact]
    public void Making_HTML_harmless_ends_when_the_reader_has_left()
    {
        using var left = new CancellationTokenSource();
        left.Cancel();

        Assert.Throws<OperationCanceledException>(() => HtmlSanitizer.Sanitize("<p>x", _ => null, left.Token));
        Assert.Throws<OperationCanceledException>(() => HtmlSanitizer.Sanitize(HostileMails.Fill("<p>x"), _ => null, left.Token));
    }

    [Fact]
    public void Addresses_that_are_named_are_cut()
    {
        var findings = HtmlSanitizer.Sanitize($"<img src=\"https://x.example/{new string('x', 100_000)}\">", _ => null, TestContext.Current.CancellationToken).Findings;

        Assert.InRange(Assert.Single(findings.BlockedUrls).Length, 100, 300);
    }

    // All that the views ask of a mail.
    static int Look(byte[] bytes)
    {
        var mail = SandboxMail.Read(bytes);
        var html = mail.SafeHtml(CancellationToken.None);
        return 1 + mail.Warnings.Sum(warning => warning.Text.Length) + mail.Headers.Sum(header => header.Name.Length + header.Value.Length) + (html?.Html.Length ?? 0)
            + (mail.Text?.Length ?? 0) + mail.Attachments.Count + Encoding.UTF8.GetCharCount(bytes);
    }
}
