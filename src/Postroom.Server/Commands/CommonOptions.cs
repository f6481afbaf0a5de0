using System.CommandLine;
using System.Net;

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

    public static Option<bool> Json() => new("--json") { Description = "Print JSON for programs." };

    /// <summary>Where console and API listen.</summary>
    public static Option<IPEndPoint> HttpEndPoint() => new("--http")
    {
        Description = "Address and port for console and API. Port 0: any free port.",
        DefaultValueFactory = _ => new IPEndPoint(IPAddress.Loopback, 8025),
        CustomParser = argument =>
        {
            var text = argument.Tokens.Single().Value;
            if (text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out var endPoint)) return endPoint;
            argument.AddError($"--http {text} is no address with port: write it as 127.0.0.1:8025 or [::1]:8025.");
            return null;
        },
    };

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
