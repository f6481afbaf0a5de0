using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>What stops a start: a clear message, an exit code, and never a silent new file.</summary>
public sealed class StartFaults : IDisposable
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postroom-start-");

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var result = await ServeAsync(_folder.FullName, $"127.0.0.1:{port}");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(port, result.Errors, StringComparison.Ordinal);
        Assert.Contains("in use", result.Errors, StringComparison.Ordinal);
    }

    [Theory, InlineData("this is no database, but a letter to the tax office"), InlineData("")]
    public async Task A_file_that_is_no_database_is_named_and_left_as_it_is(string content)
    {
        var file = Path.Combine(_folder.FullName, "postroom.db");
        await File.WriteAllTextAsync(file, content, Token);

        var result = await ServeAsync(_folder.FullName, "127.0.0.1:0");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(file, result.Errors, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(file, Token));
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_named()
    {
        var inTheWay = Path.Combine(_folder.FullName, "data");
        await File.WriteAllTextAsync(inTheWay, "a file", Token);

        var result = await ServeAsync(inTheWay, "127.0.0.1:0");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(inTheWay, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_another_Postroom_serves_is_refused()
    {
        await using var first = await PostroomProgram.StartAsync(Token);

        var result = await ServeAsync(first.DataFolder, "127.0.0.1:0");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(first.DataFolder, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_from_outside_that_cannot_be_are_all_named()
    {
        var result = await ServeAsync(
            _folder.FullName, "127.0.0.1:0", ("POSTROOM__MailServer__Host", "smtp://mail"), ("POSTROOM__MailServer__Port", "70000"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Host", result.Errors, StringComparison.Ordinal);
        Assert.Contains("Port", result.Errors, StringComparison.Ordinal);
    }

    static Task<CommandResult> ServeAsync(string data, string http, params (string Name, string Value)[] settings)
    {
        string[] environment = [.. settings.Select(setting => $"{setting.Name}={setting.Value}")];
        return Command.RunAsync(
            "env",
            [.. environment, "dotnet", Repository.ServerProgram, "serve", "--data", data, "--http", http, "--no-smtp"], Soon, Token);
    }
}
