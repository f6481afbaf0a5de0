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
        var smtp = CommonOptions.SmtpEndPoint();
        var noSmtp = new Option<bool>("--no-smtp") { Description = "Do not listen for SMTP." };
        var lost = new Option<bool>("--accept-lost-keys") { Description = "Start although the keys of the stored secrets are gone; they have to be entered again." };
        var command = new Command(
            "serve", "Start Postroom and stay until told to stop.") { data, http, smtp, noSmtp, lost };
        command.SetAction((result, cancellationToken) => PostroomServer.RunAsync(
            new ServeOptions(result.GetRequiredValue(data), result.GetRequiredValue(http))
            {
                Smtp = result.GetValue(noSmtp) ? null : result.GetRequiredValue(smtp),
                AcceptsLostKeys = result.GetValue(lost),
            },
            Console.Out, Console.Error, cancellationToken));
        return command;
    }
}
