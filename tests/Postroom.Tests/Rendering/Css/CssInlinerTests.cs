using Postroom.Rendering.Css;

namespace Postroom.Tests.Rendering.Css;

public sealed class CssInlinerTests
{
    [Fact]
    public void Tags_of_the_template_stay_where_they_are() => Assert.Equal(
        "<p class=\"a\" style=\"color: {{accent}}\">{{#if x}}<b style=\"top: 1px\">{{y}}</b>{{/if}}</p>",
        CssInliner.Inline("<style>.a { color: {{accent}} } b { top: 1px }</style><p class=\"a\">{{#if x}}<b>{{y}}</b>{{/if}}</p>"));

    [Fact]
    public void Rows_in_a_loop_stay_in_their_loop() => Assert.Equal(
        "<table>{{#each items}}<tr><td style=\"top: 0\">{{x}}</td></tr>{{/each}}</table>",
        CssInliner.Inline("<style>td { top: 0 }</style><table>{{#each items}}<tr><td>{{x}}</td></tr>{{/each}}</table>"));

    [Fact]
    public void A_shorthand_that_is_weaker_comes_before_its_part() => Assert.Equal(
        "<p class=\"a\" style=\"padding: 9px; padding-top: 0\">x</p>",
        CssInliner.Inline("<style>.a { padding-top: 0 } p { padding: 9px }</style><p class=\"a\">x</p>"));

    [Fact]
    public void The_attribute_is_stronger_than_the_sheet_unless_the_sheet_insists() => Assert.Equal(
        "<p style=\"color: blue; top: 1px\">x</p>",
        CssInliner.Inline("<style>p { color: red; top: 1px !important }</style><p style=\"color: blue; top: 2px\">x</p>"));

    [Fact]
    public void Source_text_is_kept_where_a_browser_would_drop_it() => Assert.Equal(
        "<p style=\"mso-padding-alt: 13px 26px\">x</p>",
        CssInliner.Inline("<style>p { mso-padding-alt: 13px 26px }</style><p>x</p>"));

    [Fact]
    public void Media_queries_and_pseudo_classes_stay_in_the_head() => Assert.Equal(
        "<style>\na:hover { top: 0 }\n@media (x) { a { top: 1px } }\n</style><a style=\"left: 0\">x</a>",
        CssInliner.Inline("<style>@media (x) { a { top: 1px } } a:hover { top: 0 } a { left: 0 }</style><a>x</a>"));

    [Fact]
    public void A_sheet_with_data_embed_stays_whole() => Assert.Equal(
        "<style>[data-ogsc] a { top: 0 }</style><a>x</a>",
        CssInliner.Inline("<style data-embed>[data-ogsc] a { top: 0 }</style><a>x</a>"));

    [Fact]
    public void Quotes_in_a_value_do_not_end_the_attribute() => Assert.Equal(
        "<a style=\"font-family: 'Segoe UI'\">x</a>",
        CssInliner.Inline("<style>a { font-family: \"Segoe UI\" }</style><a>x</a>"));

    [Theory, InlineData("<style>a {"), InlineData("<style>a { color: red</style><a"), InlineData("{{#if"), InlineData("<style>}</style><a>x</a>"), InlineData("<style>@media { a {</style>"), InlineData("")]
    public void What_is_broken_does_no_harm(string source) => Assert.NotNull(CssInliner.Inline(source));
}
