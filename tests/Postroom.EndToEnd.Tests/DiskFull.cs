using System.Net;
using System.Text.RegularExpressions;
using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>The disk of the data folder has not a byte left: every door says "later", nothing it said yes to is lost.</summary>
public sealed class DiskFull : IAsyncLifetime
{
    static readonly object Message = new { to = new[] { "anna@example.org" }, subject = "Hello", text = "Hi" };
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);
    PostroomProgram? _program;
    ApiCaller? _app;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    PostroomProgram Program => _program!;

    ApiCaller App => _app!;

    string Ballast => Path.Combine(Program.OuterDataFolder, "ballast");

    public async ValueTask InitializeAsync()
    {
        _program = await PostroomProgram.StartOnDiskAsync(96, Token);
        _app = await ApiCaller.WithNewKeyAsync(_program, Token);
    }

    public async ValueTask DisposeAsync()
    {
        _app?.Dispose();
        if (_program is not null) await _program.DisposeAsync();
    }

    [Fact]
    public async Task The_API_answers_503_and_the_ledger_has_only_what_was_acknowledged()
    {
        var id = await App.SendAsync(Message, Token);
        await App.WaitForStateAsync(id, "delivered", Soon, Token);
        await FillAsync();

        using var refused = await App.PostAsync(Message, Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("\"accepted\":1", await LedgerAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_mailbox_answers_452_to_a_message()
    {
        await FillAsync();
        using var smtp = await BareSmtp.ConnectAsync(SandboxPort(), Token);
        foreach (var line in new[] { "EHLO tests", "MAIL FROM:<a@example.com>", "RCPT TO:<b@example.org>", "DATA" })
            await smtp.ProbeAsync(line, Token);

        var reply = await smtp.ProbeAsync("Subject: x\r\n\r\ny\r\n.", Token);

        Assert.StartsWith("452 4.3.1 ", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_goes_on_by_itself_when_there_is_room()
    {
        await FillAsync();
        using var refused = await App.PostAsync(Message, Token);
        File.Delete(Ballast);

        var id = await AcceptedAsync();

        await App.WaitForStateAsync(id, "delivered", Soon, Token);
    }

    // Until the file system itself says that there is no more.
    async Task FillAsync()
    {
        var block = new byte[64 * 1024];
        await using var ballast = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var fault = await Record.ExceptionAsync(async () =>
        {
            while (ballast.Length < 1L << 30) await ballast.WriteAsync(block, Token);
        });
        Assert.IsType<IOException>(fault);
        Assert.Equal(0, new DriveInfo(Program.OuterDataFolder).AvailableFreeSpace);
    }

    // The free space is looked at once a second.
    async Task<string> AcceptedAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        var end = TimeProvider.System.GetUtcNow() + Soon;
        while (TimeProvider.System.GetUtcNow() < end)
        {
            using var response = await App.PostAsync(Message, Token);
            if (response.StatusCode == HttpStatusCode.Accepted)
                return Regex.Match(await response.Content.ReadAsStringAsync(Token), "\"id\":\"([^\"]+)\"", RegexOptions.None, Soon).Groups[1].Value;
            await timer.WaitForNextTickAsync(Token);
        }

        throw new TimeoutException("Postroom did not accept again.");
    }

    async Task<string> LedgerAsync() =>
        (await Program.RunAsync(Token, "ledger", "--json")).Output.Replace(" ", "", StringComparison.Ordinal);

    int SandboxPort() => int.Parse(
        Regex.Match(Program.Output, @"sandbox mailbox listens on 127\.0\.0\.1:(\d+)", RegexOptions.None, Soon).Groups[1].Value,
        System.Globalization.CultureInfo.InvariantCulture);
}
