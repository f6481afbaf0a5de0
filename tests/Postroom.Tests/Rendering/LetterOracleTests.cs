using AngleSharp.Html.Parser;
using Postroom.Languages;
using Postroom.Rendering;
using Postroom.Rendering.Css;
using Postroom.Rendering.Syntax;
using Postroom.Tests.Rendering.Support;

namespace Postroom.Tests.Rendering;

/// <summary>Our HTML, seen by programs of another make.</summary>
public sealed class LetterOracleTests
{
    static readonly List<string> Sheets =
    [
        "a { color: red } .x { color: blue } a.x { color: green }",
        ".x { color: blue !important } #i { color: red }",
        "a { color: red } a { color: blue; margin: 0 }",
        "p { padding: 10px } .x { padding-top: 0 }",
        "td, th , p > a { border: 1px solid }",
        "p { font-family: \"Segoe UI\", Arial } .x { font-family: 'A;B' }",
        "/* a { color: red } */ a { /* x */ color : #123456 ; }",
        "a:hover { color: red } a { color: blue }",
        "@media (max-width: 480px) { a { color: red } } a { color: blue }",
        "a { mso-padding-alt: 3px; -webkit-text-size-adjust: 100% }",
        "div p a { color: red } body p a { color: blue } [lang] { margin: 1px }",
        "a { background: url(data:image/png;base64,AAAA) } * { padding: 0 }",
    ];

    [Fact]
    public async Task Html_validate_has_no_complaint_about_any_letter()
    {
        var letters = Letters.All.Select(row => row.Data).ToList();
        var pages = letters.ConvertAll(row => Letters.Render(row.Item1, row.Item2, row.Item3).Html!);

        var complaints = await NodeOracle.ProbeAsync<List<List<string>>>("validate_html.mjs", pages);

        Assert.Empty(complaints.Zip(letters).SelectMany(pair => pair.First.Select(complaint => $"{pair.Second}: {complaint}")));
    }

    [Fact]
    public async Task Juice_inlines_style_sheets_as_we_do()
    {
        var pages = Sheets.ConvertAll(sheet =>
            $"<!DOCTYPE html><html lang=\"en\"><head><style>{sheet}</style></head><body><p class=\"x\"><a id=\"i\" class=\"x\" style=\"top: 1px\" href=\"#\">a</a></p><table><tbody><tr><td>b</td></tr></tbody></table></body></html>");

        await CompareAsync(pages, pages.ConvertAll(CssInliner.Inline));
    }

    [Fact]
    public async Task Juice_inlines_every_letter_as_we_do()
    {
        var rows = (from letter in LetterCatalog.All from language in Language.All select (letter, language.Tag)).ToList();

        var before = rows.ConvertAll(row => WithoutInlining(row.letter, row.Tag));

        await CompareAsync(before, before.ConvertAll(CssInliner.Inline));
    }

    static string WithoutInlining(Letter letter, string language)
    {
        var expander = new TemplateExpander(name => letter.Partial(name, "html", language), isHtml: true);
        var source = expander.Expand(letter.BuiltIn(language).Html).Replace("data-embed", "data-embed=\"\"", StringComparison.Ordinal);
        return LetterEngine.Html.Compile(source, 1).Run(Letters.Values(letter, language), new RenderMeter(CancellationToken.None));
    }

    static async Task CompareAsync(List<string> pages, List<string> ours)
    {
        var theirs = await NodeOracle.ProbeAsync<List<string>>("inline_styles.mjs", pages);

        foreach (var (mine, other) in ours.Zip(theirs)) Assert.Equal(Styles(other), Styles(mine));
    }

    // Each element with its declarations, sorted: the order matters only between a shorthand and its parts, which has its own test.
    static List<string> Styles(string html)
    {
        using var document = new HtmlParser().ParseDocument(html);
        return
        [
            .. from element in document.Body!.QuerySelectorAll("*").Prepend(document.Body!)
               let declarations = StyleReader.Declarations(element.GetAttribute("style") ?? "")
               select $"{element.LocalName} {string.Join("; ", declarations.Select(one => $"{one.Property}: {one.Value.Replace('"', '\'')}").Order(StringComparer.Ordinal))}",
        ];
    }
}
