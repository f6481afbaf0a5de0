using System.Diagnostics;
using System.Text.Json;

namespace Postroom.EndToEnd.Tests.Support;

/// <summary>Reads a picture of a QR code with a program of another make, in <c>tests/oracles</c>.</summary>
static class QrReader
{
    public static async Task<string?> ReadAsync(byte[] png, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Repository.Root, "tests", "oracles", "read_qr.mjs")]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(new[] { png }));
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken).WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);
        return JsonSerializer.Deserialize<string?[]>(output)?[0];
    }
}
