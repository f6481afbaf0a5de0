using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Postroom.Server.Commands;
using Postroom.Sqlite;

namespace Postroom.Tests.Server.Commands;

/// <summary>A data folder of its own, and the command line to act on it.</summary>
sealed class CommandRun : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("postroom-commands-").FullName;

    public string Data => Path.Combine(Folder, "data");

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Runs a command line; the words are cut at spaces, and {data} is the data folder.</summary>
    public Task<int> RunAsync(string commandLine, string input = "") =>
        RunAsync([.. commandLine.Split(' ').Select(word => word.Replace("{data}", Data, StringComparison.Ordinal))], input);

    public async Task<int> RunAsync(string[] args, string input = "")
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var reader = new StringReader(input);
        var code = await PostroomCommands.RunAsync(args, output, error, reader);
        (Output, Error) = (output.ToString(), error.ToString());
        return code;
    }

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Acts on the stores as a visitor.</summary>
    public async Task<T> InStoreAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        var opened = Assert.IsType<StoreOpening.Opened>(SqliteDatabase.Open(Data, StoreUse.Visit));
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).UseSqlite(opened.Database).BuildServiceProvider();
        return await work(services);
    }
}
