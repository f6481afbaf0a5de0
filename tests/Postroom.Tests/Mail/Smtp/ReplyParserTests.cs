using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Postroom.Mail.Smtp;

namespace Postroom.Tests.Mail.Smtp;

public sealed class ReplyParserTests
{
    // Pieces of replies and of what is none, so that random input often comes near a reply.
    static readonly string[] Pieces =
        ["250", "-", " ", "\r\n", "\n", "\r", "2", "354 Go\r\n", "5.7.1 ", "4.", "no\r\n", "250-a\r\n250 b\r\n", "\0", "ü", "\u001b[2J", "550 5.1.1 x\r\n"];

    static Gen<byte[]> Inputs => Gen.OneOf(
        Gen.Elements(Pieces).ListOf().Select(pieces => Encoding.UTF8.GetBytes(string.Concat(pieces))),
        ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => bytes ?? []));

    [Fact]
    public void Any_split_of_any_bytes_gives_the_same()
    {
        Prop.ForAll(Inputs.ToArbitrary(), Gen.Choose(1, 7).ToArbitrary(), (bytes, size) =>
            ParseAll(bytes, bytes.Length + 1).SequenceEqual(ParseAll(bytes, size))).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("250 Ok\r\n", 250, null, "Ok")]
    [InlineData("250\r\n", 250, null, "")]
    [InlineData("250 \r\n", 250, null, "")]
    [InlineData("550 5.1.1 No such user\r\n", 550, "5.1.1", "No such user")]
    [InlineData("550 5.1.1\r\n", 550, "5.1.1", "")]
    [InlineData("550 4.1.1 No such user\r\n", 550, null, "4.1.1 No such user")]
    [InlineData("354 3.0.0 Go\r\n", 354, null, "3.0.0 Go")]
    [InlineData("550 5.1.1000 x\r\n", 550, null, "5.1.1000 x")]
    [InlineData("550 5.+1.1 x\r\n", 550, null, "5.+1.1 x")]
    [InlineData("250-2.0.0 one\r\n250 2.0.0 two\r\n", 250, "2.0.0", "one|two")]
    [InlineData("250-a\r\n250-\r\n250 c\r\n", 250, null, "a||c")]
    [InlineData("250 \u00e9\u202e\u0085\r\n", 250, null, "\u00e9\\xE2\\x80\\xAE\\xC2\\x85")]
    [InlineData("250 a\0b\rc\td\r\n", 250, null, "a\\x00b\\x0Dc\\x09d")]
    public void Reads_a_reply(string text, int code, string? enhanced, string lines)
    {
        var reply = Assert.IsType<ReplyParse.Complete>(Parse(Encoding.UTF8.GetBytes(text))).Reply;

        Assert.Equal((code, enhanced, lines), (reply.Code, reply.Enhanced?.ToString(), string.Join('|', reply.Lines)));
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("25 Ok\r\n")]
    [InlineData("2500 Ok\r\n")]
    [InlineData("Ok\r\n")]
    [InlineData("150 Ok\r\n")]
    [InlineData("650 Ok\r\n")]
    [InlineData("250\tOk\r\n")]
    [InlineData("2\u00b2 0\r\n")]
    [InlineData("\0250 Ok\r\n")]
    [InlineData("250-a\r\n550 b\r\n")]
    [InlineData("250-a\r\n\r\n")]
    public void Takes_no_unclear_code(string text) =>
        Assert.IsType<ReplyParse.Malformed>(Parse(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Bytes_that_are_no_utf8_are_escaped()
    {
        var reply = Assert.IsType<ReplyParse.Complete>(Parse([.. "250 Gr"u8, 0xFC, .. "n\r\n"u8])).Reply;

        Assert.Equal("Gr\\xFCn", reply.Text);
    }

    [Theory, InlineData("250 Ok\n", true), InlineData("250 Ok\r\n", false), InlineData("250-a\n250 b\r\n", true)]
    public void A_lone_line_feed_is_noted(string text, bool noted) =>
        Assert.Equal(noted, Assert.IsType<ReplyParse.Complete>(Parse(Encoding.UTF8.GetBytes(text))).HasLoneLineFeed);

    [Theory, InlineData(1_048_576, true), InlineData(1_048_577, false)]
    public void A_reply_has_at_most_1_MiB(int bytes, bool isTaken)
    {
        var text = $"250 {new string('x', bytes - 6)}\r\n";

        Assert.Equal(isTaken, Parse(Encoding.UTF8.GetBytes(text)) is ReplyParse.Complete);
    }

    [Theory, InlineData(10_000, true), InlineData(10_001, false)]
    public void A_reply_has_at_most_10000_lines(int lines, bool isTaken)
    {
        var text = string.Concat(Enumerable.Repeat("250-x\r\n", lines - 1)) + "250 x\r\n";

        Assert.Equal(isTaken, Parse(Encoding.UTF8.GetBytes(text)) is ReplyParse.Complete);
    }

    [Theory, InlineData(1), InlineData(1_000), InlineData(100_000)]
    public void No_more_than_64_KiB_of_it_are_kept(int size)
    {
        var line = "452-" + new string('x', size - 1) + "\r\n";
        var text = string.Concat(Enumerable.Repeat(line, Math.Min(9_000, 900_000 / line.Length))) + "452 the end\r\n";

        var reply = Assert.IsType<ReplyParse.Complete>(InBlocks(Encoding.UTF8.GetBytes(text))).Reply;

        Assert.Equal(452, reply.Code);
        Assert.InRange(reply.Lines.Sum(kept => kept.Length), 0, ReplyParser.KeptBytes);
    }

    [Theory, InlineData("550-no such user\r\n", 550), InlineData("550 no such user", 550), InlineData("421-", 421), InlineData("xyz", null)]
    public void Of_a_longer_one_the_code_that_was_readable_counts(string beginning, int? code)
    {
        var text = string.Concat(Enumerable.Repeat(beginning, 1_048_576 / beginning.Length + 1));

        var result = InBlocks(Encoding.UTF8.GetBytes(text));

        Assert.Equal(code, (result as ReplyParse.TooLong)?.Beginning?.Code);
    }

    [Fact]
    public void An_endless_line_ends_at_the_bound()
    {
        var parser = new ReplyParser();
        var block = new byte[65_536];
        Array.Fill(block, (byte)'x');

        var results = Enumerable.Range(0, 17).Select(_ => parser.Feed(block, out var _)).ToList();

        Assert.Null(Assert.IsType<ReplyParse.TooLong>(results[16]).Beginning);
    }

    [Fact]
    public void Leaves_what_follows_a_reply()
    {
        new ReplyParser().Feed("250 a\r\n250 b\r\n"u8, out var consumed);

        Assert.Equal(7, consumed);
    }

    // As they come from a socket, the first result.
    static ReplyParse? InBlocks(byte[] bytes)
    {
        var parser = new ReplyParser();
        return bytes.Chunk(4_096).Select(block => parser.Feed(block, out _)).FirstOrDefault(result => result is not null);
    }

    static ReplyParse? Parse(byte[] bytes) => new ReplyParser().Feed(bytes, out _);

    static List<string> ParseAll(byte[] bytes, int size)
    {
        var parser = new ReplyParser();
        var results = new List<string>();
        foreach (var chunk in bytes.Chunk(size))
        {
            var rest = chunk.AsSpan();
            while (!rest.IsEmpty)
            {
                if (parser.Feed(rest, out var consumed) is { } result) results.Add(Describe(result));
                rest = rest[consumed..];
            }
        }

        return results;
    }

    static string Describe(ReplyParse parse) => parse is ReplyParse.Complete complete
        ? $"{complete.Reply.Code} {complete.Reply.Enhanced} {string.Join('|', complete.Reply.Lines)} {complete.HasLoneLineFeed}"
        : parse.ToString();
}
