using System.Text.RegularExpressions;
using Postroom.Tests.Support;

namespace Postroom.Tests.Architecture;

/// <summary>The page about misbehaving servers names only tests that exist.</summary>
public sealed partial class FaultCatalogueTests
{
    public static TheoryData<string> Names =>
    [
        .. Regex.Matches(Repository.Read("docs/explanation/misbehaving-servers.md"), "`([A-Za-z0-9_-]+)`").Select(match => match.Groups[1].Value).Distinct(),
    ];

    static HashSet<string> Known { get; } =
    [
        .. typeof(FaultCatalogueTests).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Select(method => method.Name),
        .. Repository.Files("tests/Postroom.EndToEnd.Tests", "*.cs").SelectMany(path => TestMethod().Matches(Repository.Read(path))).Select(match => match.Groups[1].Value),
        .. Repository.Files("tests/Postroom.Tests/Transcripts/Client", "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)),
    ];

    [Theory, MemberData(nameof(Names))]
    public void Every_test_it_names_exists(string name) => Assert.Contains(name, Known);

    [GeneratedRegex(@"public async Task ([A-Za-z0-9_]+)\(", RegexOptions.None, 1_000)]
    private static partial Regex TestMethod();
}
