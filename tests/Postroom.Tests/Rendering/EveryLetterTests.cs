using System.Text;
using System.Text.RegularExpressions;
using Postroom.Languages;
using Postroom.Rendering;
using Postroom.Rendering.Syntax;
using Postroom.Tests.Rendering.Support;

namespace Postroom.Tests.Rendering;

/// <summary>What holds for every letter, with every sample, in every language.</summary>
public sealed class EveryLetterTests
{
    [Theory, MemberData(nameof(Letters.All), MemberType = typeof(Letters))]
    public void Nothing_of_the_template_is_left(string letter, string sample, string language)
    {
        var rendered = Letters.Render(letter, sample, language);

        Assert.DoesNotContain("{{", rendered.Subject + rendered.Text + rendered.Html, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Letters.All), MemberType = typeof(Letters))]
    public void The_subject_is_one_line_with_something_in_it(string letter, string sample, string language) =>
        Assert.Matches(@"^[^\r\n]{8,250}$", Letters.Render(letter, sample, language).Subject);

    [Theory, MemberData(nameof(Letters.All), MemberType = typeof(Letters))]
    public void Plain_text_stays_under_78_columns_but_for_addresses(string letter, string sample, string language) =>
        Assert.DoesNotContain(
            Letters.Render(letter, sample, language).Text.Split('\n'),
            line => PlainText.Columns(line) > 77 && !line.Contains("://", StringComparison.Ordinal));

    [Theory, MemberData(nameof(Letters.All), MemberType = typeof(Letters))]
    public void Plain_text_is_no_stripped_html(string letter, string sample, string language) =>
        Assert.DoesNotMatch(@"&[a-z]+;|<[a-z]|\n\n\n", Letters.Render(letter, sample, language).Text);

    [Theory, MemberData(nameof(Letters.All), MemberType = typeof(Letters))]
    public void Html_is_small_enough_for_Gmail(string letter, string sample, string language) =>
        Assert.InRange(Encoding.UTF8.GetByteCount(Letters.Render(letter, sample, language).Html!), 4_000, 20_000);

    [Theory, MemberData(nameof(Letters.All), MemberType = typeof(Letters))]
    public void Html_begins_with_words_for_the_list_of_mails(string letter, string sample, string language) =>
        Assert.Matches("""<div class="preheader"[^>]*display: none[^>]*>[^<]{8,}</div>""", Letters.Render(letter, sample, language).Html);

    [Theory, MemberData(nameof(Letters.All), MemberType = typeof(Letters))]
    public void Html_loads_nothing_from_elsewhere(string letter, string sample, string language) =>
        Assert.DoesNotMatch("""(?i)src="(?!cid:)|url\(|@import|<link|<script""", Letters.Render(letter, sample, language).Html);

    [Theory, MemberData(nameof(Letters.All), MemberType = typeof(Letters))]
    public void Links_of_the_html_stand_in_the_text(string letter, string sample, string language)
    {
        var rendered = Letters.Render(letter, sample, language);

        var links = Regex.Matches(rendered.Html!, "href=\"([^\"]+)\"").Select(match => match.Groups[1].Value.Replace("&amp;", "&")).Distinct();

        // A comment's own page stands for the page of the pull request.
        Assert.All(links, link => Assert.Contains(link, rendered.Text, StringComparison.Ordinal));
    }

    public static TheoryData<string> Names => [.. LetterCatalog.All.Select(letter => letter.Name)];

    [Fact]
    public void All_letters_of_the_contract_are_there() => Assert.Equal(
        ["address-changed", "alarm", "confirm-address", "digest", "invitation", "new-user", "password-changed", "password-reset", "pull-request", "second-factor-off", "sign-on-changed", "test-message"],
        LetterCatalog.All.Select(letter => letter.Name));

    [Theory, MemberData(nameof(Names))]
    public void Every_language_uses_the_same_values(string letter)
    {
        var used = Language.All.Select(language => Used(LetterCatalog.Find(letter)!, language.Tag)).ToList();

        Assert.All(used, values => Assert.Equal(used[0], values));
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_value_is_explained_in_every_language(string letter) =>
        Assert.DoesNotContain(
            Fields(LetterCatalog.Find(letter)!.Model.Fields),
            field => field.En.Length == 0 || field.Ja.Length == 0);

    static IEnumerable<LetterField> Fields(IReadOnlyDictionary<string, LetterField> fields) =>
        fields.Values.SelectMany(field => Fields(field.Fields).Prepend(field));

    static string[] Used(Letter letter, string language)
    {
        var source = letter.BuiltIn(language);
        var html = new TemplateExpander(name => letter.Partial(name, "html", language), isHtml: true).Expand(source.Html);
        var text = new TemplateExpander(name => letter.Partial(name, "text", language), isHtml: false).Expand(source.Subject + source.Text);
        return
        [
            .. from tag in TemplateScanner.Scan(html + text)
               where tag.Kind is TagKind.Value or TagKind.Open
               from word in tag.Arguments.Select(argument => argument.Value).Prepend(tag.Name)
               select word into word
               group word by word into words
               orderby words.Key
               select words.Key,
        ];
    }
}
