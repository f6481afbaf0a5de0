using System.Text;
using System.Text.RegularExpressions;
using Postroom.Mail.Dkim;

namespace Postroom.Tests.Mail.Dkim;

public sealed class DkimSignerTests : IDisposable
{
    readonly DkimKey _key = DkimKey.Create(DkimAlgorithm.Rsa);

    public void Dispose() => _key.Dispose();

    [Theory]
    [InlineData("From"), InlineData("Subject"), InlineData("To"), InlineData("Reply-To"), InlineData("Content-Type")]
    [InlineData("List-Unsubscribe"), InlineData("List-Unsubscribe-Post")]
    public void What_a_reader_goes_by_is_listed_once_more_than_it_occurs(string name)
    {
        Assert.Equal(name == "From" ? 2 : 1, CountOf(name, "From: a@example.com\r\n\r\n"));
        Assert.Equal(name == "From" ? 3 : 2, CountOf(name, $"From: a@example.com\r\n{name}: x\r\n\r\n"));
    }

    [Fact]
    public void A_field_that_occurs_twice_is_listed_twice() =>
        Assert.Equal(2, CountOf("Cc", "From: a@example.com\r\nCc: b@example.org\r\nCc: c@example.org\r\n\r\n"));

    [Theory, InlineData("Received"), InlineData("Return-Path"), InlineData("X-Spam"), InlineData("Bcc")]
    public void Fields_that_change_on_the_way_are_not_signed(string name) =>
        Assert.Equal(0, CountOf(name, $"{name}: x\r\nFrom: a@example.com\r\n\r\n"));

    int CountOf(string name, string message) => Names(message).TrimEnd(';').Split(':').Count(listed => listed == name);

    [Fact]
    public void A_signature_covers_the_whole_body_never_a_part() =>
        Assert.DoesNotMatch(@"[; ]l=", Sign("From: a@example.com\r\n\r\nHello\r\n"));

    [Fact]
    public void No_line_is_longer_than_78_columns() =>
        Assert.All(Sign("From: a@example.com\r\nSubject: x\r\nReferences: y\r\nContent-Transfer-Encoding: z\r\n\r\n").Split("\r\n"), line => Assert.InRange(line.Length, 0, 78));

    [Fact]
    public void A_signature_says_when_it_was_made_and_when_it_ends()
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

        var field = Sign("From: a@example.com\r\n\r\n", new DkimSignature("example.com", "s", at) { ExpiresAt = at.AddDays(7), Identity = "mail.example.com" });

        Assert.Contains(" t=1700000000; x=1700604800;", field, StringComparison.Ordinal);
        Assert.Contains(" i=@mail.example.com;", field, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("From: Ann <ann@Example.COM>\r\n\r\n", "example.com")]
    [InlineData("From : ann@example.com\r\n\r\n", "example.com")]
    [InlineData("fROM:\r\n =?utf-8?Q?a=40evil.example?= <ann@example.com>\r\n\r\n", "example.com")]
    [InlineData("From: \"<a@evil.example>\" <ann@example.com>\r\n\r\n", "example.com")]
    [InlineData("From: 太郎 <太郎@例え.jp>\r\n\r\n", "xn--r8jz45g.jp")]
    [InlineData("From: a@example.com, b@example.com\r\n\r\n", "example.com")]
    [InlineData("From: a@example.com, b@example.org\r\n\r\n", null)]
    [InlineData("From: a@example.com\r\nFrom: a@example.com\r\n\r\n", null)]
    [InlineData("From: a@[192.0.2.1]\r\n\r\n", null)]
    [InlineData("From: nobody\r\n\r\n", null)]
    [InlineData("Subject: x\r\n\r\nFrom: a@example.com\r\n", null)]
    [InlineData("\r\nFrom: a@example.com\r\n", null)]
    [InlineData("", null)]
    public void The_domain_that_answers_for_a_message_is_that_of_its_one_From(string message, string? domain) =>
        Assert.Equal(domain, DkimMessage.Read(Encoding.UTF8.GetBytes(message))!.FromDomain);

    [Fact]
    public void A_message_that_comes_byte_by_byte_is_the_same()
    {
        var bytes = Encoding.UTF8.GetBytes("From: a@example.com\r\nSubject: x\r\n\r\nHello \r\n\r\nthere\r\n\r\n");
        using var reader = new DkimReader();

        foreach (var one in bytes) reader.Append([one]);

        var (slow, whole) = (reader.Finish()!, DkimMessage.Read(bytes)!);
        Assert.Equal(whole.BodyHash.ToArray(), slow.BodyHash.ToArray());
        Assert.Equal(whole.Fields, slow.Fields);
    }

    [Fact]
    public void A_header_without_end_is_no_message_to_sign() =>
        Assert.Null(DkimMessage.Read(Encoding.ASCII.GetBytes("From: a@example.com\r\nX: " + new string('x', DkimReader.MaximumHeader))));

    [Fact]
    public async Task Many_threads_sign_with_one_key_at_once()
    {
        var message = DkimMessage.Read("From: a@example.com\r\n\r\n"u8)!;
        var signature = new DkimSignature("example.com", "s", DateTimeOffset.UnixEpoch);

        var fields = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => Encoding.ASCII.GetString(DkimSigner.Sign(message, _key, signature)))));

        Assert.Single(fields.Distinct());
    }

    string Names(string message) => Regex.Match(Regex.Replace(Sign(message), @"\s", ""), "h=([^;]*;)").Groups[1].Value;

    string Sign(string message, DkimSignature? signature = null) => Encoding.ASCII.GetString(DkimSigner.Sign(
        DkimMessage.Read(Encoding.UTF8.GetBytes(message))!, _key, signature ?? new DkimSignature("example.com", "pr2026a", DateTimeOffset.UnixEpoch)));
}
