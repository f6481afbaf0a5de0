using Postroom.Diagnosis.Remedies;
using Postroom.Mail.Smtp.Client;

namespace Postroom.Tests.Diagnosis.Remedies;

/// <summary>A remedy never lowers the protection while one that keeps it exists: asked of every protection and all pairs of offers.</summary>
public sealed class ProtectionTests
{
    static readonly IReadOnlyList<Protection> All =
    [
        .. from channel in Enum.GetValues<Encryption>()
           from certificate in Enum.GetValues<CertificateCheck>()
           from login in Enum.GetValues<LoginStrength>()
           select new Protection(channel, certificate, login),
    ];

    static IEnumerable<(Protection Tested, Protection One, Protection Other)> Pairs =>
        from tested in All from one in All from other in All select (tested, one, other);

    [Fact]
    public void What_lowers_it_is_never_offered_beside_what_keeps_it() =>
        Assert.DoesNotContain(Pairs, pair => Chosen(pair) is var chosen && chosen.Any(offer => offer < pair.Tested) && chosen.Any(offer => offer >= pair.Tested));

    [Fact]
    public void What_keeps_it_is_always_offered() =>
        Assert.DoesNotContain(Pairs, pair => Chosen(pair) is var chosen && Two(pair).Any(offer => offer >= pair.Tested && !chosen.Contains(offer)));

    [Fact]
    public void Where_all_lower_it_only_those_are_offered_that_lose_least() =>
        Assert.DoesNotContain(Pairs, pair => Two(pair).All(offer => offer < pair.Tested) && Chosen(pair).Any(offer => offer < Two(pair).Max()));

    [Fact]
    public void Something_is_always_offered() => Assert.DoesNotContain(Pairs, pair => Chosen(pair).Count == 0);

    [Fact]
    public void Encryption_counts_before_the_certificate_and_that_before_the_login()
    {
        var best = new Protection(Encryption.Encrypted, CertificateCheck.Person, LoginStrength.Readable);

        Assert.True(best > new Protection(Encryption.Plaintext, CertificateCheck.Nobody, LoginStrength.NotSent));
        Assert.True(best < best with { Certificate = CertificateCheck.Trusted });
        Assert.True(best < best with { Login = LoginStrength.Bound });
    }

    [Theory]
    [InlineData(ConnectionSecurity.None, Encryption.Plaintext, CertificateCheck.Nobody)]
    [InlineData(ConnectionSecurity.StartTlsIfAvailable, Encryption.IfOffered, CertificateCheck.Trusted)]
    [InlineData(ConnectionSecurity.StartTls, Encryption.Encrypted, CertificateCheck.Trusted)]
    [InlineData(ConnectionSecurity.Tls, Encryption.Encrypted, CertificateCheck.Trusted)]
    public void STARTTLS_that_is_required_is_worth_as_much_as_TLS_from_the_first_byte(ConnectionSecurity security, object channel, object certificate)
    {
        var protection = Protection.Of(
            new SmtpEndpoint("mail.example.com", 587, security),
            new SmtpClientOptions { EhloName = "fixture.example.net" });

        Assert.Equal((channel, certificate, LoginStrength.NotSent), (protection.Channel, protection.Certificate, protection.Login));
    }

    [Theory]
    [InlineData(null, LoginStrength.Readable), InlineData("LOGIN", LoginStrength.Readable), InlineData("XOAUTH2", LoginStrength.Readable), InlineData("X-UNHEARD-OF", LoginStrength.Readable)]
    [InlineData("CRAM-MD5", LoginStrength.Hashed), InlineData("scram-sha-1", LoginStrength.Proven), InlineData("SCRAM-SHA-256-PLUS", LoginStrength.Bound)]
    public void A_method_gives_away_so_much(string? mechanism, LoginStrength strength) => Assert.Equal(strength, SmtpCredentials.StrengthOf(mechanism));

    static Protection[] Two((Protection Tested, Protection One, Protection Other) pair) => [pair.One, pair.Other];

    static IReadOnlyList<Protection> Chosen((Protection Tested, Protection One, Protection Other) pair) => pair.Tested.Choose(Two(pair), offer => offer);
}
