using FsCheck;
using FsCheck.Fluent;
using Postroom.Mail.Addresses;
using Postroom.Mail.Mime;

namespace Postroom.Tests.Mail.Addresses;

public sealed class MailboxPropertyTests
{
    static readonly Arbitrary<string> Texts = Arb.From(Gen.OneOf(Soup(), AlmostAddresses()));

    [Fact]
    public void Any_text_is_read_or_refused_within_its_length() => Check(text =>
        MailboxParser.Parse(text) is not MailboxParse.Refused refused
        || (refused.Position >= 0 && refused.Position <= text.Length && refused.Reason.Length > 10));

    [Fact]
    public void What_was_read_is_written_so_that_it_reads_the_same() => Check(text =>
        !MailboxParser.TryParse(text, out var mailbox)
        || (MailboxParser.TryParse(mailbox.ToString(), out var again) && again == mailbox));

    [Fact]
    public void The_wire_form_reads_as_the_same_address() => Check(text =>
        !MailboxParser.TryParse(text, out var mailbox)
        || (MailboxParser.TryParseAddress(mailbox.Address.Wire, out var again) && again == mailbox.Address));

    [Fact]
    public void Nothing_read_holds_a_control_character() => Check(text =>
        !MailboxParser.TryParse(text, out var mailbox)
        || !$"{mailbox.DisplayName}{mailbox.Address.Wire}{mailbox}".Any(c => char.IsControl(c) || c is '\u2028' or '\u2029'));

    [Fact]
    public void The_lenient_reader_never_throws() => Check(text => AddressList.Parse(text).Count <= text.Length);

    [Fact]
    public void The_lenient_reader_reads_what_the_strict_one_writes() => Check(text =>
        !MailboxParser.TryParse(text, out var mailbox) || mailbox.ToString().Contains("=?", StringComparison.Ordinal)
        || AddressList.Parse(mailbox.ToString()).Mailboxes.SequenceEqual([mailbox]));

    [Fact]
    public void Enough_of_the_texts_are_addresses_for_this_to_mean_something() =>
        Assert.InRange(Gen.Sample(Texts.Generator, 1_000, new Rnd(1), 30).Count(text => MailboxParser.TryParse(text, out _)), 200, 900);

    static void Check(Func<string, bool> holds) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(3_000), Prop.ForAll(Texts, holds));

    static Gen<string> Soup() =>
        from count in Gen.Choose(0, 25)
        from letters in Gen.Elements("ab.@<>\"\\,;:()[] -_é漢例\u3000＠。\u0301\u200D\u0000\r\n\t\u0085\u2028\u202E\uD83D\uDE00x1".ToCharArray()).ListOf(count)
        select new string([.. letters]);

    static Gen<string> AlmostAddresses() =>
        from name in Gen.Elements("", "", "Ada ", "\"Doe, J\\\"\" ", "山田　太郎 ", "a\"b c\"d ", "\" x \" ", "👩‍👩‍👧 ", "=?utf-8?Q?x?= ", "\\ ")
        from local in Gen.Elements("a", "a.b", "a..b", "a.", "\"a b\"", "\"a\\\"@b\"", "用户", "e\u0301", "\u037E", "o'b", "\"\"", "a b")
        from domain in Gen.Elements("example.com", "例え.jp", "Ｅx。jp", "[192.0.2.1]", "[IPv6:::1]", "xn--r8jz45g.jp", "faß.de", "a_b", "x")
        from brackets in Gen.Choose(0, 3)
        from slip in Gen.Elements("", "", "", "", ",", " ", "\r\n", "(c)")
        select brackets == 0 && name.Length == 0 ? $"{local}@{domain}{slip}" : $"{name}<{local}@{domain}>{slip}";
}
