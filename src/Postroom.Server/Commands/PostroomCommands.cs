using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Postroom.Server.Sendmail;

namespace Postroom.Server.Commands;

/// <summary>The command line of <c>postroom</c>.</summary>
static class PostroomCommands
{
    /// <summary>Runs one command line and returns the code for the shell.</summary>
    /// <param name="args">The words after the program's name.</param>
    /// <param name="output">Where answers go; null: standard output.</param>
    /// <param name="error">Where refusals go; null: standard error.</param>
    /// <param name="input">Where text and passwords come from; null: standard input.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter? output = null, TextWriter? error = null, TextReader? input = null)
    {
        var console = new CommandConsole(output ?? Console.Out, error ?? Console.Error, input ?? Console.In);
        var result = Create(console).Parse(args);
        var configuration = new InvocationConfiguration
        {
            Output = console.Output,
            Error = console.Error,
            // The host listens to SIGTERM itself and takes the time it needs; any other command may just end.
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false,
        };
        var code = await result.InvokeAsync(configuration, CancellationToken.None);
        return result.Action is ParseErrorAction ? ExitCodes.Usage : code;
    }

    // No RootCommand: its name would be the file's, which is not what people type.
    static Command Create(CommandConsole console) =>
        new("postroom", "Postroom accepts, keeps, delivers and explains outgoing mail.")
        {
            new HelpOption(),
            new VersionOption(),
            ServeCommand.Create(),
            TestCommand.Create(console),
            DoctorCommand.Create(console),
            ExplainCommand.Create(console),
            SendCommand.Create(console),
            SendmailCommand.Create(console),
            KeyCommand.Create(console),
            DkimCommand.Create(console),
            QueueCommand.Create(console),
            LedgerCommand.Create(console),
            UserCommand.Create(console),
        };
}
