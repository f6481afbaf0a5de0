using System.Text;
using Postroom.Mail.Addresses;
using Postroom.Mail.Mime;

namespace Postroom.Tests.Mail.Mime;

public sealed class HeaderEncoderTests
{
    [Theory]
    [InlineData("Hello", "Subject: Hello\r\n")]
    [InlineData("", "Subject:\r\n")]
    [InlineData("  padded  ", "Subject: padded\r\n")]
    [InlineData("café", "Subject: =?utf-8?Q?caf=C3=A9?=\r\n")]
    [InlineData("日本語", "Subject: =?utf-8?B?5pel5pys6Kqe?=\r\n")]
    [InlineData("Re: 日本語 ok", "Subject: Re: =?utf-8?B?5pel5pys6Kqe?= ok\r\n")]
    [InlineData("日本 語", "Subject: =?utf-8?B?5pel5pysIOiqng==?=\r\n")]
    [InlineData("=?utf-8?Q?x?=", "Subject: =?utf-8?Q?=3D=3Futf-8=3FQ=3Fx=3F=3D?=\r\n")]
    [InlineData("a\r\nBcc: b@c", "Subject: a  Bcc: b@c\r\n")]
    public void Writes_free_text(string text, string wire) => Assert.Equal(wire, Text(text));

    [Fact]
    public void Replaces_half_a_character() => Assert.Equal("Subject: =?utf-8?Q?half=EF=BF=BD?=\r\n", Text("half\uD83D"));

    [Fact]
    public void Folds_japanese_into_encoded_words_of_75()
    {
        var wire = Text(string.Concat(Enumerable.Repeat("件名がとても長い", 20)));

        Assert.All(wire.TrimEnd().Split("\r\n"), line => Assert.InRange(line.Length, 20, 76));
        Assert.All(wire.TrimEnd().Split("\r\n").Skip(1), line => Assert.StartsWith(" =?utf-8?B?", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("👩‍👩‍👧‍👦"), InlineData("語"), InlineData("é"), InlineData("𠮷a")]
    public void Cuts_no_character_in_two(string text)
    {
        var wire = Text(string.Concat(Enumerable.Repeat(text, 60)));

        foreach (var word in wire.Replace("Subject:", "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Assert.DoesNotContain('\uFFFD', HeaderText.Decode(word.Trim()));
    }

    [Fact]
    public void Folds_words_before_column_76()
    {
        var wire = Text(string.Join(' ', Enumerable.Repeat("word", 60)));

        Assert.All(wire.TrimEnd().Split("\r\n"), line => Assert.InRange(line.Length, 4, 76));
    }

    [Fact]
    public void Encodes_a_word_that_fits_no_line() =>
        Assert.All(Text(new string('x', 5_000)).TrimEnd().Split("\r\n"), line => Assert.InRange(line.Length, 4, 76));

    [Fact]
    public void Keeps_a_long_uri_whole_in_a_header_of_unknown_grammar()
    {
        var uri = $"<https://example.com/{new string('u', 300)}>";

        Assert.Contains(uri, Wire(headers => headers.Field("List-Unsubscribe", uri)), StringComparison.Ordinal);
    }

    [Fact]
    public void Never_writes_a_line_over_998_octets() =>
        Assert.All(
            Wire(headers => headers.Field("X-Long", $"{new string('a', 3_000)} {new string('語', 900)}")).Split("\r\n"),
            line => Assert.InRange(line.Length, 0, 998));

    [Theory]
    [InlineData("Ada Lovelace", "From: Ada Lovelace <a@b.example>\r\n")]
    [InlineData("Doe, John", "From: \"Doe, John\" <a@b.example>\r\n")]
    [InlineData("a \"b\"", "From: \"a \\\"b\\\"\" <a@b.example>\r\n")]
    [InlineData("Q. Public", "From: \"Q. Public\" <a@b.example>\r\n")]
    [InlineData("山田, 太郎", "From: =?utf-8?B?5bGx55SwLCDlpKrpg44=?= <a@b.example>\r\n")]
    [InlineData("é (x)", "From: =?utf-8?B?w6kgKHgp?= <a@b.example>\r\n")]
    public void Writes_display_names(string name, string wire) =>
        Assert.Equal(wire, Wire(headers => headers.Mailboxes("From", [new Mailbox(name, NastyContent.Address("a@b.example"))])));

    [Fact]
    public void Folds_between_addresses()
    {
        var many = Enumerable.Range(0, 40).Select(i => new Mailbox(null, NastyContent.Address($"user{i}@example.com"))).ToList();

        Assert.All(Wire(headers => headers.Mailboxes("To", many)).TrimEnd().Split("\r\n"), line => Assert.InRange(line.Length, 10, 78));
    }

    [Theory]
    [InlineData("List-Unsubscribe", "<https://example.com/?a=?b&c=?=>")]
    [InlineData("References", "<a=?@example.com> <b@example.com>")]
    public void Writes_what_programs_read_as_it_is(string name, string value) =>
        Assert.Equal($"{name}: {value}\r\n", Wire(headers => headers.Field(name, value)));

    [Theory]
    [InlineData("a.pdf", "X: y; filename=a.pdf\r\n")]
    [InlineData("a b.pdf", "X: y; filename=\"a b.pdf\"\r\n")]
    [InlineData("é.pdf", "X: y; filename*=utf-8''%C3%A9.pdf\r\n")]
    [InlineData("a\"b", "X: y; filename*=utf-8''a%22b\r\n")]
    public void Writes_parameters(string value, string wire) => Assert.Equal(wire, Parameter(value));

    [Fact]
    public void Cuts_a_long_parameter_between_characters()
    {
        var wire = Parameter(string.Concat(Enumerable.Repeat("長い名前", 30)));

        Assert.Contains("filename*0*=utf-8''%E9%95%B7", wire, StringComparison.Ordinal);
        Assert.All(wire.TrimEnd().Split("\r\n"), line => Assert.InRange(line.Length, 3, 76));
        Assert.All(wire.Split("*=").Skip(1), piece => Assert.Equal(0, piece.Split(';')[0].Count(c => c == '%') % 3));
    }

    [Fact]
    public void Leaves_utf8_as_it_is_in_an_internationalised_message() =>
        Assert.Equal("Subject: 日本語 café\r\n", Wire(headers => headers.Text("Subject", "日本語 café"), utf8: true));

    [Fact]
    public void Folds_utf8_at_spaces_and_encodes_what_fits_no_line()
    {
        var wire = Wire(headers => headers.Text("Subject", $"{new string('語', 100)} {new string('漢', 400)}"), utf8: true);

        Assert.Contains(new string('語', 100), wire, StringComparison.Ordinal);
        Assert.All(wire.Split("\r\n"), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 998));
    }

    static string Text(string text) => Wire(headers => headers.Text("Subject", text));

    static string Parameter(string value) => Wire(headers =>
    {
        headers.Begin("X");
        headers.Word("y");
        headers.Parameter("filename", value);
        headers.End();
    });

    static string Wire(Action<HeaderEncoder> write, bool utf8 = false)
    {
        using var output = new ByteWriter(256);
        write(new HeaderEncoder(output, utf8));
        return Encoding.UTF8.GetString(output.Written);
    }
}
