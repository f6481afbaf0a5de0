using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Postroom.Tests.Support;

/// <summary>Programs of another make, in <c>tests/oracles</c>, that read mail. They get an array of messages and answer in JSON.</summary>
public static class OtherReader
{
    public static string Folder { get; } = Repository.PathOf("tests", "oracles");

    public static async Task<string> ProbeAsync(
        string program, string script, IEnumerable<byte[]> messages, params string[] arguments)
    {
        if (program == "node") Assert.True(Directory.Exists(Path.Combine(Folder, "node_modules")), "Run first: npm ci --prefix tests/oracles");
        using var process = Start(new ProcessStartInfo(program, [Path.Combine(Folder, script), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        });
        var cancellationToken = TestContext.Current.CancellationToken;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.StandardInput.WriteAsync(JsonSerializer.Serialize(messages));
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellationToken).WaitAsync(TimeSpan.FromMinutes(4), cancellationToken);
            Assert.True(process.ExitCode == 0, $"{program} {script} failed: {await errors}");
            return await output;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"{start.FileName} is needed to check what we write: install it.", missing);
        }
    }
}
