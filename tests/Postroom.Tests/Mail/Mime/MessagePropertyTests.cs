using FsCheck;
using FsCheck.Fluent;
using Postroom.Mail.Addresses;
using Postroom.Mail.Mime;

namespace Postroom.Tests.Mail.Mime;

public sealed class MessagePropertyTests
{
    [Fact]
    public void What_is_written_has_only_whole_lines() => Check(AnyMessage(), written =>
    {
        var rest = written.Bytes.Span;
        var longest = 0;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf("\r\n"u8);
            if (end < 0 || rest[..end].ContainsAny((byte)'\r', (byte)'\n', (byte)0)) return false;
            longest = Math.Max(longest, end);
            rest = rest[(end + 2)..];
        }

        return longest <= 998;
    });

    [Fact]
    public void Bytes_above_127_are_announced() => Check(AnyMessage(), written =>
        written.Is8Bit || written.NeedsSmtpUtf8 || System.Text.Ascii.IsValid(written.Bytes.Span));

    [Fact]
    public void No_content_can_add_a_header() => Check(AnyMessage(), written =>
        MessageHeaders.Read(written.Bytes) is var headers && headers.First("Bcc") is null && headers.Problems.Count == 0
        && headers.All("From").Count() == 1);

    [Fact]
    public void An_internationalised_message_reads_as_it_was_written() => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(300),
        Prop.ForAll(Arb.From(NastyContent.Message), content =>
        {
            var utf8 = new Mailbox("用户", NastyContent.Address("用户@例え.jp"));
            var read = MessageReader.Read(MessageWriter.Write(content with { ReplyTo = utf8 }).Bytes);

            return read.Subject == NastyContent.AsHeader(content.Subject)
                && read.ReplyTo.Mailboxes.SequenceEqual([utf8])
                && read.To.Mailboxes.Select(to => to.DisplayName ?? "")
                    .SequenceEqual(content.To.Select(to => NastyContent.AsHeader(to.DisplayName ?? "")));
        }));

    [Fact]
    public void Any_header_text_reads_as_it_was_written() => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(2_000),
        Prop.ForAll(Arb.From(NastyContent.HeaderText), text =>
        {
            using var output = new ByteWriter(256);
            new HeaderEncoder(output, utf8: false).Text("Subject", text);
            output.Append("\r\n"u8);
            var field = MessageHeaders.Read(output.ToArray())[0];

            return field.Value == NastyContent.AsHeader(text) && System.Text.Ascii.IsValid(output.Written)
                && $"Subject:{field.Raw}".Split("\r\n").All(line => line.Length <= (line.Contains("=?", StringComparison.Ordinal) ? 76 : 84));
        }));

    [Fact]
    public void Any_file_name_reads_as_it_was_written() => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(2_000),
        Prop.ForAll(Arb.From(NastyContent.HeaderText), text =>
        {
            using var output = new ByteWriter(256);
            var headers = new HeaderEncoder(output, utf8: false);
            headers.Begin("Content-Disposition");
            headers.Word("attachment");
            headers.Parameter("filename", text);
            headers.End();
            var field = MessageHeaders.Read(output.ToArray())[0];

            return HeaderParameters.Parse(field.Unfolded, out _)["filename"] == NastyContent.AsHeader(text);
        }));

    static Gen<WrittenMessage> AnyMessage() =>
        from content in NastyContent.Message
        from allow8Bit in Gen.Elements(true, false)
        from isUtf8 in Gen.Elements(true, false)
        let author = isUtf8 ? content.From with { Address = NastyContent.Address("é@例え.jp") } : content.From
        select MessageWriter.Write(content with { From = author }, new MessageFormat { Allow8Bit = allow8Bit });

    static void Check(Gen<WrittenMessage> messages, Func<WrittenMessage, bool> holds) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(500), Prop.ForAll(Arb.From(messages), holds));
}
