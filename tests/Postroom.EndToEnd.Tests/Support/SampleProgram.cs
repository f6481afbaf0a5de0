using System.Diagnostics;

namespace Postroom.EndToEnd.Tests.Support;

/// <summary>One of the programs in <c>samples</c>, on a port of its own.</summary>
sealed class SampleProgram : IAsyncDisposable
{
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    readonly Process _process;

    SampleProgram(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Starts a sample with these settings; returns when it answers.</summary>
    public static async Task<SampleProgram> StartAsync(string name, int port, Dictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var address = new Uri($"http://127.0.0.1:{port}/");
        var program = Repository.ServerProgram.Replace("Postroom.Server", name, StringComparison.Ordinal);
        var start = new ProcessStartInfo("dotnet", [program, "--urls", address.ToString()]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (setting, value) in settings) start.Environment[setting] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{name} did not start.");
        process.StandardInput.Close();
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var sample = new SampleProgram(process, address);
        try
        {
            await sample.WhenReadyAsync(cancellationToken);
            return sample;
        }
        catch
        {
            await sample.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    async Task WhenReadyAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var end = TimeProvider.System.GetUtcNow() + Deadline;
        while (TimeProvider.System.GetUtcNow() < end)
        {
            if (_process.HasExited) throw new InvalidOperationException($"The sample ended with exit code {_process.ExitCode}.");
            try
            {
                using var answer = await http.GetAsync(Address, cancellationToken);
                return;
            }
            catch (HttpRequestException)
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }
        }

        throw new TimeoutException($"The sample did not answer within {Deadline:c}.");
    }
}
