using System.Text.RegularExpressions;
using Postroom.Tests.Support;

namespace Postroom.Tests.Architecture;

public sealed class DocumentTests
{
    public static TheoryData<string> Documents =>
        [.. new[] { "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md" }.Concat(Repository.Files("docs", "*.md"))];

    [Theory, MemberData(nameof(Documents))]
    public void Every_link_to_a_file_leads_to_one(string document)
    {
        var folder = Path.GetDirectoryName(Repository.PathOf(document))!;

        var dead = from Match link in Regex.Matches(Repository.Read(document), @"\]\((?!https?:|mailto:|#|/)([^)#]+)")
                   let target = Path.Combine(folder, link.Groups[1].Value)
                   where !File.Exists(target) && !Directory.Exists(target)
                   select link.Groups[1].Value;

        Assert.Empty(dead);
    }

    [Fact]
    public void The_readme_is_short() =>
        Assert.InRange(File.ReadLines(Repository.PathOf("README.md")).Count(), 1, 150);
}
