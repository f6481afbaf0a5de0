using System.CommandLine;
using Postroom.Client;

namespace Postroom.Server.Commands;

/// <summary><c>postroom send</c>: hands a message to a running server.</summary>
static class SendCommand
{
    const string KeyVariable = "POSTROOM_KEY";

    public static Command Create(CommandConsole console)
    {
        var message = new SendOptions();
        var server = new Option<Uri>("--server")
        {
            Description = "The server.",
            HelpName = "URL",
            DefaultValueFactory = _ => new Uri("http://127.0.0.1:8025"),
            CustomParser = result =>
            {
                if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") return url;
                result.AddError("--server takes a URL such as https://mail.example.com.");
                return null;
            },
        };
        var keyFile = CommonOptions.ExistingFile("--key-file", $"The file with the API key; without it the key is taken from {KeyVariable}.");
        var idempotencyKey = new Option<string?>("--idempotency-key") { Description = "Submitting twice with the same key makes one message.", HelpName = "KEY" };
        var json = CommonOptions.Json();

        var command = new Command("send", "Hand a message to a running server. Exit 0: accepted, 1: refused, 75: try later.") { server, keyFile, idempotencyKey, json };
        message.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var key = result.GetValue(keyFile) is { } file
                ? (await File.ReadAllTextAsync(file.FullName, cancellationToken)).Trim()
                : Environment.GetEnvironmentVariable(KeyVariable);
            if (string.IsNullOrWhiteSpace(key))
                return console.Fail($"There is no API key: make one with 'postroom key create' and name it with --key-file or {KeyVariable}.", ExitCodes.Usage);

            SendRequest request;
            try
            {
                request = await message.ReadAsync(result, console, cancellationToken);
            }
            catch (InvalidDataException fault)
            {
                return console.Fail(fault.Message, ExitCodes.Usage);
            }

            using var client = new SendClient(result.GetRequiredValue(server), key);
            var outcome = await client.SendAsync(request, result.GetValue(idempotencyKey), cancellationToken);
            return Report(outcome, console, result.GetValue(json));
        });
        return command;
    }

    static int Report(SendOutcome outcome, CommandConsole console, bool json)
    {
        switch (outcome)
        {
            case SendOutcome.Accepted accepted when json:
                console.WriteJson(accepted.Answer, PostroomJson.Default.SendAnswer);
                return ExitCodes.Done;
            case SendOutcome.Accepted accepted:
                console.WriteLine(accepted.Answer.Id);
                return ExitCodes.Done;
            case SendOutcome.Refused refused:
                return console.Fail(refused.Reason);
            case SendOutcome.TryLater later:
                return console.Fail(later.Reason, ExitCodes.TryLater);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
