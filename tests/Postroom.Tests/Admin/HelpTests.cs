using Postroom.Admin.HelpPages;
using Postroom.Languages;
using Postroom.Tests.Support;

namespace Postroom.Tests.Admin;

public sealed class HelpTests
{
    public static TheoryData<string, string> Pages =>
        [.. from slug in HelpTopics.Slugs from language in Language.All select new TheoryDataRow<string, string>(slug, language.Tag)];

    [Theory, MemberData(nameof(Pages))]
    public void Every_page_is_written_in_every_language(string slug, string language)
    {
        var name = language == "en" ? $"{slug}.md" : $"{slug}.{language}.md";

        Assert.True(File.Exists(Repository.PathOf("docs", "how-to", name)), name);
    }

    [Theory, MemberData(nameof(Pages))]
    public void Every_page_has_a_title_and_says_what_it_is_for(string slug, string language)
    {
        var topic = HelpTopics.Find(slug, Language.Find(language)!, "");

        Assert.False(string.IsNullOrWhiteSpace(topic?.Title) || string.IsNullOrWhiteSpace(topic.Lead));
    }

    [Fact]
    public void A_link_to_a_file_becomes_a_link_to_its_page() =>
        Assert.Contains("href=\"/mail/help/apps\"", HelpTopics.Find("first-steps", Language.English, "/mail")!.Html, StringComparison.Ordinal);

    [Fact]
    public void There_is_no_other_page() => Assert.Null(HelpTopics.Find("../secret", Language.English, ""));
}
