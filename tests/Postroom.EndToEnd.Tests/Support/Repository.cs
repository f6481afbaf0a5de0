namespace Postroom.EndToEnd.Tests.Support;

/// <summary>Where things lie in the working copy that these tests were built in.</summary>
static class Repository
{
    /// <summary>The folder of Postroom.slnx.</summary>
    public static string Root { get; } = FindRoot(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The program under test, in the configuration these tests were built in.</summary>
    public static string ServerProgram { get; } = Path.Combine(
        Root, "artifacts", "bin", "Postroom.Server", new DirectoryInfo(AppContext.BaseDirectory).Name, "Postroom.Server.dll");

    /// <summary>True when a missing helper is a failure, not a reason to skip.</summary>
    public static bool IsContinuousIntegration { get; } = Environment.GetEnvironmentVariable("CI") == "true";

    static string FindRoot(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Postroom.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Postroom.slnx lies in no folder above the tests.");
    }
}
