using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Postroom.Mail.Smtp.Client;
using Postroom.Mail.Smtp.Client.Sasl;
using Postroom.Tests.Support;

namespace Postroom.Tests.Mail.Smtp.Client;

public sealed class ScramMechanismTests
{
    const string Nonce = "fyko+d2lbbFgONRv9qkxdawL";

    static readonly SmtpCredentials User = new("user", "pencil");

    [Theory]
    [InlineData("SHA1", Nonce, "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
        "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=", "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=")] // RFC 5802 §5
    [InlineData("SHA256", "rOprNGfwEbeRWgbNEkqO", "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")] // RFC 7677 §3
    public void Speaks_the_examples_of_the_RFCs(string hash, string nonce, string serverFirst, string clientFinal, string serverFinal)
    {
        var mechanism = new ScramMechanism(new HashAlgorithmName(hash), new SaslLogin(User), isBound: false, nonce);

        Assert.Equal($"n,,n=user,r={nonce}", Encoding.UTF8.GetString(mechanism.InitialResponse));
        Assert.Equal(clientFinal, Encoding.UTF8.GetString(mechanism.Respond(Encoding.UTF8.GetBytes(serverFirst))!));
        Assert.False(mechanism.IsProven);
        Assert.Empty(mechanism.Respond(Encoding.UTF8.GetBytes(serverFinal))!);
        Assert.True(mechanism.IsProven);
    }

    [Theory]
    [InlineData("")]
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawL,s=QSXCR+Q6sek8bf92,i=4096")] // only our own nonce
    [InlineData("r=another,s=QSXCR+Q6sek8bf92,i=4096")]
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawL\u00E9,s=QSXCR+Q6sek8bf92,i=4096")]
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawLx,s=,i=4096")]
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawLx,s=%%%,i=4096")]
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXCR+Q6sek8bf92,i=4095")]
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXCR+Q6sek8bf92,i=1000001")]
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXCR+Q6sek8bf92,i=99999999999999999999")]
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXCR+Q6sek8bf92,i=-4096")]
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXCR+Q6sek8bf92,i=04096")]
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXCR+Q6sek8bf92")]
    [InlineData("s=QSXCR+Q6sek8bf92,r=fyko+d2lbbFgONRv9qkxdawLx,i=4096")]
    [InlineData("m=must,r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXCR+Q6sek8bf92,i=4096")]
    [InlineData("e=other-error")]
    public void A_hostile_first_message_gets_no_proof(string serverFirst)
    {
        var mechanism = new ScramMechanism(HashAlgorithmName.SHA256, new SaslLogin(User), isBound: false, Nonce);

        Assert.Null(mechanism.Respond(Encoding.UTF8.GetBytes(serverFirst)));
        Assert.NotNull(mechanism.Trouble);
    }

    [Theory, InlineData("v="), InlineData("v=smF9pqV8S7suAoZWja4dJRkFsKQ="), InlineData("rmF9pqV8S7suAoZWja4dJRkFsKQ="), InlineData("")]
    public void A_wrong_signature_is_no_proof(string serverFinal)
    {
        var mechanism = new ScramMechanism(HashAlgorithmName.SHA1, new SaslLogin(User), isBound: false, Nonce);
        mechanism.Respond("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096"u8);

        var response = mechanism.Respond(Encoding.UTF8.GetBytes(serverFinal));

        Assert.Equal((null, false, SmtpFault.ServerNotGenuine), (response, mechanism.IsProven, mechanism.Trouble!.Fault));
    }

    [Fact]
    public void No_bytes_of_a_server_make_it_throw_or_believe() =>
        Prop.ForAll(Messages.ToArbitrary(), messages =>
        {
            var mechanism = new ScramMechanism(HashAlgorithmName.SHA256, new SaslLogin(User), isBound: false, Nonce);
            foreach (var message in messages) mechanism.Respond(message);
            return !mechanism.IsProven;
        }).QuickCheckThrowOnFailure();

    [Theory, InlineData("SHA256", 32), InlineData("SHA384", 48), InlineData("SHA512", 64)]
    public void The_binding_is_the_hash_of_the_certificates_own_signature(string hash, int length)
    {
        using var certificate = TestCertificates.Make(new TestCertificates.Wish { Hash = new HashAlgorithmName(hash) });

        var binding = ChannelBinding.Of(certificate)!;

        Assert.Equal(CryptographicOperations.HashData(new HashAlgorithmName(hash), certificate.RawData), binding.Value);
        Assert.Equal(("tls-server-end-point", length), (binding.Type, binding.Value.Length));
    }

    [Fact]
    public void A_certificate_without_a_hash_of_its_own_gives_no_binding()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));

        Assert.Null(ChannelBinding.Of(certificate));
    }

    static Gen<byte[][]> Messages
    {
        get
        {
            var noise = Gen.Choose(0, 255).Select(code => (byte)code).ArrayOf();
            var almost = Gen.Elements(
                $"r={Nonce}x,s=QSXCR+Q6sek8bf92,i=4096", $"r={Nonce}x,s=QQ==,i=4096,x=y", $"r={Nonce}x,s=QQ==,i=5000", "v=AAAA", "v=", "e=x", "", ",,,", "r=,s=,i=");
            return Gen.OneOf(noise, almost.Select(Encoding.UTF8.GetBytes)).ArrayOf(3);
        }
    }
}
