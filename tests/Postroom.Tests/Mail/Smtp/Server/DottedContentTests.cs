using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Postroom.Mail.Smtp.Server;

namespace Postroom.Tests.Mail.Smtp.Server;

public sealed class DottedContentTests
{
    /// <summary>Texts made of what is hard about line ends.</summary>
    static readonly Arbitrary<string> Texts =
        Gen.Elements("\r", "\n", "\r\n", ".", "..", "\r\n.", "\r\n.\r\n", "a", "b c").ListOf().Select(string.Concat).ToArbitrary();

    [Fact]
    public void What_was_stuffed_is_read_back() => Prop.ForAll(Texts, text =>
    {
        var message = text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n";
        var stuffed = string.Concat(message.Split("\r\n")[..^1].Select(line => (line.StartsWith('.') ? "." : "") + line + "\r\n")) + ".\r\n";

        var read = Read(stuffed, piece: 1_000);

        return read.Text == message && read is { Ended: true, Bare: false };
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Cutting_into_pieces_changes_nothing() => Prop.ForAll(Texts, text =>
        Enumerable.Range(1, 4).All(piece => Read(text, piece) == Read(text, piece: 1_000))).QuickCheckThrowOnFailure();

    [Fact]
    public void Ends_where_the_first_CRLF_dot_CRLF_is() => Prop.ForAll(Texts, text =>
    {
        var end = $"\r\n{text}".IndexOf("\r\n.\r\n", StringComparison.Ordinal);

        return Read(text, piece: 1_000).Taken == (end < 0 ? text.Length : end + 3);
    }).QuickCheckThrowOnFailure();

    static (string Text, bool Ended, bool Bare, int Taken) Read(string wire, int piece)
    {
        var message = new MessageBuffer(1_000_000);
        var content = new DottedContent(message);
        var bytes = Encoding.ASCII.GetBytes(wire);
        var at = 0;
        while (at < bytes.Length && !content.IsComplete) at += content.Read(bytes.AsSpan(at, Math.Min(piece, bytes.Length - at)));
        return (Encoding.ASCII.GetString(message.Bytes.Span), content.IsComplete, message.HasBareLineEnd, at);
    }
}
