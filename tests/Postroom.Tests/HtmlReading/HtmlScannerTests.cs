using AngleSharp.Html.Parser;
using FsCheck;
using FsCheck.Fluent;
using Postroom.HtmlReading;

namespace Postroom.Tests.HtmlReading;

public sealed class HtmlScannerTests
{
    [Theory]
    [InlineData("a<b>c</b>", "Text:a StartTag:<b> Text:c EndTag:</b>")]
    [InlineData("a < b <3 <", "Text:a < b <3 <")]
    [InlineData("<!-- <b> --><p>", "Comment:<!-- <b> --> StartTag:<p>")]
    [InlineData("<!--><p>", "Comment:<!--> StartTag:<p>")]
    [InlineData("<!--a--!><p>", "Comment:<!--a--!> StartTag:<p>")]
    [InlineData("<!doctype html><p>", "Comment:<!doctype html> StartTag:<p>")]
    [InlineData("<?php x ?><p>", "Comment:<?php x ?> StartTag:<p>")]
    [InlineData("</><p>", "Comment:</> StartTag:<p>")]
    [InlineData("<title><b></title><b>", "StartTag:<title> Text:<b> EndTag:</title> StartTag:<b>")]
    [InlineData("<style>a</styles></STYLE >", "StartTag:<style> Text:a</styles> EndTag:</STYLE >")]
    [InlineData("<plaintext></plaintext>", "StartTag:<plaintext> Text:</plaintext>")]
    [InlineData("<a title='>'>x", "StartTag:<a title='>'> Text:x")]
    [InlineData("x<a title='>", "Text:x Unfinished:<a title='>")]
    [InlineData("<!-- x", "Unfinished:<!-- x")]
    public void Finds_what_a_browser_finds(string html, string expected) => Assert.Equal(expected, string.Join(' ', Tokens(html)));

    [Theory]
    [InlineData("<a b>", "b")]
    [InlineData("<a b=c>", "b=c")]
    [InlineData("<a b='c d' e=\"f\">", "b=c d|e=f")]
    [InlineData("<a/b/c=d/>", "b|c=d/")]
    [InlineData("<a =b=c>", "=b=c")]
    [InlineData("<a b = c>", "b=c")]
    [InlineData("<a b=>", "b=")]
    [InlineData("<a b\"c=d>", "b\"c=d")]
    public void Reads_attributes_as_a_browser_does(string html, string expected)
    {
        var scanner = new HtmlScanner(html);
        scanner.Next();

        Assert.Equal(expected, string.Join('|', scanner.Attributes.Select(attribute => scanner.NameOf(attribute).ToString() + (attribute.HasValue ? "=" : "") + scanner.ValueOf(attribute).ToString())));
    }

    [Fact]
    public void Keeps_a_bounded_number_of_attributes_and_counts_them_all()
    {
        var scanner = new HtmlScanner($"<a{string.Concat(Enumerable.Repeat(" b", 100_000))}>");
        scanner.Next();

        Assert.Equal((HtmlScanner.MostAttributes, 100_000), (scanner.Attributes.Count, scanner.AttributeCount));
    }

    /// <summary>Both read the same start tags out of any text that holds no element of its own rules.</summary>
    [Fact]
    public void Agrees_with_a_whole_parser_on_any_text() =>
        Prop.ForAll(
            Gen.Elements("<b>", "</b>", "<i x='", "'", "\"", ">", "<", "</", "<!--", "-->", "--!>", "<!", "=", " ", "/", "<em a=b c>", "text", "&lt;", "<title>", "</title>", "<u a=\"")
                .ListOf().Select(string.Concat).ToArbitrary(),
            pieces =>
            {
                // After "</>", which is nothing, the parser gives the next tag the place of that.
                var html = pieces.Replace("</>", "</ >", StringComparison.Ordinal);
                using var document = new HtmlParser(new HtmlParserOptions { IsKeepingSourceReferences = true }).ParseDocument("<body>" + html);
                var parsed = document.All.Select(element => element.SourceReference?.Position.Index ?? -1).Where(at => at >= 6).Distinct().Order();
                var scanned = Starts("<body>" + html).Where(at => at >= 6).ToHashSet();
                Assert.All(parsed, at => Assert.Contains(at, scanned));
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000).WithEndSize(40));

    [Theory]
    [InlineData("<ul><li>a<li>b<li>c", 2)]
    [InlineData("<p>a<p>b<p>c", 1)]
    [InlineData("<table><tr><td>a<td>b<tr><td>c</table>", 3)]
    [InlineData("<div><div></b></div></div>", 2)]
    [InlineData("<div><table><td></div><div>", 4)]
    [InlineData("<br><br><br>", 0)]
    public void Knows_how_deep_elements_stand(string html, int deepest)
    {
        var (scanner, nesting, depth) = (new HtmlScanner(html), new HtmlNesting(), 0);
        while (scanner.Next())
        {
            var (kind, name) = (scanner.Current.Kind, scanner.Current.Name);
            if (kind == HtmlTokenKind.EndTag) nesting.CloseTo(nesting.LeftAfterEnd(name));
            if (kind != HtmlTokenKind.StartTag) continue;
            nesting.CloseTo(nesting.LeftBy(name));
            if (!HtmlNesting.IsVoid(name)) nesting.Open(name);
            depth = Math.Max(depth, nesting.Depth);
        }

        Assert.Equal(deepest, depth);
    }

    [Theory]
    [InlineData("<div>", 40_000)]
    [InlineData("<p><font size=1></p>", 5_000)]
    [InlineData("<br>", 40_000)]
    public void A_tree_beyond_its_bounds_is_given_up(string piece, int count) =>
        Assert.Throws<HtmlTreeTooLargeException>(() => HtmlTree.Parse(string.Concat(Enumerable.Range(0, count).Select(i => piece.Replace("1", $"{i}", StringComparison.Ordinal))), TestContext.Current.CancellationToken));

    [Fact]
    public void A_tree_is_given_up_when_the_caller_has_left()
    {
        using var left = new CancellationTokenSource();
        left.Cancel();

        Assert.Throws<OperationCanceledException>(() => HtmlTree.Parse("<p>x", left.Token));
    }

    static List<string> Tokens(string html)
    {
        var (scanner, tokens) = (new HtmlScanner(html), new List<string>());
        while (scanner.Next()) tokens.Add($"{scanner.Current.Kind}:{html[scanner.Current.Start..scanner.Current.End]}");
        return tokens;
    }

    static IEnumerable<int> Starts(string html)
    {
        var scanner = new HtmlScanner(html);
        while (scanner.Next())
        {
            if (scanner.Current.Kind == HtmlTokenKind.StartTag) yield return scanner.Current.Start;
        }
    }
}
