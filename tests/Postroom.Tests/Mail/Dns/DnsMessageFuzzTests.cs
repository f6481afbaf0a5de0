using FsCheck;
using FsCheck.Fluent;
using Postroom.Mail.Dns;

namespace Postroom.Tests.Mail.Dns;

/// <summary>Whatever the bytes, a message is read or refused, in time that its length bounds.</summary>
public sealed class DnsMessageFuzzTests
{
    static readonly Config Config = Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(5_000);

    /// <summary>A real answer: a question, an alias, two addresses, a text and the start of the zone, with pointers.</summary>
    static readonly byte[] Real = Convert.FromHexString(
        "123481800001000400010001"
        + "03777777076578616d706c65047465737400" + "00010001"
        + "c00c000500010000012c0007" + "046d61696cc010"
        + "c02e000100010000012c0004" + "c0000219"
        + "c02e001c00010000012c0010" + "20010db8000000000000000000000025"
        + "c02e001000010000012c0010" + "03763d3a" + "0b6970343a312e322e332e34"
        + "c010000600010000012c0020" + "026e73c010" + "04686f7374c010" + "0000000100000e1000000258000151800000003c"
        + "0000291000000000000000");

    [Fact]
    public void Random_bytes_never_throw() => FsCheck.Check.One(Config, Prop.ForAll(
        Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf().ToArbitrary(),
        bytes =>
        {
            DnsMessage.TryRead(bytes, out _);
            return true;
        }));

    [Fact]
    public void A_real_message_with_some_bytes_changed_never_throws() => FsCheck.Check.One(Config, Prop.ForAll(
        Gen.Choose(0, 1_000).Zip(Gen.Choose(0, 255)).ArrayOf(6).ToArbitrary(),
        changes =>
        {
            var bytes = (byte[])Real.Clone();
            foreach (var (at, value) in changes) bytes[at % bytes.Length] = (byte)value;
            return !DnsMessage.TryRead(bytes, out var message) || message.Answers.Count <= DnsMessage.MaximumRecords;
        }));

    [Fact]
    public void A_real_message_cut_anywhere_is_refused() =>
        Assert.All(Enumerable.Range(0, Real.Length), length => Assert.False(DnsMessage.TryRead(Real.AsSpan(0, length), out _)));

    [Fact]
    public void Names_that_are_written_are_read_back() => FsCheck.Check.One(Config, Prop.ForAll(
        Gen.Elements('a', 'Z', '0', '-', '_', '.', '\\', ' ', '*', '/').ArrayOf().Select(signs => new string(signs)).ToArbitrary(),
        name =>
        {
            if (!DnsMessage.TryWriteQuestion(7, new DnsQuestion(name, DnsRecordType.Txt), offersEdns: true, out var bytes)) return true;
            if (!DnsMessage.TryRead(bytes, out var message) || message.Question is not { } question) return false;

            // What was read is in its plain form, and that stays as it is.
            return DnsMessage.TryWriteQuestion(7, question, offersEdns: true, out var again) && again.AsSpan().SequenceEqual(bytes);
        }));

    [Fact]
    public void Reads_every_part_of_a_real_message()
    {
        Assert.True(DnsMessage.TryRead(Real, out var message));

        Assert.Equal((0x1234, true, false, DnsResponseCode.NoError), (message.Id, message.IsResponse, message.IsTruncated, message.Code));
        Assert.Equal(new DnsQuestion("www.example.test", DnsRecordType.A), message.Question);
        Assert.Equal("mail.example.test", Assert.IsType<DnsRecord.CanonicalName>(message.Answers[0]).Target);
        Assert.Equal(["v=:", "ip4:1.2.3.4"], Assert.IsType<DnsRecord.Text>(message.Answers[3]).Strings);
        Assert.Equal(TimeSpan.FromSeconds(60), Assert.IsType<DnsRecord.ZoneStart>(Assert.Single(message.Authority)).NegativeTimeToLive);
    }

    [Fact]
    public void A_long_chain_of_pointers_is_read_in_no_time()
    {
        // Each of 5,000 records has a name that points to the one before: it may be followed, and never grows.
        var bytes = new List<byte> { 0, 1, 0x81, 0x80, 0, 0, 0x03, 0xE8, 0, 0, 0, 0, 1, (byte)'a', 0 };
        var before = 12;
        for (var i = 0; i < 1_000; i++)
        {
            var here = bytes.Count;
            bytes.AddRange([1, (byte)'b', (byte)(0xC0 | (before >> 8)), (byte)before, 0, 99, 0, 1, 0, 0, 0, 0, 0, 0]);
            before = here;
        }

        // A name of more than 127 labels is none, so the whole is none.
        Assert.False(DnsMessage.TryRead([.. bytes], out _));
    }
}
