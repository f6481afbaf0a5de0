using System.Text.RegularExpressions;
using Postroom.Tests.Support;

namespace Postroom.Tests.Architecture;

/// <summary>
/// The glossary names what there is: types of the code, and the Japanese that pages and documents use.
/// </summary>
public sealed partial class GlossaryTests
{
    static readonly IReadOnlyList<string[]> Rows =
    [
        .. Repository.Read("docs/reference/glossary.md").Split('\n').Where(
            line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split(" | ")).Where(cells => cells is [not "term", _, _, _, _]),
    ];

    [Fact]
    public void Every_type_it_names_exists()
    {
        var code = string.Join('\n', Repository.Files("src", "*.cs").Select(Repository.Read));

        var missing = Rows.Select(cells => cells[3].Trim('`'))
            .Where(type => !Regex.IsMatch(code, $@"\b(class|record|struct|enum|interface) {type}\b", RegexOptions.None, TimeSpan.FromSeconds(10)));

        Assert.Empty(missing);
    }

    [Fact]
    public void Its_Japanese_is_what_people_read()
    {
        var read = Repository.Read("src/Postroom/Languages/Texts.ja.resx")
            + string.Concat(Repository.Files("docs/how-to", "*.ja.md").Select(Repository.Read));

        Assert.DoesNotContain(
            Rows.Select(cells => cells[1]), term => term != "—" && !read.Contains(term, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_term_has_a_source_or_is_said_to_be_our_own() =>
        Assert.All(Rows, cells => Assert.Matches(Source(), cells[4]));

    [Fact]
    public void No_term_stands_twice() =>
        Assert.Equal(Rows.Count, Rows.Select(cells => cells[0]).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [GeneratedRegex("^(—|RFC [0-9]+( §[0-9.]+)?|OpenID Connect Core 1\\.0 §[0-9.]+)$", RegexOptions.None, 1_000)]
    private static partial Regex Source();
}
