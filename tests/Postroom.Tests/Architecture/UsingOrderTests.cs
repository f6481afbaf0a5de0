using System.Text.RegularExpressions;
using Postroom.Tests.Support;

namespace Postroom.Tests.Architecture;

/// <summary>The order of using directives, which `dotnet format` sets and the compiler does not look at.</summary>
public sealed partial class UsingOrderTests
{
    [Theory, InlineData("src"), InlineData("tests"), InlineData("samples"), InlineData("bench")]
    public void System_comes_first_and_all_else_by_name(string folder)
    {
        var wrong = Repository.Files(folder, "*.cs").Where(path => !IsInOrder(Repository.Read(path)));

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("using System;\nusing A;\nusing B.C;\nusing static X.Y;\n", true), InlineData("using A;\nusing System;\n", false), InlineData("using B;\nusing A;\n", false)]
    [InlineData("using static A;\nusing B;\n", false), InlineData("using A;\nusing A.B;\n", true)]
    public void Order_is_recognised(string source, bool isInOrder) => Assert.Equal(isInOrder, IsInOrder(source));

    static bool IsInOrder(string source)
    {
        var directives = Directive().Matches(source).Select(match => match.Groups[1].Value).ToList();
        return directives.SequenceEqual(directives.OrderBy(Rank).ThenBy(NameOf, StringComparer.OrdinalIgnoreCase));
    }

    static int Rank(string directive) =>
        directive.Contains('=', StringComparison.Ordinal) ? 4
        : directive.StartsWith("static ", StringComparison.Ordinal) ? 2 + Rank(NameOf(directive))
        : directive is "System" || directive.StartsWith("System.", StringComparison.Ordinal) ? 0 : 1;

    static string NameOf(string directive) => directive.Replace("static ", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^using ((?:static )?[\w.]+(?: = [^;]+)?);$", RegexOptions.Multiline, 1_000)]
    private static partial Regex Directive();
}
