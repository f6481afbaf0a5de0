using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Postroom.EndToEnd.Tests.Support;
using static System.FormattableString;

namespace Postroom.EndToEnd.Tests;

/// <summary>The disk takes what is written and cannot say that it is safe (EIO): no door says yes, and nothing it said yes to is lost.</summary>
public sealed class DiskFailsToSync
{
    static readonly object Message = new { to = new[] { "anna@example.org" }, subject = "Hello", text = "Hi" };
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_not_safe_is_not_acknowledged_and_it_goes_on_by_itself()
    {
        await using var program = await PostroomProgram.StartAsync(Token);
        using var app = await ApiCaller.WithNewKeyAsync(program, Token);
        var before = await app.SendAsync(Message, Token);
        await app.WaitForStateAsync(before, "delivered", Soon, Token);

        using (var fault = await SyncFault.BeginAsync(program.ProcessId, Token))
        {
            using var refused = await app.PostAsync(Message, Token);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            await fault.EndAsync(Token);
        }

        var after = await AcceptedAsync(app);
        await app.WaitForStateAsync(after, "delivered", Soon, Token);
        await program.KillAsync();
        await program.StartAgainAsync(Token);

        var ledger = (await program.RunAsync(Token, "ledger", "--json")).Output.Replace(" ", "", StringComparison.Ordinal);
        Assert.Contains("\"accepted\":2", ledger, StringComparison.Ordinal);
        Assert.Contains("\"delivered\":2", ledger, StringComparison.Ordinal);
        Assert.Contains("\"balanced\":true", ledger, StringComparison.Ordinal);
    }

    static async Task<string> AcceptedAsync(ApiCaller app)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(Soon);
        while (true)
        {
            using var response = await app.PostAsync(Message, deadline.Token);
            if (response.StatusCode == HttpStatusCode.Accepted)
                return Regex.Match(await response.Content.ReadAsStringAsync(Token), "\"id\":\"([^\"]+)\"", RegexOptions.None, Soon).Groups[1].Value;
            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }

    /// <summary>Lets every fsync of a process fail, by strace, until it is ended.</summary>
    sealed class SyncFault(Process strace) : IDisposable
    {
        public static async Task<SyncFault> BeginAsync(int process, CancellationToken cancellationToken)
        {
            string[] arguments = ["-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO", "-p", Invariant($"{process}")];
            var strace = Process.Start(new ProcessStartInfo("strace", arguments) { RedirectStandardError = true })
                ?? throw new InvalidOperationException("strace did not start.");
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(Soon);
            while (!IsTraced(process))
            {
                Assert.SkipWhen(strace.HasExited && !Repository.IsContinuousIntegration, "This user may trace no process.");
                Assert.False(strace.HasExited, "strace ended.");
                await Task.Delay(20, deadline.Token);
            }

            return new SyncFault(strace);
        }

        /// <summary>Lets go of the process, which runs on.</summary>
        public async Task EndAsync(CancellationToken cancellationToken)
        {
            await Command.RunAsync("kill", ["-TERM", Invariant($"{strace.Id}")], Soon, cancellationToken);
            await strace.WaitForExitAsync(cancellationToken).WaitAsync(Soon, cancellationToken);
        }

        public void Dispose()
        {
            if (!strace.HasExited) strace.Kill();
            strace.Dispose();
        }

        // Every thread: the one that writes may be any of them.
        static bool IsTraced(int process) => Directory.GetDirectories(Invariant($"/proc/{process}/task"))
            .All(thread => !File.ReadAllText(Path.Combine(thread, "status")).Contains("TracerPid:\t0\n", StringComparison.Ordinal));
    }
}
