namespace Postroom.Tests.Support;

/// <summary>The working copy the tests were built from.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Everything under src that fits the patterns, in one text.</summary>
    public static string SourceText(params string[] patterns) =>
        string.Join('\n', patterns
            .SelectMany(pattern => Directory.GetFiles(Path.Combine(Root, "src"), pattern, SearchOption.AllDirectories))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Select(File.ReadAllText));

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Postroom.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside a working copy.");
    }
}
