using System.CommandLine;
using Postroom.Server.Serving;

namespace Postroom.Server.Commands;

/// <summary><c>postroom serve</c>: start and stay.</summary>
static class ServeCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Folder for the database and the keys.", DefaultValueFactory = _ => "./data" };
        var http = CommonOptions.HttpEndPoint();
        var command = new Command("serve", "Start Postroom and stay until told to stop.") { data, http };
        command.SetAction((result, cancellationToken) => PostroomServer.RunAsync(
            new ServeOptions(result.GetRequiredValue(data), result.GetRequiredValue(http)), Console.Out, Console.Error, cancellationToken));
        return command;
    }
}
