using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Postroom.Languages;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;
using Postroom.Settings;
using Postroom.Tests.Support;

namespace Postroom.Tests.MailServers;

public sealed class MailServerSettingsRulesTests
{
    static readonly MailServerForm Good = MailServerFixture.Custom;

    [Fact]
    public void Nothing_typed_is_the_built_in_mailbox() => Assert.Equal(new MailServerSettings(), Valid(new MailServerForm()));

    [Fact]
    public void Reads_a_whole_form() =>
        Assert.Equal(
            new MailServerSettings
            {
                Configuration = MailServerChoice.Custom,
                Host = "mail.example.com",
                Port = 587,
                Security = ConnectionSecurity.StartTls,
                Anonymous = false,
                UserName = "robot",
                From = "noreply@example.com",
            },
            Valid(Good));

    [Fact]
    public void Reports_every_problem_at_once() =>
        Assert.Equal(
            [
                ("Host", "Problem.Host.Missing"), ("Port", "Problem.Port.NotANumber"), ("Security", "Problem.Security.Unknown"),
                ("UserName", "Problem.UserName.Missing"), ("From", "Problem.From.Missing"), ("ReplyTo", "Problem.Address.Invalid"),
            ],
            Problems(Good with { Host = " ", Port = "abc", Security = "ssl", UserName = "", From = "", ReplyTo = "a b@c" })
                .Select(problem => (problem.Field, problem.MessageKey)));

    [Theory]
    [InlineData("mail.example.com"), InlineData("localhost"), InlineData("192.0.2.1"), InlineData("2001:db8::1"), InlineData("::1")]
    [InlineData("メール.example.jp"), InlineData("xn--r8jz45g.jp"), InlineData("mail_server"), InlineData("a"), InlineData("123.example")]
    public void Takes_names_and_addresses(string host) => Assert.Equal(host, Valid(Good with { Host = host }).Host);

    [Theory]
    [InlineData(" mail.example.com ", "mail.example.com"), InlineData("mail.example.com.", "mail.example.com")]
    [InlineData("ｍａｉｌ．ｅｘａｍｐｌｅ．ｃｏｍ", "mail.example.com"), InlineData("[2001:db8::1]", "2001:db8::1")]
    public void Mends_what_is_clearly_meant(string typed, string expected) => Assert.Equal(expected, Valid(Good with { Host = typed }).Host);

    [Theory]
    [InlineData("smtp://mail.example.com", "Scheme"), InlineData("mail.example.com/", "Scheme"), InlineData("mail.example.com:587", "Port")]
    [InlineData("[::1]:25", "Port"), InlineData("mail example", "Space"), InlineData("a@example.com", "Address"), InlineData("mail..com", "Invalid")]
    [InlineData("192.0.2.300", "Invalid"), InlineData("-a.com", "Invalid"), InlineData("a\u0000b", "Space"), InlineData("m\r\nQUIT", "Space")]
    [InlineData("mail.example.com,other.example.com", "Invalid"), InlineData("\ud800", "Invalid")]
    public void Says_what_is_wrong_with_a_host(string host, string expected) =>
        Assert.Equal([$"Problem.Host.{expected}"], Keys(Good with { Host = host }));

    [Theory, InlineData("1", 1), InlineData("65535", 65_535), InlineData("５８７", 587), InlineData(" 25 ", 25), InlineData("", null)]
    public void Reads_a_port(string typed, int? expected) => Assert.Equal(expected, Valid(Good with { Port = typed }).Port);

    [Theory, InlineData("0"), InlineData("65536"), InlineData("99999999999999999999")]
    public void There_are_65535_ports(string typed) => Assert.Equal(["Problem.Port.OutOfRange"], Keys(Good with { Port = typed }));

    [Theory, InlineData("abc"), InlineData("-1"), InlineData("25.0"), InlineData("0x19"), InlineData("smtp")]
    public void A_port_is_a_number(string typed) => Assert.Equal(["Problem.Port.NotANumber"], Keys(Good with { Port = typed }));

    [Theory, InlineData("none", 25), InlineData("starttls", 25), InlineData("starttls-if-available", 25), InlineData("TLS", 465)]
    public void An_empty_port_follows_the_protocol(string security, int expected) =>
        Assert.Equal(expected, Valid(Good with { Port = "", Security = security, Anonymous = "true" }).EffectivePort);

    [Fact]
    public void A_login_needs_encryption() => Assert.Equal(["Problem.Security.LoginInPlaintext"], Keys(Good with { Security = "none" }));

    [Theory, InlineData("localhost"), InlineData("127.0.0.1"), InlineData("127.8.8.8"), InlineData("::1")]
    public void A_login_needs_no_encryption_inside_the_machine(string host) =>
        Assert.Equal(ConnectionSecurity.None, Valid(Good with { Security = "none", Host = host }).Security);

    [Fact]
    public void Anonymous_needs_neither_user_name_nor_encryption() =>
        Assert.True(Valid(Good with { Anonymous = "true", UserName = "", Security = "none" }, password: null).Anonymous);

    [Fact]
    public void A_login_needs_a_password() =>
        Assert.Equal(["Problem.Password.Missing"], Reading(Good, new MailServerSettings(), null) is FormReading.Invalid invalid ? invalid.Problems.Select(p => p.MessageKey) : []);

    [Theory, InlineData("a\nb"), InlineData("a\0b"), InlineData("a\r")]
    public void A_password_has_no_control_characters(string password) =>
        Assert.Equal(["Problem.Password.Control"], ((FormReading.Invalid)Reading(Good, new MailServerSettings(), password)).Problems.Select(p => p.MessageKey));

    [Theory]
    [InlineData("Ada <ada@example.com>", "Problem.Address.WithName"), InlineData("ada@", "Problem.Address.Incomplete"), InlineData("ada", "Problem.Address.Incomplete")]
    [InlineData("a@example.com, b@example.com", "Problem.Address.Invalid"), InlineData("a@example.com\r\nBcc: b@example.com", "Problem.Address.Invalid")]
    public void Every_address_field_takes_one_address(string typed, string expected) =>
        Assert.Equal(
            [("From", expected), ("ReplyTo", expected), ("EnvelopeSender", expected)],
            Problems(Good with { From = typed, ReplyTo = typed, EnvelopeSender = typed }).Select(problem => (problem.Field, problem.MessageKey)));

    [Theory, InlineData("a\r\nb"), InlineData("a\0b"), InlineData("a\tb")]
    public void Names_and_prefixes_have_no_control_characters(string typed) =>
        Assert.Equal(
            [("UserName", "Problem.Text.Control"), ("SenderName", "Problem.Text.Control"), ("SubjectPrefix", "Problem.Text.Control")],
            Problems(Good with { UserName = typed, SenderName = typed, SubjectPrefix = typed }).Select(problem => (problem.Field, problem.MessageKey)));

    [Theory, InlineData("host.example.com"), InlineData("[192.0.2.1]"), InlineData("[IPv6:2001:db8::1]")]
    public void Takes_an_EHLO_name(string name) => Assert.Equal(name, Valid(Good with { EhloName = name }).EhloName);

    [Theory, InlineData("a b"), InlineData("[example]"), InlineData("192.0.2.1"), InlineData("a\r\nMAIL")]
    public void Refuses_what_EHLO_cannot_say(string name) => Assert.Equal(["Problem.EhloName.Invalid"], Keys(Good with { EhloName = name }));

    [Theory]
    [InlineData("EhloName", "host", "Problem.EhloName.NotFqdn")]
    [InlineData("Port", "465", "Problem.Port.TlsPort")]
    public void Warns_of_what_is_unwise(string field, string typed, string expected)
    {
        var form = MailServerForm.Fields.Single(known => known.Name == field).Set(Good, typed);

        Assert.Equal([(field, expected)], ((FormReading.Valid)Reading(form, new(), "pw")).Warnings.Select(problem => (problem.Field, problem.MessageKey)));
    }

    [Fact]
    public void Takes_certificates() => Assert.NotEmpty(Valid(Good with { TrustedCertificates = Pem() + "\n" + Pem() }).TrustedCertificates);

    [Fact]
    public void Names_the_certificate_that_is_bad()
    {
        var bad = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

        var problem = Assert.Single(Problems(Good with { TrustedCertificates = Pem() + "\n" + bad + Pem() }));

        Assert.Equal("TrustedCertificates: Certificate 2 cannot be read: its content is damaged. Copy it again from its source.", problem.ToString());
    }

    [Fact]
    public void Names_a_private_key_among_certificates()
    {
        using var key = RSA.Create(2048);

        Assert.Equal(["Problem.Certificates.PrivateKey"], Keys(Good with { TrustedCertificates = Pem() + "\n" + key.ExportPkcs8PrivateKeyPem() }));
    }

    [Theory, InlineData("hello", "Problem.Certificates.None"), InlineData("-----BEGIN CERTIFICATE-----\nAA", "Problem.Certificates.Broken")]
    public void Text_that_is_no_certificate_is_a_problem(string pem, string expected) => Assert.Equal([expected], Keys(Good with { TrustedCertificates = pem }));

    [Theory]
    [InlineData("00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff")]
    [InlineData("sha256:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff")]
    public void A_pin_may_be_written_as_tools_print_it(string typed) =>
        Assert.Equal("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", Valid(Good with { PinnedCertificate = typed }).PinnedCertificate);

    [Theory, InlineData("00"), InlineData("zz112233445566778899aabbccddeeff00112233445566778899aabbccddeeff")]
    public void A_pin_has_64_hex_digits(string typed) => Assert.Equal(["Problem.PinnedCertificate.Invalid"], Keys(Good with { PinnedCertificate = typed }));

    [Theory, InlineData("plain", "PLAIN"), InlineData("auto", null), InlineData("", null)]
    public void Reads_a_login_method(string typed, string? expected) => Assert.Equal(expected, Valid(Good with { Mechanism = typed }).Mechanism);

    [Fact]
    public void Unknown_words_are_problems() =>
        Assert.Equal(
            ["Problem.Configuration.Unknown", "Problem.Anonymous.Unknown", "Problem.Mechanism.Unknown"],
            Keys(Good with { Configuration = "both", Anonymous = "perhaps", Mechanism = "MAGIC" }));

    [Fact]
    public void No_field_takes_a_novel() =>
        Assert.All(
            Problems(MailServerForm.Fields.Where(field => field.Name is "Host" or "Port" or "UserName" or "SenderName" or "EhloName" or "SubjectPrefix")
                .Aggregate(Good with { Anonymous = "true" }, (form, field) => field.Set(form, new string('1', 5_000)))),
            problem => Assert.Equal("Problem.TooLong", problem.MessageKey));

    [Fact]
    public void Every_field_has_a_label_and_every_label_a_field() =>
        Assert.Equal(
            MailServerForm.Fields.Select(field => $"MailServer.{field.Name}.Label").Concat(MailServerSettingsRules.SecretFields.Select(field => $"MailServer.{field}.Label")).Order(),
            Texts.Of(CultureInfo.InvariantCulture)!.Cast<System.Collections.DictionaryEntry>().Select(text => (string)text.Key)
                .Where(key => key.StartsWith("MailServer.", StringComparison.Ordinal)).Order());

    [Fact]
    public void Problems_can_be_read_in_Japanese() =>
        Assert.StartsWith("ホスト名がありません。", Problems(Good with { Host = "" })[0].TextIn(CultureInfo.GetCultureInfo("ja")));

    static FormReading Reading(MailServerForm form, MailServerSettings stored, string? password) => MailServerSettingsRules.Read(form, stored, password);

    static MailServerSettings Valid(MailServerForm form, string? password = "pw") =>
        Reading(form, new(), password) switch
        {
            FormReading.Valid valid => valid.Settings,
            FormReading.Invalid invalid => throw new InvalidOperationException(string.Join('\n', invalid.Problems)),
            _ => throw new InvalidOperationException(),
        };

    static IReadOnlyList<SettingsProblem> Problems(MailServerForm form) => Assert.IsType<FormReading.Invalid>(Reading(form, new(), "pw")).Problems;

    static IEnumerable<string> Keys(MailServerForm form) => Problems(form).Select(problem => problem.MessageKey);

    static string Pem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=mail.example.com", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return certificate.ExportCertificatePem();
    }
}
