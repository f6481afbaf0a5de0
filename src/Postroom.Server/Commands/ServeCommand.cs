using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Postroom.Server.Serving;

namespace Postroom.Server.Commands;

/// <summary><c>postroom serve</c>: start and stay.</summary>
static class ServeCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Folder of database and keys.", DefaultValueFactory = _ => "./data" };
        var http = new Option<IPEndPoint>("--http")
        {
            Description = "Address and port of console and API; port 0: any free one.",
            DefaultValueFactory = _ => new IPEndPoint(IPAddress.Loopback, 8025),
            CustomParser = EndPoint,
        };
        var command = new Command("serve", "Start Postroom and stay until told to stop.") { data, http };
        command.SetAction((result, cancellationToken) => PostroomServer.RunAsync(
            new ServeOptions(result.GetRequiredValue(data), result.GetRequiredValue(http)), Console.Out, Console.Error, cancellationToken));
        return command;
    }

    static IPEndPoint? EndPoint(ArgumentResult argument)
    {
        var text = argument.Tokens.Single().Value;
        if (text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out var endPoint)) return endPoint;
        argument.AddError($"--http {text} is no address with port: write it as 127.0.0.1:8025 or [::1]:8025.");
        return null;
    }
}
