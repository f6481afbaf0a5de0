using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Postroom.Tests.Support;

namespace Postroom.Tests.Rendering.Support;

/// <summary>Asks a script of <c>tests/oracles</c>: JSON in, JSON out.</summary>
static class NodeOracle
{
    public static async Task<T> ProbeAsync<T>(string script, IReadOnlyList<string> pages)
    {
        var folder = Repository.PathOf("tests", "oracles");
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules", "juice")), "Run first: npm ci --prefix tests/oracles");
        var start = new ProcessStartInfo("node", [Path.Combine(folder, script)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        var cancellationToken = TestContext.Current.CancellationToken;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.StandardInput.WriteAsync(JsonSerializer.Serialize(pages));
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellationToken).WaitAsync(TimeSpan.FromMinutes(4), cancellationToken);
            Assert.True(process.ExitCode == 0, $"{script} failed: {await errors}");
            return JsonSerializer.Deserialize<T>(await output)!;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
