using System.CommandLine;
using System.Globalization;
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
    public static Option<IPEndPoint> HttpEndPoint() =>
        EndPoint("--http", "Address and port for console and API. Port 0: any free port.", 8025);

    /// <summary>Where the SMTP door listens.</summary>
    public static Option<IPEndPoint> SmtpEndPoint() =>
        EndPoint("--smtp", "Address and port for programs that hand in mail by SMTP. Port 0: any free port.", 2525);

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

    static Option<IPEndPoint> EndPoint(string name, string description, int port) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => new IPEndPoint(IPAddress.Loopback, port),
        CustomParser = argument =>
        {
            var text = argument.Tokens.Single().Value;
            if (text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out var endPoint))
                return endPoint;
            argument.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} {text} is no address with port: write it as 127.0.0.1:{port} or [::1]:{port}."));
            return null;
        },
    };
}
