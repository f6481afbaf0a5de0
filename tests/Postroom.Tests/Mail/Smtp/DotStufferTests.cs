using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Postroom.Mail.Smtp;

namespace Postroom.Tests.Mail.Smtp;

public sealed class DotStufferTests
{
    static readonly string[] Pieces = [".", "..", "\r\n", "\r\n.", "\r\n.\r\n", "a", "some words", "ü"];

    static Arbitrary<byte[]> Messages => Gen.Elements(Pieces).ListOf()
        .Select(pieces => Encoding.UTF8.GetBytes(string.Concat(pieces))).ToArbitrary();

    static Arbitrary<int> Sizes => Gen.Choose(1, 9).ToArbitrary();

    [Fact]
    public void What_was_stuffed_comes_back_whatever_the_chunks()
    {
        Prop.ForAll(Messages, Sizes, Sizes, (message, stuffing, unstuffing) =>
            Unstuff(Stuff(message, stuffing)!, unstuffing).SequenceEqual(WithLineEnd(message))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_end_of_data_stands_only_at_the_end()
    {
        Prop.ForAll(Messages, Sizes, (message, size) =>
        {
            var wire = (byte[])[.. "\r\n"u8, .. Stuff(message, size)!];
            return wire.AsSpan().IndexOf("\r\n.\r\n"u8) == wire.Length - 5;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("", ".\r\n")]
    [InlineData("a", "a\r\n.\r\n")]
    [InlineData("a\r\n", "a\r\n.\r\n")]
    [InlineData(".", "..\r\n.\r\n")]
    [InlineData(".\r\n..\r\nb.\r\n", "..\r\n...\r\nb.\r\n.\r\n")]
    public void Doubles_the_dot_at_the_start_of_a_line(string message, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(Stuff(Encoding.UTF8.GetBytes(message), 3)!));

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("\n")]
    [InlineData("a\r")]
    [InlineData("a\r\r\n")]
    [InlineData("a\r\n\n.\r\n")]
    public void Refuses_a_bare_line_end(string message) =>
        Assert.All([1, 2, 3, 100], size => Assert.Null(Stuff(Encoding.UTF8.GetBytes(message), size)));

    [Theory]
    [InlineData("a\n.\nb\r\n.\r\n", "a\n.\nb\r\n")]
    [InlineData("a\r.\rb\r\n.\r\n", "a\r.\rb\r\n")]
    [InlineData("a\n.\r\nb\r\n.\r\n", "a\n.\r\nb\r\n")]
    [InlineData(".\rb\r\n.\r\n", "\rb\r\n")]
    [InlineData(".\r\r\n.\r\n", "\r\r\n")]
    public void Nothing_but_a_dot_between_two_CRLF_ends_the_data(string wire, string message) =>
        Assert.All([1, 2, 100], size =>
            Assert.Equal(message, Encoding.UTF8.GetString(Unstuff(Encoding.UTF8.GetBytes(wire), size))));

    [Fact]
    public void Leaves_what_follows_the_end_of_data()
    {
        new DotUnstuffer().Read("a\r\n.\r\nQUIT\r\n"u8, new byte[64], out var read);

        Assert.Equal(6, read);
    }

    static byte[] WithLineEnd(byte[] message) =>
        message.Length == 0 || message.AsSpan().EndsWith("\r\n"u8) ? message : [.. message, .. "\r\n"u8];

    static byte[]? Stuff(byte[] message, int size)
    {
        var stuffer = new DotStuffer();
        var wire = new List<byte>();
        var room = new byte[size + 1];
        foreach (var chunk in message.Chunk(size))
        {
            var rest = chunk.AsSpan();
            OperationStatus status;
            do
            {
                status = stuffer.Write(rest, room, out var read, out var written);
                wire.AddRange(room.AsSpan(0, written));
                rest = rest[read..];
            }
            while (status == OperationStatus.DestinationTooSmall);
            if (status == OperationStatus.InvalidData) return null;
        }

        var end = new byte[DotStuffer.MaxEndLength];
        if (!stuffer.Finish(end, out var length)) return null;
        wire.AddRange(end.AsSpan(0, length));
        return [.. wire];
    }

    static byte[] Unstuff(byte[] wire, int size)
    {
        var unstuffer = new DotUnstuffer();
        var message = new List<byte>();
        var room = new byte[size + 1];
        foreach (var chunk in wire.Chunk(size)) message.AddRange(room.AsSpan(0, unstuffer.Read(chunk, room, out _)));
        Assert.True(unstuffer.IsEnded);
        return [.. message];
    }
}
