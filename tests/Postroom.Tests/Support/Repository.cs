using System.Text.RegularExpressions;

namespace Postroom.Tests.Support;

/// <summary>The checkout the tests were built from, read as text.</summary>
public static partial class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The hand-written files of one kind below a folder, as paths from the root with forward slashes.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern) =>
        [.. Directory.EnumerateFiles(PathOf(folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !Generated().IsMatch(path))
            .Order(StringComparer.Ordinal)];

    public static string Read(string path) => File.ReadAllText(PathOf(path));

    /// <summary>Everything under src that fits the patterns, in one text.</summary>
    public static string SourceText(params string[] patterns) =>
        string.Join('\n', patterns.SelectMany(pattern => Files("src", pattern)).Select(Read));

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Postroom.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside a checkout of Postroom.");
    }

    [GeneratedRegex("(^|/)(bin|obj|artifacts|node_modules)/", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Generated();
}
