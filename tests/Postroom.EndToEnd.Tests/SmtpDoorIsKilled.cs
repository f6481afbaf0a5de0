using System.Net.Sockets;
using System.Text.Json;
using Postroom.EndToEnd.Tests.Support;
using static System.FormattableString;

namespace Postroom.EndToEnd.Tests;

/// <summary>
/// Programs hand in mail by SMTP while Postroom is killed again and again: what got its 250 is there, once.
/// </summary>
public sealed class SmtpDoorIsKilled
{
    const int Messages = 60;
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_got_its_250_is_kept_and_what_is_sent_again_is_the_same_message()
    {
        await using var program = await PostroomProgram.StartAsync(Token);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(Soon);
        var taken = 0;
        var sender = Task.Run(
            async () =>
            {
                for (var number = 0; number < Messages; number++)
                {
                    while (!await TrySendAsync(program, number, deadline.Token)) await Task.Delay(50, deadline.Token);
                    Interlocked.Increment(ref taken);
                }
            },
            deadline.Token);

        foreach (var share in new[] { 15, 30, 45 })
        {
            while (Volatile.Read(ref taken) < share) await Task.Delay(5, deadline.Token);
            await program.KillAsync();
            await program.StartAgainAsync(Token);
        }

        await sender;
        using var ledger = JsonDocument.Parse((await program.RunAsync(Token, "ledger", "--json")).Output);
        Assert.Equal(Messages, ledger.RootElement.GetProperty("accepted").GetInt32());
        Assert.True(ledger.RootElement.GetProperty("balanced").GetBoolean());
    }

    static async Task<bool> TrySendAsync(PostroomProgram program, int number, CancellationToken cancellationToken)
    {
        try
        {
            using var smtp = await BareSmtp.ConnectAsync(program.SmtpPort, cancellationToken);
            foreach (var line in new[] { "EHLO client.example", "MAIL FROM:<app@example.com>", Invariant($"RCPT TO:<r{number}@example.org>"), "DATA" })
            {
                if ((await smtp.ProbeAsync(line, cancellationToken))[0] is not ('2' or '3')) return false;
            }

            var answer = await smtp.ProbeAsync(
                Invariant($"From: app@example.com\r\nMessage-ID: <{number}@example.com>\r\n\r\n{number}\r\n."),
                cancellationToken);
            return answer.StartsWith("250 ", StringComparison.Ordinal);
        }
        catch (Exception fault) when (fault is IOException or SocketException or InvalidOperationException)
        {
            return false; // It is being killed, or is not back yet.
        }
    }
}
