using Postroom.Languages;
using Postroom.Rendering;
using Postroom.Rendering.Editing;
using Postroom.Settings;
using Postroom.Tests.Contracts;
using Postroom.Tests.Rendering.Support;
using Postroom.Tests.Support;
using Postroom.Tests.Support.Hostile;

namespace Postroom.Tests.Rendering.Editing;

/// <summary>What somebody types is refused in words or written within bounds, and never ends in an exception that nobody expects.</summary>
public sealed class HostileTemplateTests
{
    const string Link = "<a href=\"{{pr.url}}\">x</a>";

    // Far beyond what any of them takes, so that only what has no bound is stopped by it.
    static readonly TimeSpan Guard = TimeSpan.FromSeconds(20);

    public static TheoryData<string, string> Multiplying =>
    [
        ("{{#each items}}{{#each @root.items}}x{{/each}}{{/each}}", "EachOuter"),
        ("{{#each items}}{{#each ../items}}x{{/each}}{{/each}}", "EachOuter"),
        ("{{#each items}}{{#with ../pr}}{{#each ../../items}}x{{/each}}{{/with}}{{/each}}", "EachOuter"),
        ("{{#each items}}{{#with comment}}{{#each @root.items}}x{{/each}}{{/with}}{{/each}}", "EachOuter"),
        ("{{#each items}}{{#if actor}}{{#each ../items}}x{{/each}}{{/if}}{{/each}}", "EachOuter"),
        ("{{#each items}}{{#with ../this}}{{#each items}}x{{/each}}{{/with}}{{/each}}", "EachNeedsList"),
        ("{{#each pr}}x{{/each}}", "EachNeedsList"),
        ("{{#each pr.title}}x{{/each}}", "EachNeedsList"),
        ("{{#each this}}x{{/each}}", "EachNeedsList"),
        ("{{#each .}}x{{/each}}", "EachNeedsList"),
        ("{{#with this}}{{#each product}}x{{/each}}{{/with}}", "EachNeedsList"),
        ("{{#each items}}{{#each actor}}x{{/each}}{{/each}}", "EachNeedsList"),
    ];

    public static TheoryData<string> Huge => [.. HostileTemplates.All];

    [Theory, MemberData(nameof(Multiplying))]
    public void A_loop_that_would_multiply_is_refused_with_line_and_column(string text, string expected)
    {
        var problem = TemplateCheck.Check(Digest, new LetterSource("x", Link, "{{pr.url}}\n " + text), "en").First(found => found.MessageKey.Contains("Each", StringComparison.Ordinal));

        Assert.Equal(("Text", 2, "Template." + expected), (problem.Part, problem.Line, problem.MessageKey));
        Assert.Equal(text.IndexOf("{{#each", text.IndexOf("each", StringComparison.Ordinal) + 1, StringComparison.Ordinal) is > 0 and var inner ? inner + 2 : problem.Column, problem.Column);
    }

    [Theory]
    [InlineData("{{#each items}}{{#with comment}}{{#with ../comment}}{{text}}{{/with}}{{/with}}{{/each}}")]
    [InlineData("{{#each items}}{{actor}}{{/each}}{{#each items}}{{actor}}{{/each}}")]
    [InlineData("{{#with pr}}{{#each ../items}}{{actor}}{{/each}}{{/with}}")]
    [InlineData("{{#with pr}}{{#each @root.items}}{{actor}}{{/each}}{{/with}}")]
    [InlineData("{{#each @root.items}}{{actor}}{{/each}}")]
    public void A_loop_that_cannot_multiply_is_taken(string text) =>
        Assert.Empty(TemplateCheck.Check(Digest, new LetterSource("x", Link, text + "{{pr.url}}"), "en"));

    [Theory, MemberData(nameof(Huge))]
    public async Task Whatever_is_typed_is_refused_in_words_or_written_soon(string piece)
    {
        var task = Task.Run(() => string.Join('\n', Outcomes(piece)), TestContext.Current.CancellationToken);

        Assert.NotEmpty(await task.WaitAsync(Guard, TestContext.Current.CancellationToken));
    }

    [Theory, MemberData(nameof(Huge))]
    public async Task A_template_saved_before_there_were_bounds_gives_way_to_the_built_in_letter(string piece)
    {
        await using var store = new SqliteTestStore();
        var templates = new TemplateStore(new SettingsJournal(store.Settings, store.Audit, store.Time));
        await templates.SaveAsync("digest", "en", new LetterSource("x", piece + Link, piece + "{{pr.url}}"), 0, "ann@example.com", TestContext.Current.CancellationToken);
        var renderer = new LetterRenderer(new Letters.FixedProduct(Letters.Product), templates, new HeardLog<LetterRenderer>());

        var letter = await Task.Run(() => renderer.Render(Request), TestContext.Current.CancellationToken).WaitAsync(Guard, TestContext.Current.CancellationToken);

        Assert.InRange(letter.Html!.Length, 1, RenderMeter.MaximumLength);
        Assert.InRange(letter.Text.Length, 1, RenderMeter.MaximumLength * 2);
    }

    [Theory]
    [InlineData("{{> button url=pr.url url=pr.url label=\"x\"}}", "ArgumentTwice")]
    [InlineData("{{> button url=pr.url label=\"{{#each @root.items}}\"}}", "Broken")]
    [InlineData("\\{{!-- {{#each items}} --}}", "Broken")]
    [InlineData("<b <i>", "")]
    [InlineData("<b", "TagNotClosed")]
    [InlineData("<!-- x", "TagNotClosed")]
    public void What_would_confuse_the_engine_is_told_with_its_place(string html, string expected)
    {
        var problems = TemplateCheck.Check(Digest, new LetterSource("x", Link + "\n" + html, "{{pr.url}}"), "en");

        Assert.Equal(expected.Length == 0 ? [] : [$"Html 2 Template.{expected}"], problems.Take(1).Select(problem => $"{problem.Part} {problem.Line} {problem.MessageKey}"));
    }

    [Fact]
    public void What_a_piece_is_given_is_looked_at_once_it_stands_in_the_letter() =>
        Assert.Throws<TemplateProblemException>(() => CompiledLetter.Of(Digest, new LetterSource("x", "{{> button url=pr.url label=\"{{{pr.title}}}\"}}", "x"), "en"));

    [Fact]
    public void Writing_counts_its_steps_and_stops()
    {
        var meter = new RenderMeter(TestContext.Current.CancellationToken);
        var list = new LetterList(meter, [.. Enumerable.Repeat<object?>("x", 1_000)]);
        var template = LetterEngine.Text.Compile("{{#each list}}{{#each @root.list}}{{#each @root.list}}{{/each}}{{/each}}{{/each}}", 6);

        var fault = Assert.Throws<RenderLimitException>(() => template.Run(new() { ["list"] = list }, meter));

        Assert.Equal("Template.TooManySteps", fault.MessageKey);
        Assert.InRange(meter.Steps, RenderMeter.MaximumSteps, RenderMeter.MaximumSteps + 6);
    }

    [Fact]
    public void Writing_counts_what_it_writes_and_stops()
    {
        var meter = new RenderMeter(TestContext.Current.CancellationToken);
        var list = new LetterList(meter, [.. Enumerable.Repeat<object?>(new string('x', 4_000), 1_000)]);

        var fault = Assert.Throws<RenderLimitException>(() => LetterEngine.Text.Compile("{{#each list}}{{this}}{{/each}}", 3).Run(new() { ["list"] = list }, meter));

        Assert.True(fault.IsLength);
    }

    [Fact]
    public void Writing_ends_when_the_reader_has_left()
    {
        using var left = new CancellationTokenSource();
        left.Cancel();

        Assert.Throws<OperationCanceledException>(() => Letters.Renderer.Preview(Request, Digest.BuiltIn("en"), left.Token));
    }

    [Fact]
    public void A_letter_that_writes_too_much_is_shortened_like_any_other_that_is_too_long()
    {
        var model = Letters.Model("digest", "five");
        var items = model["items"]!.AsArray();
        while (items.Count < 200) items.Add(items[0]!.DeepClone());
        var source = new LetterSource("x", $"{Link}{{{{#each items}}}}{new string('x', 20_000)}{{{{/each}}}}", "{{pr.url}}");

        var letter = Letters.Renderer.Preview(Request with { Model = model }, source, TestContext.Current.CancellationToken);

        Assert.InRange(letter.Html!.Length, 20_000, LetterRenderer.MaximumHtmlBytes);
    }

    static Letter Digest => LetterCatalog.Find("digest")!;

    static LetterRequest Request => new() { Letter = "digest", Language = Language.English, Model = Letters.Model("digest") };

    // What somebody sees of it in each of the three parts: problems with their places, or the letter.
    static IEnumerable<string> Outcomes(string piece)
    {
        foreach (var source in new LetterSource[] { new("x", piece + Link, "{{pr.url}}"), new("x", Link, piece + "{{pr.url}}"), new("x" + piece, Link, "{{pr.url}}") })
        {
            var problems = TemplateCheck.Check(Digest, source, "en");
            if (problems.Count == 0) yield return Preview(source);
            Assert.InRange(problems.Count, 0, 200);
            foreach (var problem in problems)
            {
                Assert.True(problem is { Line: > 0, Column: > 0 });
                yield return problem.Text;
            }
        }
    }

    static string Preview(LetterSource source)
    {
        try { return Letters.Renderer.Preview(Request, source, TestContext.Current.CancellationToken).Subject; }
        catch (TemplateProblemException fault) { return fault.Problem.Text; }
    }
}
