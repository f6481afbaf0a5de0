using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using Postroom.Server.Commands;

namespace Postroom.Server.Sendmail;

/// <summary><c>postroom sendmail</c>: what programs call that send by the sendmail command.</summary>
static class SendmailCommand
{
    const string DoorVariable = "POSTROOM_SMTP";
    const string DataVariable = "POSTROOM_DATA";
    const int UsualPort = 2525;

    public static Command Create(CommandConsole console)
    {
        var words = new Argument<string[]>("ARGUMENTS") { Description = "As sendmail has them: -t -i -f ADDRESS -F NAME -bs, and recipients.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command(
            "sendmail",
            "Hand a message on standard input to a running server, or keep it for its next start. Exit codes of sysexits.h.") { words };
        command.SetAction((result, cancellationToken) => RunAsync(SendmailArguments.Read(result.GetValue(words) ?? []), console, cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(
        SendmailArguments arguments, CommandConsole console, CancellationToken cancellationToken)
    {
        if (arguments.Problem is { } problem) return console.Fail(problem, SysExits.Usage);
        if (Door() is not var (host, port))
            return console.Fail($"{DoorVariable} is no host with port: write it as 127.0.0.1:2525.", SysExits.Usage);
        using var input = Console.OpenStandardInput();
        if (arguments.SpeaksSmtp) return await TalkAsync(host, port, input, console, cancellationToken);

        var message = await SendmailMessage.ReadAsync(
            input, arguments, $"{Environment.UserName}@{Environment.MachineName}", cancellationToken);
        if (message.Problem is { } wrong)
        {
            return console.Fail(
                wrong, message.Bytes.IsEmpty && arguments.Recipients.Count == 0 ? SysExits.Usage : SysExits.DataError);
        }
        var data = Environment.GetEnvironmentVariable(DataVariable) is { Length: > 0 } folder ? folder : "./data";
        return await new SendmailDelivery(host, port, data, console).SendAsync(message, cancellationToken);
    }

    static (string Host, int Port)? Door()
    {
        if (Environment.GetEnvironmentVariable(DoorVariable) is not { Length: > 0 } text)
            return ("127.0.0.1", UsualPort);
        var colon = text.LastIndexOf(':');
        return colon > 0
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                && port is > 0 and < 65_536
            ? (text[..colon].Trim('[', ']'), port)
            : null;
    }

    // The program speaks SMTP itself; its words go to the door and the door's come back.
    static async Task<int> TalkAsync(
        string host, int port, Stream input, CommandConsole console, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(host, port, cancellationToken);
            await using var door = client.GetStream();
            await using var output = Console.OpenStandardOutput();
            await Task.WhenAll(
                door.CopyToAsync(output, cancellationToken), SayAsync(client, input, door, cancellationToken));
            return ExitCodes.Done;
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            console.WriteLine("421 4.3.2 Postroom does not answer; try again later\r");
            return ExitCodes.TryLater;
        }
    }

    static async Task SayAsync(TcpClient client, Stream input, NetworkStream door, CancellationToken cancellationToken)
    {
        await input.CopyToAsync(door, cancellationToken);
        client.Client.Shutdown(SocketShutdown.Send);
    }
}
