using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Postroom.Mail.Mime;
using Postroom.Tests.Support;

namespace Postroom.Tests.Mail.Mime;

/// <summary>What we write, read by programs of another make: 300 generated messages each, in 7-bit and in 8-bit form.</summary>
public sealed class MessageOracleTests
{
    static readonly List<(MessageContent Content, byte[] Bytes)> Messages = Generate();

    [Theory, InlineData("default"), InlineData("SMTP")]
    public async Task Python_reads_what_we_wrote(string policy)
    {
        var seen = await Ask("python3", "read_message.py", policy);

        Compare(seen, OracleView.ForPython);
    }

    [Fact]
    public async Task Mailparser_reads_what_we_wrote()
    {
        var seen = await Ask("node", "read_message.mjs");

        Compare(seen, OracleView.ForMailparser);
    }

    [Fact]
    public void We_read_what_we_wrote()
    {
        var seen = Messages.ConvertAll(message => OracleView.Of(MessageReader.Read(message.Bytes)));

        Compare(seen, OracleView.ForUs);
    }

    static void Compare(List<OracleView> seen, Func<MessageContent, OracleView, (OracleView Expected, OracleView Seen)> shape)
    {
        Assert.Equal(300, seen.Count);
        for (var i = 0; i < seen.Count; i++)
        {
            var (wanted, found) = shape(Messages[i].Content, seen[i]);
            var difference = Difference(wanted.ToJson(), found.ToJson());
            Assert.True(difference is null, $"message {i}: {difference}\n{Encoding.UTF8.GetString(Messages[i].Bytes.AsSpan(0, Math.Min(4_000, Messages[i].Bytes.Length)))}");
        }
    }

    static string? Difference(string wanted, string seen)
    {
        if (wanted == seen) return null;
        var at = wanted.AsSpan().CommonPrefixLength(seen);
        return $"\nwanted …{Around(wanted, at)}\nseen   …{Around(seen, at)}";
    }

    static string Around(string text, int at) => text[Math.Max(0, at - 60)..Math.Min(text.Length, at + 100)];

    static List<(MessageContent, byte[])> Generate()
    {
        var contents = Gen.Sample(NastyContent.Message, 300, new Rnd(20_260_102), 30);
        return [.. contents.Select((content, i) =>
            (content, MessageWriter.Write(content, new MessageFormat { Allow8Bit = i % 2 == 1 }).Bytes.ToArray()))];
    }

    static async Task<List<OracleView>> Ask(string program, string script, params string[] arguments)
    {
        var answer = await OtherReader.ProbeAsync(
            program, script, Messages.Select(message => message.Bytes), arguments);
        return JsonSerializer.Deserialize<List<OracleView>>(answer, OracleView.Json)!;
    }
}
