using System.Diagnostics;
using System.Text.Json;
using Postroom.Mail.Addresses;
using Postroom.Mail.Dkim;
using Postroom.Mail.Mime;

namespace Postroom.Benchmarks;

/// <summary>How many messages one core signs, and which part of it is the reading of the message.</summary>
static class SigningSpeed
{
    const int Rounds = 5;
    const double SecondsOfARound = 1;

    static readonly int[] Sizes = [2_048, 32_768, 1_048_576];

    /// <summary>Prints one JSON array; always exit code 0.</summary>
    public static int Run()
    {
        using var rsa = DkimKey.Create(DkimAlgorithm.Rsa);
        using var ed25519 = DkimKey.Create(DkimAlgorithm.Ed25519);
        (string Name, DkimKey[] Keys)[] choices = [("read only", []), ("RSA-2048", [rsa]), ("Ed25519", [ed25519]), ("both", [rsa, ed25519])];
        var results = from size in Sizes from choice in choices select Measure(size, choice.Name, choice.Keys);
        Console.WriteLine(JsonSerializer.Serialize(results.ToList()));
        return 0;
    }

    static object Measure(int size, string keys, DkimKey[] all)
    {
        var message = Message(size);
        Round(message, all);
        var micros = Enumerable.Range(0, Rounds).Select(_ => Round(message, all)).Order().ElementAt(Rounds / 2);
        return new { size, bytes = message.Length, keys, cpuMicroseconds = Math.Round(micros, 1), perCpuSecond = Math.Round(1_000_000 / micros) };
    }

    // The time of the processor, so that other work on the machine counts little.
    static double Round(byte[] message, DkimKey[] all)
    {
        var (cpu, start, count) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp(), 0);
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < SecondsOfARound)
        {
            var read = DkimMessage.Read(message)!;
            foreach (var key in all) DkimSigner.Sign(read, key, new DkimSignature(read.FromDomain!, "pr2026a", DateTimeOffset.UnixEpoch));
            count++;
        }

        return (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / count;
    }

    static byte[] Message(int size) => MessageWriter.Write(new MessageContent
    {
        From = Address("Postroom <postroom@example.com>"),
        To = [Address("Jane Doe <jane@example.com>")],
        Subject = "Figures of the week",
        Date = DateTimeOffset.UnixEpoch,
        MessageId = "1@example.com",
        Text = string.Concat(Enumerable.Repeat("The quick brown fox jumps over the lazy dog, as it does in every line.\r\n", size / 72)),
    }).Bytes.ToArray();

    static Mailbox Address(string text) => ((MailboxParse.Parsed)MailboxParser.Parse(text)).Mailbox;
}
