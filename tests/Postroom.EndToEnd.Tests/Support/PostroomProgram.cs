using System.Diagnostics;
using System.Globalization;
using static System.FormattableString;

namespace Postroom.EndToEnd.Tests.Support;

/// <summary>The real program `postroom serve` on a data folder of its own, which survives <see cref="KillAsync"/> and restarts.</summary>
sealed class PostroomProgram : IAsyncDisposable
{
    // A file system of its own under the data folder, seen by the program alone; an ordinary user may mount it in a user namespace.
    const string OnSmallDisk = """mount -t tmpfs -o "size=$1m" none "$2" && shift 2 && exec "$@" """;

    const string ReadyMark = "Postroom is ready on ";
    static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);
    static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(40);

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postroom-data-");
    readonly string[] _options;
    readonly Dictionary<string, string> _settings;
    readonly int? _diskMiB;
    readonly Lock _gate = new();
    readonly List<string> _lines = [];
    TaskCompletionSource _newLine = NewSignal();
    Process? _process;

    PostroomProgram(string[] options, Dictionary<string, string> settings, int? diskMiB = null)
    {
        (_options, _settings, _diskMiB) = (options, settings, diskMiB);
        if (diskMiB is not null) Directory.CreateDirectory(DataFolder);
    }

    /// <summary>Where the console and the API answer, such as http://127.0.0.1:40123.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>The port of the SMTP door that is open now.</summary>
    public int SmtpPort
    {
        get
        {
            const string mark = "The SMTP door listens on 127.0.0.1:";
            string last;
            lock (_gate) last = _lines.Last(line => line.Contains(mark, StringComparison.Ordinal));
            return int.Parse(last.Split(mark)[1].Split([';', ' '])[0], CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Its data folder as it sees it.</summary>
    public string DataFolder => Path.Combine(_folder.FullName, "data");

    /// <summary>Its data folder as others can reach it.</summary>
    public string OuterDataFolder => _diskMiB is null ? DataFolder : $"/proc/{ProcessId}/root{DataFolder}";

    /// <summary>The id of the process that runs now.</summary>
    public int ProcessId => Running.Id;

    /// <summary>All lines of output and errors so far, of every start.</summary>
    public string Output
    {
        get { lock (_gate) return string.Join('\n', _lines); }
    }

    Process Running => _process ?? throw new InvalidOperationException("Postroom is not running.");

    /// <summary>Starts on a free port with nothing configured but these settings, each named as in `POSTROOM__MailServer__Host`.</summary>
    public static async Task<PostroomProgram> StartAsync(
        CancellationToken cancellationToken, Dictionary<string, string>? settings = null, params string[] options)
    {
        return await StartedAsync(new PostroomProgram(options, settings ?? []), cancellationToken);
    }

    /// <summary>Starts with its data on a disk of so many MiB, which nothing else uses.</summary>
    public static async Task<PostroomProgram> StartOnDiskAsync(int sizeMiB, CancellationToken cancellationToken)
    {
        var namespaces = await Command.RunAsync("unshare", ["-rm", "true"], StartDeadline, cancellationToken);
        Assert.SkipWhen(namespaces.ExitCode != 0 && !Repository.IsContinuousIntegration, "This user may mount no file system: " + namespaces.Errors.Trim());
        return await StartedAsync(new PostroomProgram([], [], sizeMiB), cancellationToken);
    }

    /// <summary>The same data folder and, from the second time on, the same port. Returns when the program says it is ready.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        if (_process is not null) throw new InvalidOperationException("Postroom is still running.");
        int before;
        lock (_gate) before = _lines.Count;
        var arguments = new[] { Repository.ServerProgram, "serve", "--data", DataFolder, "--http", $"127.0.0.1:{Address.Port}", "--smtp", "127.0.0.1:0" };
        _process = Process.Start(StartInfo([.. arguments, .. _options])) ?? throw new InvalidOperationException("dotnet did not start.");
        _process.StandardInput.Close();
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var ready = await WaitForLineAsync(line => line.Contains(ReadyMark, StringComparison.Ordinal), StartDeadline, cancellationToken, before);
        Address = new Uri(ready[(ready.IndexOf(ReadyMark, StringComparison.Ordinal) + ReadyMark.Length)..].Split(' ')[0]);
    }

    /// <summary>The one-time link that the first start prints.</summary>
    public async Task<Uri> SetupLinkAsync(CancellationToken cancellationToken)
    {
        var line = await WaitForLineAsync(line => line.Contains("/setup?token=", StringComparison.Ordinal), TimeSpan.FromSeconds(5), cancellationToken);
        return new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..].Split(' ')[0]);
    }

    /// <summary>Waits until the program has printed such a line; lines before <paramref name="from"/> do not count.</summary>
    public async Task<string> WaitForLineAsync(
        Func<string, bool> isWanted, TimeSpan deadline, CancellationToken cancellationToken, int from = 0)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(deadline);
        var exit = Running.WaitForExitAsync(limit.Token);
        try
        {
            while (true)
            {
                Task newLine;
                // Asked before looking: what it printed last has been read when the exit is known.
                var hasEnded = exit.IsCompletedSuccessfully;
                lock (_gate)
                {
                    if (_lines.Skip(from).FirstOrDefault(isWanted) is { } found) return found;
                    newLine = _newLine.Task;
                }

                if (hasEnded) throw new InvalidOperationException($"Postroom ended with exit code {Running.ExitCode}:\n{Output}");
                await Task.WhenAny(newLine, exit).WaitAsync(limit.Token);
            }
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Postroom did not print the awaited line within {deadline:c}:\n{Output}", fault);
        }
    }

    /// <summary>Runs another verb of the program on the data folder, beside the server.</summary>
    public Task<CommandResult> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        string[] inside = _diskMiB is null ? ["env"] : ["nsenter", "--target", Invariant($"{ProcessId}"), "--user", "--mount", "--preserve-credentials"];
        string[] command = [.. inside, "dotnet", Repository.ServerProgram, .. arguments, "--data", DataFolder];
        return Command.RunAsync(command[0], command[1..], StartDeadline, cancellationToken);
    }

    /// <summary>kill -9: the program gets no chance to finish anything.</summary>
    public async Task KillAsync()
    {
        Running.Kill();
        await EndedAsync(StopDeadline);
    }

    /// <summary>SIGTERM, as a service manager sends it; returns the exit code.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        var id = Running.Id.ToString(CultureInfo.InvariantCulture);
        await Command.RunAsync("kill", ["-TERM", id], TimeSpan.FromSeconds(5), cancellationToken);
        return await EndedAsync(StopDeadline);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await KillAsync();
        _folder.Delete(recursive: true);
    }

    static async Task<PostroomProgram> StartedAsync(PostroomProgram program, CancellationToken cancellationToken)
    {
        try
        {
            await program.StartAgainAsync(cancellationToken);
            return program;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    async Task<int> EndedAsync(TimeSpan deadline)
    {
        var process = Running;
        await process.WaitForExitAsync(CancellationToken.None).WaitAsync(deadline);
        var code = process.ExitCode;
        process.Dispose();
        _process = null;
        return code;
    }

    ProcessStartInfo StartInfo(string[] arguments)
    {
        string[] command = _diskMiB is { } size
            ? ["unshare", "-rm", "sh", "-c", OnSmallDisk, "sh", size.ToString(CultureInfo.InvariantCulture), DataFolder, "dotnet", .. arguments]
            : ["dotnet", .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullName, // not the repository: nothing may depend on where it was started
        };
        string[] foreign = ["POSTROOM__", "ASPNETCORE_", "DOTNET_ENVIRONMENT", "DOTNET_URLS"];
        foreach (var name in start.Environment.Keys.Where(key => foreign.Any(key.StartsWith)).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in _settings) start.Environment[name] = value;
        return start;
    }

    void Keep(string? line)
    {
        if (line is null) return;
        TaskCompletionSource signal;
        lock (_gate)
        {
            _lines.Add(line);
            (signal, _newLine) = (_newLine, NewSignal());
        }

        signal.SetResult();
    }

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
