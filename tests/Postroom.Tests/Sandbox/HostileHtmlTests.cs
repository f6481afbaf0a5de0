using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using FsCheck;
using FsCheck.Fluent;
using Postroom.Sandbox;

namespace Postroom.Tests.Sandbox;

/// <summary>Whatever comes in, what comes out is read again by a parser and must hold nothing that acts or loads.</summary>
public sealed partial class HostileHtmlTests
{
    static readonly HashSet<string> UrlAttributes = ["href", "src"];

    static readonly HashSet<string> Attributes =
    [
        "align", "alt", "aria-label", "bgcolor", "border", "cellpadding", "cellspacing", "class", "clear", "color", "colspan", "datetime", "dir",
        "face", "height", "href", "lang", "nowrap", "rel", "reversed", "rowspan", "scope", "size", "span", "src", "start", "style", "target",
        "title", "type", "valign", "value", "width",
    ];

    static readonly HashSet<string> Acting =
    [
        "script", "style", "link", "meta", "base", "iframe", "frame", "frameset", "object", "embed", "applet", "form", "input", "button",
        "select", "textarea", "svg", "math", "video", "audio", "source", "track", "template", "portal", "noscript", "xmp", "plaintext", "title",
    ];

    /// <summary>Pieces that break sanitisers when they stand in the wrong order, quoted wrongly or cut in the middle.</summary>
    static readonly Gen<string> Pieces = Gen.Elements(
        "<script>", "</script>", "<script/src=//e.example>", "alert(1)", "<style>", "</style>", "<svg>", "</svg>", "<math>", "</math>", "<mtext>",
        "<mglyph>", "<malignmark>", "<annotation-xml encoding=text/html>", "<foreignObject>", "<desc>", "<title>", "</title>", "<textarea>",
        "</textarea>", "<noscript>", "</noscript>", "<xmp>", "</xmp>", "<plaintext>", "<template>", "</template>", "<iframe srcdoc='", "'>",
        "<img src=x onerror=alert(1)>", "<img src='", "<img src=\"cid:ok\" alt=\"", "\">", "<a href=javascript:alert(1)>", "<a href=\"java&#9;script:x\">",
        "</a>", "<p title=\"</p><script>alert(1)</script>\">", "<b", " onclick=alert(1)", ">", "<", "/", "<!--", "-->", "--!>", "<!", "<![CDATA[", "]]>", "<?x",
        "<table>", "<td>", "</table>", "<select>", "<option>", "<form action=//e.example>", "<input autofocus onfocus=x>", "<base href=//e.example>",
        "<meta http-equiv=refresh content='0;url=//e.example'>", "<link rel=stylesheet href=//e.example>", "<object data=//e.example>",
        "<embed src=//e.example>", "<div style=\"background:url(//e.example)\">", "<div style='position:fixed'>", "<body onload=x>", "<frameset onload=x>",
        "&lt;script&gt;", "&#60;script&#62;", "&quot; onmouseover=alert(1) ", "\0", "\u2028", "`", "'", "\"", "<p>", "</p>", "<font face=\"", "<details open ontoggle=x>",
        "<marquee onstart=x>", "<isindex action=javascript:x>", "<p dir=\"ltr\" style=\"color:red\">", "javascript:", "<image src=x onerror=y>");

    static readonly Arbitrary<string> Htmls = Pieces.ListOf().Select(string.Concat).ToArbitrary();

    public static TheoryData<string> Vectors =>
    [
        "<img src=x onerror=alert(1)//",
        "<img/src=`x`onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">",
        "<textarea><p title=\"</textarea><img src=x onerror=alert(1)>\">",
        "<title><p title=\"</title><img src=x onerror=alert(1)>\">",
        "<!--><img src=x onerror=alert(1)>-->",
        "<!-- --!><img src=x onerror=alert(1)>",
        "<![CDATA[><img src=x onerror=alert(1)>]]>",
        "<a href=\"  javascript:alert(1)\">x</a>",
        "<a href=\"java\0script:alert(1)\">x</a>",
        "<a href=\"&#106&#97&#118&#97&#115&#99&#114&#105&#112&#116&#58alert(1)\">x</a>",
        "<a href=https://x.example/\" onclick=\"alert(1)>x</a>",
        "<p title='\" onclick=\"alert(1)'>x</p>",
        "<p title=\"&quot; onclick=&quot;alert(1)\">x</p>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<object data=\"data:text/html,<script>alert(1)</script>\"></object>",
        "<template><script>alert(1)</script></template>",
        "<base href=\"javascript:/a/../\"><a href=\"alert(1)\">x</a>",
        "<meta http-equiv=\"refresh\" content=\"0;url=javascript:alert(1)\">",
        "<link rel=import href=\"data:text/html,<script>alert(1)</script>\">",
        "<div style=\"background-image: \\75\\72\\6c(javascript:alert(1))\">x</div>",
        "<div style=\"color: red&quot; onclick=&quot;x\">x</div>",
        "<table background=\"javascript:alert(1)\"><td background=javascript:x>x",
        "<img srcset=\"https://e.example/x 1x\" src=\"cid:ok\" lowsrc=javascript:x dynsrc=javascript:y>",
        "<video poster=javascript:alert(1)><source onerror=alert(1)></video>",
        "<a ping=https://e.example href=https://x.example download>x</a>",
        "<input type=image src=https://e.example formaction=javascript:x>",
        "<details open ontoggle=alert(1)>",
        "<b/onmouseover=alert(1)>x",
        "<x onclick=alert(1)><y contenteditable onblur=z>t</x>",
        "<div id=document name=body class=modal>clobber</div>",
        "<font size=\"1\" color=\"expression(alert(1))\">x</font>",
        "<plaintext><script>alert(1)</script>",
        "<frameset onload=alert(1)><frame src=javascript:x></frameset>",
        "<p\u000Conclick=alert(1)>x",
        "\u003Cscr\0ipt>alert(1)</scr\0ipt>",
        "<html onclick=alert(1)><body onpageshow=alert(1)>x",
    ];

    [Theory, MemberData(nameof(Vectors))]
    public void Known_attacks_come_out_harmless(string html) => AssertHarmless(HtmlSanitizer.Sanitize(html, _ => "/inline/1", TestContext.Current.CancellationToken).Html);

    [Fact]
    public void Attacks_put_together_at_random_come_out_harmless() =>
        Prop.ForAll(Htmls, html => AssertHarmless(HtmlSanitizer.Sanitize(html, _ => "/inline/1", TestContext.Current.CancellationToken).Html))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithEndSize(60));

    static void AssertHarmless(string html)
    {
        using var document = new HtmlParser(new HtmlParserOptions { IsScripting = true }).ParseDocument(html);
        foreach (var element in document.Body!.QuerySelectorAll("*"))
        {
            Assert.Equal(NamespaceNames.HtmlUri, element.NamespaceUri);
            Assert.DoesNotContain(element.LocalName, Acting);
            Assert.All(element.Attributes, AssertHarmless);
        }

        Assert.Empty(document.Head!.Children);
        Assert.Empty(document.Body.Attributes);
        Assert.DoesNotMatch(RawScript(), html);
    }

    static void AssertHarmless(IAttr attribute)
    {
        Assert.Contains(attribute.LocalName, Attributes);
        if (UrlAttributes.Contains(attribute.LocalName)) Assert.Matches("^(https?:|mailto:|tel:|/inline/|data:image/(png|gif|jpeg|webp);base64,)", attribute.Value.ToLowerInvariant());
        if (attribute.LocalName == "style") Assert.DoesNotMatch(@"(?i)url|expression|position|\\|@|<|javascript", attribute.Value);
    }

    [GeneratedRegex("<[/]?(script|style|svg|iframe)", RegexOptions.IgnoreCase, 1_000)]
    private static partial Regex RawScript();
}
