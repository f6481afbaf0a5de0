using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace Postroom.Server.Commands;

/// <summary>How commands speak: tables and sentences for people, one JSON text for programs.</summary>
sealed class CommandConsole(TextWriter output, TextWriter error, TextReader input)
{
    /// <summary>Wide enough that no row of a table breaks when it goes into a file or a pipe.</summary>
    const int WidthOfFiles = 240;

    public TextWriter Output { get; } = output;

    public TextWriter Error { get; } = error;

    public TextReader Input { get; } = input;

    public void WriteLine(string text) => Output.WriteLine(text);

    /// <summary>Says something to the person at the terminal that is no part of the answer.</summary>
    public void Remark(string text) => Error.WriteLine(text);

    /// <summary>Says why the command was not done, and returns the code for the shell.</summary>
    public int Fail(string reason, int code = ExitCodes.Failed)
    {
        Error.WriteLine(reason);
        return code;
    }

    /// <summary>The first line of the input; asked for without showing it where a person types.</summary>
    public async Task<string> ReadPasswordAsync(CancellationToken cancellationToken)
    {
        if (Input == Console.In && !Console.IsInputRedirected)
            return await new TextPrompt<string>("Password:").Secret(null).ShowAsync(AnsiConsole.Console, cancellationToken);
        return await Input.ReadLineAsync(cancellationToken) ?? "";
    }

    /// <summary>All of the input.</summary>
    /// <exception cref="InvalidDataException">It is no text that can be read for sure.</exception>
    public async Task<string> ReadTextAsync(CancellationToken cancellationToken)
    {
        if (Input != Console.In || !Console.IsInputRedirected) return await Input.ReadToEndAsync(cancellationToken);
        using var bytes = new MemoryStream();
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(bytes, cancellationToken);
        return InputText.Read(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), "Standard input");
    }

    public void WriteJson<T>(T value, JsonTypeInfo<T> type) => Output.WriteLine(JsonSerializer.Serialize(value, type));

    public void Write(Table table)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Output) });
        if (Output != Console.Out || Console.IsOutputRedirected) console.Profile.Width = WidthOfFiles;
        console.Write(table.Border(TableBorder.Simple));
    }
}
