using Postroom.Sandbox;

namespace Postroom.Tests.Sandbox;

public sealed class HtmlSanitizerTests
{
    [Theory]
    [InlineData("<p>Hello <b>world</b></p>", "<p>Hello <b>world</b></p>")]
    [InlineData("<table width=\"100%\" bgcolor=#fff><tr><td align=center colspan=2>x", "<table width=\"100%\" bgcolor=\"#fff\"><tbody><tr><td align=\"center\" colspan=\"2\">x</td></tr></tbody></table>")]
    [InlineData("1 &lt; 2 &amp; \"x\"", "1 &lt; 2 &amp; &quot;x&quot;")]
    [InlineData("<p style=\"color: red; padding:0 4px\">x</p>", "<p style=\"color: red; padding: 0 4px\">x</p>")]
    [InlineData("<p style=\"font-family: 'ＭＳ Ｐゴシック', Arial\">x</p>", "<p style=\"font-family: &#39;ＭＳ Ｐゴシック&#39;, Arial\">x</p>")]
    [InlineData("<custom-card>x</custom-card>", "x")]
    [InlineData("<form action=/x><button>OK</button><input name=y></form>", "OK")]
    [InlineData("a<script>alert(1)</script>b<style>p{}</style>c<!-- d -->e", "abce")]
    [InlineData("<svg><a href=\"https://x.example\">t</a></svg>b<math><mi>m</mi></math>c", "bc")]
    [InlineData("<p id=x class=y name=z onclick=a>t</p>", "<p>t</p>")]
    [InlineData("<noscript><p>t</p></noscript>", "<p>t</p>")]
    public void Keeps_what_is_harmless_and_drops_the_rest(string html, string expected) =>
        Assert.Equal($"<div>{expected}</div>", Clean(html).Html);

    [Fact]
    public void Keeps_the_look_of_the_body() =>
        Assert.Equal(
            "<div style=\"margin: 0\" bgcolor=\"#eee\">x</div>",
            Clean("<html><body style='margin:0' bgcolor='#eee' onload='a()' background='https://t.example/p.png'>x").Html);

    [Theory]
    [InlineData("https://example.com/?a=1&b=2", "https://example.com/?a=1&amp;b=2")]
    [InlineData("mailto:a@example.com", "mailto:a@example.com")]
    [InlineData(" HTTPS://example.com\n", "HTTPS://example.com")]
    public void Opens_links_in_a_new_window_that_knows_nothing_of_us(string href, string expected) =>
        Assert.Equal(
            $"<div><a href=\"{expected}\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">x</a></div>",
            Clean($"<a href=\"{href}\">x</a>").Html);

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("JaVaScRiPt:alert(1)")]
    [InlineData("java\tscript:alert(1)")]
    [InlineData("java&#10;script:alert(1)")]
    [InlineData("&#x6A;avascript:alert(1)")]
    [InlineData("\u0001javascript:alert(1)")]
    [InlineData("vbscript:x")]
    [InlineData("data:text/html,<script>alert(1)</script>")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/settings/delete")]
    [InlineData("//evil.example")]
    [InlineData("#top")]
    [InlineData("blob:https://x/1")]
    public void Drops_any_other_link(string href) =>
        Assert.Equal("<div><a>x</a></div>", Clean($"<a href=\"{href}\">x</a>").Html);

    [Fact]
    public void Shows_a_remote_image_as_its_alt_and_its_address()
    {
        var result = Clean("<img src=\"https://t.example/pixel.gif?id=1\" alt=\"Our logo\" width=1 onerror=x>");

        Assert.Equal("<div><span class=\"blocked-image\" title=\"https://t.example/pixel.gif?id=1\">Our logo</span></div>", result.Html);
        Assert.Equal(["https://t.example/pixel.gif?id=1"], result.Findings.BlockedUrls);
    }

    [Fact]
    public void Shows_an_image_that_came_with_the_mail()
    {
        var result = HtmlSanitizer.Sanitize("<img src='cid:logo%40x' alt='' width=20>", id => $"/sandbox/1/{id}", TestContext.Current.CancellationToken);

        Assert.Equal("<div><img alt=\"\" width=\"20\" src=\"/sandbox/1/logo@x\"></div>", result.Html);
    }

    [Fact]
    public void Names_an_image_that_should_have_come_and_did_not() =>
        Assert.Equal(["gone"], Clean("<img src=cid:gone alt=x>").Findings.BrokenContentIds);

    [Theory]
    [InlineData("data:image/png;base64,iVBORw0KGgo=", true)]
    [InlineData("data:image/svg+xml;base64,PHN2Zz4=", false)]
    [InlineData("data:image/png,<svg onload=x>", false)]
    [InlineData("data:image/png;base64,x\" onerror=\"y", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("", false)]
    public void Shows_only_images_of_pixels(string source, bool shown) =>
        Assert.Equal(shown, Clean($"<img src='{source}'>").Html.Contains("<img", StringComparison.Ordinal));

    [Theory]
    [InlineData("background: url(https://t.example/x.png)")]
    [InlineData("background-image: url('https://t.example/x.png')")]
    [InlineData("width: expression(alert(1))")]
    [InlineData("width: expr/**/ession(alert(1))")]
    [InlineData("background: u\\72l(https://t.example)")]
    [InlineData("background: URL(javascript:alert(1))")]
    [InlineData("behavior: url(x.htc)")]
    [InlineData("-moz-binding: url(x)")]
    [InlineData("position: fixed")]
    [InlineData("position:absolute;top:0;left:0;z-index:9")]
    [InlineData("background: image-set('https://t.example/x' 1x)")]
    [InlineData("color: var(--x)")]
    [InlineData("color: red} * {display: none")]
    [InlineData("@import 'https://t.example/x.css'")]
    [InlineData("content: '<img src=x>'")]
    [InlineData("font-family: \"unclosed")]
    [InlineData("cursor: crosshair")]
    [InlineData("color: attr(data-x)")]
    public void Drops_a_style_that_loads_or_covers_or_runs(string style) =>
        Assert.Equal("<div><p>x</p></div>", Clean($"<p style=\"{style.Replace("\"", "&quot;", StringComparison.Ordinal)}\">x</p>").Html);

    [Fact]
    public void Keeps_the_good_declarations_beside_a_bad_one() =>
        Assert.Equal(
            "<div><p style=\"color: red; margin: 0\">x</p></div>",
            Clean("<p style='color:red;background:url(https://t.example/a);/* note */margin:0'>x</p>").Html);

    [Fact]
    public void Finds_what_a_mail_program_would_mind()
    {
        var findings = Clean("<a href='http://x.example'>x</a><img src='https://y.example'><form><video></video></form>").Findings;

        Assert.Equal(["http://x.example"], findings.InsecureLinks);
        Assert.Equal(1, findings.ImagesWithoutAlt);
        Assert.Equal(["form", "video"], findings.RemovedElements);
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<b><p>")]
    [InlineData("<table><tr><td>")]
    [InlineData("<a>")]
    [InlineData("<font>")]
    public void Survives_absurd_nesting(string opening)
    {
        var result = Clean(string.Concat(Enumerable.Repeat(opening, 20_000)) + "deep");

        Assert.True(result.Html.Length < 10_000_000);
    }

    [Fact]
    public void Cuts_what_is_too_long() => Assert.True(Clean(new string('x', HtmlSanitizer.MaximumLength + 1)).Findings.IsCut);

    static SanitizedHtml Clean(string html) => HtmlSanitizer.Sanitize(html, _ => null, TestContext.Current.CancellationToken);
}
