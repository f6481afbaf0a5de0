using System.CommandLine;

namespace Postroom.Server.Commands;

/// <summary>Options that many commands have.</summary>
static class CommonOptions
{
    /// <summary>The data folder. Another name for each command, for an option belongs to one.</summary>
    public static Option<string> Data() => new("--data")
    {
        Description = "The data folder.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "./data",
    };

    public static Option<bool> Json() => new("--json") { Description = "Answer with JSON for programs." };

    /// <summary>A file that must be there.</summary>
    public static Option<FileInfo?> ExistingFile(string name, string description)
    {
        var option = new Option<FileInfo?>(name) { Description = description, HelpName = "FILE" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<FileInfo?>() is { Exists: false } file) result.AddError($"There is no file {file.FullName}.");
        });
        return option;
    }
}
