using System.Text;
using System.Text.Json.Nodes;
using Postroom.Languages;
using Postroom.Rendering;
using Postroom.Tests.Rendering.Support;

namespace Postroom.Tests.Rendering;

public sealed class LetterRendererTests
{
    [Fact]
    public void A_letter_that_does_not_exist_is_the_callers_mistake() =>
        Assert.Throws<ArgumentException>(() => Letters.Render("love-letter", []));

    [Fact]
    public void Missing_values_are_all_named_at_once()
    {
        var fault = Assert.Throws<ArgumentException>(() => Letters.Render("new-user", []));

        Assert.Contains("email, link, expiresText", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_is_none_counts_as_missing()
    {
        var model = Letters.Model("new-user");
        model["link"] = "javascript:alert(1)";

        Assert.Throws<ArgumentException>(() => Letters.Render("new-user", model));
    }

    [Fact]
    public void Whoever_wants_text_alone_gets_neither_html_nor_images()
    {
        var rendered = Letters.Renderer.Render(Request("new-user") with { TextOnly = true });

        Assert.Null(rendered.Html);
        Assert.Empty(rendered.Images);
    }

    [Fact]
    public void The_logo_travels_with_the_letter_that_shows_it()
    {
        var rendered = Letters.Renderer.Render(Request("new-user"));

        var image = Assert.Single(rendered.Images);
        Assert.Equal(Letters.Product.LogoPng, image.Png);
        Assert.Contains($"src=\"cid:{image.ContentId}\"", rendered.Html, StringComparison.Ordinal);
        Assert.Contains("alt=\"Postroom\"", rendered.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_images_the_name_stands_in_letters()
    {
        var rendered = Letters.Renderer.Render(Request("new-user") with { NoImages = true });

        Assert.Empty(rendered.Images);
        Assert.DoesNotContain("<img", rendered.Html, StringComparison.Ordinal);
        Assert.Matches("<td class=\"head\"[^>]*>Postroom</td>", rendered.Html);
    }

    [Fact]
    public void A_letter_of_another_app_has_that_apps_name_and_not_our_logo()
    {
        var rendered = Letters.Render("password-reset", "app");

        Assert.Contains("Wiki", rendered.Subject, StringComparison.Ordinal);
        Assert.Empty(rendered.Images);
        Assert.DoesNotContain("Postroom", rendered.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Privacy_keeps_all_content_out()
    {
        var model = Letters.Model("pull-request", "replied");
        model["private"] = true;

        var rendered = Letters.Render("pull-request", model);

        var all = rendered.Subject + rendered.Text + rendered.Html;
        Assert.All(
            ["delivery address", "Ken Sato", "privacy page", "AddressStore", "How long", "remember-address", "answered"],
            content => Assert.DoesNotContain(content, all, StringComparison.Ordinal));
        Assert.Contains("https://git.example.com/projects/SHOP/repos/checkout/pull-requests/417", rendered.Text, StringComparison.Ordinal);
    }

    [Theory, InlineData("opened", "Jane Doe opened this pull request"),
        InlineData("mentioned", "Ken Sato mentioned you"), InlineData("task", "Ken Sato added a task")]
    public void The_subject_says_what_happened_and_to_what(string sample, string happened) => Assert.Equal(
        $"{happened}: Let the checkout remember the delivery address (SHOP/checkout #417)",
            Letters.Render("pull-request", sample).Subject);

    [Fact]
    public void The_subject_of_a_private_letter_says_where_alone() =>
        Assert.Equal("SHOP/checkout #417", Letters.Render("pull-request", "private").Subject);

    [Fact]
    public void A_merge_request_is_called_one_everywhere()
    {
        var letter = Letters.Render("pull-request", "mergeRequest");

        Assert.EndsWith("(shop/web/checkout !77)", letter.Subject, StringComparison.Ordinal);
        Assert.Contains("Open the merge request", letter.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "pull request", letter.Subject + letter.Text + letter.Html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void What_is_deleted_cannot_be_opened()
    {
        var letter = Letters.Render("pull-request", "deleted");

        Assert.DoesNotContain("pull-requests/417", letter.Html + letter.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_event_has_words_of_its_own()
    {
        var letter = LetterCatalog.Find("pull-request")!;
        var kinds = letter.Model.Fields["kind"].Choices;

        Assert.All(Language.All, language => Assert.Equal(
            kinds.Count,
            kinds.Select(kind => Letters.Render("pull-request", letter.Samples.Names.Contains(kind) ? kind : "", language.Tag).Text.Split('\n')[3]).Distinct().Count()));
        Assert.Subset(letter.Samples.Names.ToHashSet(), kinds.ToHashSet());
    }

    [Theory, InlineData("<script>&\"'`{{}}"), InlineData("日本語の長い文章です。"), InlineData("😀")]
    public void The_largest_digest_stays_under_102_kilobytes_and_says_what_it_left_out(string filling)
    {
        var long_text = string.Concat(Enumerable.Repeat(filling, 20_000 / filling.Length));
        var model = Letters.Model("digest");
        model["pr"]!["title"] = long_text;
        model["items"] = new JsonArray([.. Enumerable.Range(0, 1_000).Select(_ => new JsonObject
        {
            ["kind"] = "commented",
            ["actor"] = long_text,
            ["whenText"] = long_text,
            ["comment"] = new JsonObject { ["text"] = long_text, ["file"] = long_text, ["line"] = 7, ["author"] = long_text },
        })]);

        var rendered = Letters.Render("digest", model);

        Assert.InRange(Encoding.UTF8.GetByteCount(rendered.Html!), 20_000, 102_400);
        Assert.Matches(@"and 1?\d\d more", rendered.Text);
    }

    [Fact]
    public void The_largest_pull_request_letter_stays_under_102_kilobytes()
    {
        var model = Letters.Model("pull-request", "replied");
        var long_text = string.Concat(Enumerable.Repeat("\"<\n", 10_000));
        foreach (var name in (string[])["actor", "previousTitle"]) model[name] = long_text;
        foreach (var name in (string[])["title", "description"]) model["pr"]![name] = long_text;
        foreach (var name in (string[])["text", "parentText"]) model["comment"]![name] = long_text;
        model["addedReviewers"] = new JsonArray([.. Enumerable.Range(0, 500).Select(_ => JsonValue.Create(long_text))]);

        var rendered = Letters.Render("pull-request", model);

        Assert.InRange(Encoding.UTF8.GetByteCount(rendered.Html!), 20_000, 102_400);
    }

    static LetterRequest Request(string letter) => new() { Letter = letter, Language = Language.English, Model = Letters.Model(letter) };
}
