using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Postroom.Mail.Dkim;

namespace Postroom.Tests.Mail.Dkim;

public sealed class CanonicalizationTests
{
    static readonly Gen<string> Text =
        from pieces in Gen.Elements(" ", "\t", "\r\n", "\r\n\r\n", "\r", "\n", "x", "Hello", "日本語", ".", " \t ", "\r\r\n").ListOf()
        select string.Concat(pieces);

    static readonly Gen<string> Folded =
        from pieces in Gen.Elements(" ", "\t", "\r\n ", "\r\n\t", "x", "Hello", "日本語", ":", " \t ").ListOf()
        select string.Concat(pieces);

    // The example of RFC 6376 §3.4.5.
    [Theory]
    [InlineData("A: X\r\n", "a:X\r\n")]
    [InlineData("B : Y\t\r\n\tZ  \r\n", "b:Y Z\r\n")]
    [InlineData("Subject:\r\n", "subject:\r\n")]
    [InlineData("Subject: \r\n \r\n", "subject:\r\n")]
    [InlineData("SUBJect:\tAbC", "subject:AbC\r\n")]
    [InlineData("X: a\r\n  b\t \tc", "x:a b c\r\n")]
    public void A_header_field_is_relaxed(string field, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(Canonicalization.Header(Encoding.UTF8.GetBytes(field))));

    [Theory]
    [InlineData(" C \r\nD \t E\r\n\r\n\r\n", " C\r\nD E\r\n")]
    [InlineData("", "")]
    [InlineData("\r\n", "")]
    [InlineData("\r\n \r\n\t\r\n", "")]
    [InlineData("no end", "no end\r\n")]
    [InlineData("no end \t", "no end\r\n")]
    [InlineData("one\r\n\r\n\r\ntwo\r\n", "one\r\n\r\n\r\ntwo\r\n")]
    [InlineData("a\rb\nc\r\n", "a\rb\nc\r\n")]
    [InlineData("a\r\r\nb\r", "a\r\r\nb\r\r\n")]
    public void A_body_is_relaxed(string body, string expected) => Assert.Equal(expected, Relaxed(body, int.MaxValue));

    [Fact]
    public void Where_a_body_is_cut_makes_no_difference() => Check(Prop.ForAll(Text.ToArbitrary(), body =>
        Relaxed(body, 1) == Relaxed(body, int.MaxValue) && Relaxed(body, 3) == Relaxed(body, int.MaxValue)));

    [Fact]
    public void A_relaxed_body_stays_as_it_is() => Check(Prop.ForAll(Text.ToArbitrary(), body =>
        Relaxed(Relaxed(body, 7), int.MaxValue) == Relaxed(body, int.MaxValue)));

    [Fact]
    public void A_relaxed_field_stays_as_it_is() => Check(Prop.ForAll(Folded.ToArbitrary(), value =>
    {
        var once = Canonicalization.Header(Encoding.UTF8.GetBytes("Subject: " + value));
        return once.AsSpan().SequenceEqual(Canonicalization.Header(once));
    }));

    [Fact]
    public void A_long_body_needs_no_more_memory_than_a_short_one()
    {
        var chunk = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("A line of seventy-six characters, as base64 has them, again and again ...\r\n", 800)));
        long hashed = 0;
        var body = new RelaxedBody(piece => hashed += piece.Length);
        body.Append(chunk);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) body.Append(chunk);
        body.Finish();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
        Assert.Equal(chunk.Length * 1_001L, hashed);
    }

    static void Check(Property property) => FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), property);

    static string Relaxed(string body, int pieceLength)
    {
        var output = new List<byte>();
        var relaxed = new RelaxedBody(piece => output.AddRange(piece));
        foreach (var piece in Encoding.UTF8.GetBytes(body).Chunk(pieceLength)) relaxed.Append(piece);
        relaxed.Finish();
        return Encoding.UTF8.GetString([.. output]);
    }
}
