using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Sandbox;
using Postroom.Tests.Contracts;
using Postroom.Tests.Support;

namespace Postroom.Tests.Server.Commands;

/// <summary>The doctor as a program, with a real mail server and a DNS server of another make.</summary>
public sealed class DoctorCommandTests : IAsyncLifetime
{
    readonly CommandRun _run = new();
    readonly SqliteTestStore _store = new();
    readonly SandboxReceiver _receiver;
    readonly Dictionary<string, string> _settings = [];
    NameServer? _dns;

    public DoctorCommandTests() => _receiver = new SandboxReceiver(_store.Sandbox, TimeProvider.System, NullLoggerFactory.Instance, _ => { });

    public async ValueTask InitializeAsync()
    {
        await _receiver.StartAsync(TestContext.Current.CancellationToken);
        _dns = await NameServer.StartAsync(
            ("", "test IN NS ns."), // a resolver knows where the tree begins
            ("example.test", "@ IN MX 10 mail\n@ IN TXT \"v=spf1 ip4:192.0.2.25 -all\"\nmail IN A 192.0.2.25\n_dmarc IN TXT \"v=DMARC1; p=reject\""),
            ("test", "example IN NS ns.example.test.\nns.example IN A 127.0.0.1"),
            ("2.0.192.in-addr.arpa", "25 IN PTR mail.example.test."));
        (string Name, string Value)[] settings =
        [
            ("MailServer__Host", "127.0.0.1"), ("MailServer__Port", _receiver.Port!.Value.ToString(CultureInfo.InvariantCulture)),
            ("MailServer__Security", "none"), ("MailServer__Anonymous", "true"), ("MailServer__From", "postroom@example.test"),
            ("Dns__Servers", _dns.EndPoint.ToString()), ("Dns__SendingAddresses", "192.0.2.25"),
        ];
        foreach (var (name, value) in settings) _settings[name] = value;
    }

    public async ValueTask DisposeAsync()
    {
        if (_dns is not null) await _dns.DisposeAsync();
        await _receiver.DisposeAsync();
        await _store.DisposeAsync();
        _run.Dispose();
    }

    [Fact]
    public async Task Finds_nothing_bad_where_all_is_well()
    {
        await MakeDataAsync();

        var (code, output) = await DoctorAsync("--json");

        var states = StatesOf(output);
        Assert.True(code == 0, output);
        Assert.Equal(
            ["data-ok", "database-ok", "dns-ok", "server-ok", "spf-ok", "dmarc-ok", "mx-ok", "ptr-ok"],
            new[] { "data-ok", "database-ok", "dns-ok", "server-ok", "spf-ok", "dmarc-ok", "mx-ok", "ptr-ok" }.Where(id => states.GetValueOrDefault(id) == "good"));
    }

    [Fact]
    public async Task Says_1_and_the_cure_when_SPF_does_not_let_us_send()
    {
        _settings["Dns__SendingAddresses"] = "192.0.2.99";
        await MakeDataAsync();

        var (code, output) = await DoctorAsync();

        Assert.True(code == 1, output);
        Assert.Contains("BAD   spf         The SPF record of example.test does not allow 192.0.2.99", output);
        Assert.Contains("example.test. IN TXT \"v=spf1 ip4:192.0.2.25 ip4:192.0.2.99 -all\"", output);
    }

    [Fact]
    public async Task Says_1_when_the_mail_server_is_down()
    {
        _settings["MailServer__Port"] = FreePort().ToString(CultureInfo.InvariantCulture);
        await MakeDataAsync();

        var (code, output) = await DoctorAsync("--json");

        Assert.Equal((1, "bad"), (code, StatesOf(output)["server-connection-refused"]));
    }

    [Fact]
    public async Task Says_1_when_there_is_no_such_folder()
    {
        var (code, output) = await DoctorAsync("--json");

        Assert.Equal((1, "bad"), (code, StatesOf(output)["data-missing"]));
    }

    [Fact]
    public async Task Sees_keys_that_others_can_read()
    {
        if (OperatingSystem.IsWindows()) return;
        await MakeDataAsync();
        var keys = Directory.CreateDirectory(Path.Combine(_run.Data, "keys"));
        await File.WriteAllTextAsync(Path.Combine(keys.FullName, "key-1.xml"), "<key/>", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(keys.FullName, (UnixFileMode)0b111_101_101);

        var (_, output) = await DoctorAsync("--json");

        Assert.True(StatesOf(output).ContainsKey("keys-open"), output);
    }

    [Fact]
    public async Task Sees_files_that_others_can_read_names_the_command_and_changes_nothing()
    {
        if (OperatingSystem.IsWindows()) return;
        await MakeDataAsync();
        var file = Path.Combine(_run.Data, "postroom.db");
        File.SetUnixFileMode(file, (UnixFileMode)0b110_100_100);

        var (_, output) = await DoctorAsync("--json");

        Assert.Equal("warning", StatesOf(output)["data-open"]);
        Assert.Contains($"chmod go-rwx {file}", output, StringComparison.Ordinal);
        Assert.Equal((UnixFileMode)0b110_100_100, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Sees_a_database_whose_keys_are_gone()
    {
        await MakeDataAsync();
        await _run.InStoreAsync(async store =>
        {
            await store.GetRequiredService<Postroom.Settings.ISettingsStore>().SaveAsync("test", $"{{\"a\":\"CfDJ8{new string('A', 60)}\"}}", 0, "a", TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken);
            return 0;
        });

        var (code, output) = await DoctorAsync("--json");

        Assert.Equal((1, "bad"), (code, StatesOf(output)["keys-lost"]));
    }

    [Fact]
    public async Task Tells_a_foreign_program_on_the_port_from_the_server()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var (_, output) = await DoctorAsync("--json", "--http", other.LocalEndpoint.ToString()!);

        Assert.True(StatesOf(output).ContainsKey("port-taken"), output);
    }

    [Fact]
    public async Task Speaks_Japanese()
    {
        var (_, output) = await DoctorAsync("--lang", "ja");

        Assert.Contains("データ フォルダー", output);
    }

    [Theory, InlineData("doctor --lang tlh"), InlineData("doctor --http 8025"), InlineData("doctor now")]
    public async Task Says_2_when_the_command_line_is_wrong(string commandLine) => Assert.Equal(2, await _run.RunAsync(commandLine));

    async Task MakeDataAsync() => Assert.Equal(0, await _run.RunAsync("key create --app test --data {data}"));

    static Dictionary<string, string> StatesOf(string json) =>
        JsonDocument.Parse(json).RootElement.GetProperty("findings").EnumerateArray()
            .DistinctBy(finding => finding.GetProperty("id").GetString())
            .ToDictionary(finding => finding.GetProperty("id").GetString()!, finding => finding.GetProperty("state").GetString()!);

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // A process of its own, for settings come from its environment.
    async Task<(int Code, string Output)> DoctorAsync(params string[] options)
    {
        string[] port = options.Contains("--http") ? [] : ["--http", $"127.0.0.1:{FreePort()}"];
        var program = Path.Combine(AppContext.BaseDirectory, "Postroom.Server.dll");
        var start = new ProcessStartInfo("dotnet", [program, "doctor", "--data", _run.Data, .. port, .. options])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in _settings) start.Environment[$"POSTROOM__{name}"] = value;
        using var process = Process.Start(start)!;
        try
        {
            var cancellationToken = TestContext.Current.CancellationToken;
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken).WaitAsync(TimeSpan.FromMinutes(2), cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, output);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
