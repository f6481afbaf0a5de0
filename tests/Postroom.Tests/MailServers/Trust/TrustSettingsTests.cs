using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Postroom.MailServers;
using Postroom.MailServers.Trust;
using Postroom.Tests.Support;

namespace Postroom.Tests.MailServers.Trust;

public sealed class TrustSettingsTests
{
    const string Pin = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    static readonly MailServerForm Form = MailServerFixture.Custom with { Anonymous = "true" };

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static string Fingerprint => TestCertificates.Root.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();

    [Fact]
    public async Task A_chosen_certificate_is_trusted()
    {
        await using var fixture = await WithRootAsync();

        await fixture.SaveAsync(Form with { Trust = "chosen", ChosenCertificates = Fingerprint });

        Assert.Equal(TestCertificates.Root.RawData, Assert.Single(fixture.Server.Options.AdditionalRoots!).RawData);
    }

    [Fact]
    public async Task Going_back_to_the_systems_authorities_keeps_what_was_chosen_and_uses_none_of_it()
    {
        await using var fixture = await WithRootAsync();
        await fixture.SaveAsync(
            Form with { Trust = "chosen", ChosenCertificates = Fingerprint, PinnedCertificate = Pin });

        await fixture.SaveAsync(new MailServerForm { Trust = "system" });

        Assert.Equal((null, null, Fingerprint, Pin), (
            fixture.Server.Options.AdditionalRoots, fixture.Server.Options.PinnedCertificateSha256, fixture.Store.View.Form.ChosenCertificates, fixture.Store.View.Form.PinnedCertificate));
    }

    [Fact]
    public async Task A_key_can_be_pinned()
    {
        await using var fixture = await MailServerFixture.LoadedAsync();

        await fixture.SaveAsync(Form with { PinnedCertificate = $"SPKI-SHA256:{Pin.ToUpperInvariant()}" });

        Assert.Equal(
            (null, Pin),
            (fixture.Server.Options.PinnedCertificateSha256, fixture.Server.Options.PinnedPublicKeySha256));
    }

    [Fact]
    public async Task A_pin_or_certificate_that_is_given_counts_where_nobody_says_otherwise()
    {
        await using var fixture = await MailServerFixture.LoadedAsync();
        await fixture.SaveAsync(Form with { Trust = "system" });

        await fixture.SaveAsync(new MailServerForm { PinnedCertificate = Pin });

        Assert.Equal(Pin, fixture.Server.Options.PinnedCertificateSha256);
    }

    [Fact]
    public async Task A_pin_from_outside_counts_whatever_is_stored()
    {
        await using var fixture = await MailServerFixture.LoadedAsync();
        await fixture.SaveAsync(Form with { Trust = "system" });
        fixture.Outside = [("PinnedCertificate", Pin)];
        await fixture.RestartAsync();

        Assert.Equal(Pin, fixture.Server.Options.PinnedCertificateSha256);
    }

    [Fact]
    public async Task A_client_certificate_from_outside_needs_no_trust_store()
    {
        await using var openssl = new OpenSsl();
        await openssl.MakeAsync();
        await using var fixture = await MailServerFixture.LoadedAsync(
            ("ClientCertificate", openssl.PathOf("server.pem")), ("ClientKey", openssl.PathOf("server.key")));

        await fixture.SaveAsync(Form);

        Assert.Equal("CN=localhost", fixture.Server.Options.ClientCertificate!.TargetCertificate.Subject);
    }

    [Fact]
    public async Task The_stored_key_is_used_and_never_readable()
    {
        await using var fixture = await MailServerFixture.LoadedAsync();
        var reading = CertificateUpload.ReadClient(
            TestCertificates.Server.Export(X509ContentType.Pkcs12), default, "", fixture.Time.GetUtcNow());
        var stored = Assert.Single(await fixture.Trust.AddAsync(reading, "ada@example.com", Token));

        await fixture.SaveAsync(Form with { ClientCertificate = stored.Sha256 });

        Assert.True(fixture.Server.Options.ClientCertificate!.TargetCertificate.HasPrivateKey);
        Assert.DoesNotContain(
            "PRIVATE KEY", (await fixture.Certificates.ListAsync(Token))[0].ProtectedKey!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chosen_certificate_that_is_gone_is_named()
    {
        await using var fixture = await MailServerFixture.LoadedAsync();

        await fixture.SaveAsync(Form with { ChosenCertificates = Fingerprint, Trust = "chosen" });

        Assert.Equal("Problem.ChosenCertificates.Gone", fixture.Trouble);
    }

    [Theory]
    [InlineData("pin", "Problem.PinnedCertificate.Missing")]
    [InlineData("chosen", "Problem.Trust.NothingChosen")]
    [InlineData("anybody", "Problem.Trust.Unknown")]
    public async Task Trust_in_nothing_is_a_problem(string trust, string problem)
    {
        await using var fixture = await MailServerFixture.LoadedAsync();

        var invalid = Assert.IsType<SaveOutcome.Invalid>(await fixture.SaveAsync(Form with { Trust = trust }));

        Assert.Equal(problem, Assert.Single(invalid.Problems).MessageKey);
    }

    [Theory]
    [InlineData("chosen", null, null)]
    [InlineData("pin", Pin, null)]
    [InlineData(null, "spki-sha256:" + Pin, null)]
    [InlineData(null, null, "off")]
    public async Task Changing_trust_asks_for_the_password_again(string? trust, string? pin, string? revocation)
    {
        await using var fixture = await MailServerFixture.SavedAsync();
        var reading = CertificateUpload.ReadTrusted(TestCertificates.Root.RawData, "", fixture.Time.GetUtcNow());
        await fixture.Trust.AddAsync(reading, "ada@example.com", Token);

        var outcome = await fixture.SaveAsync(new MailServerForm
        {
            Trust = trust,
            PinnedCertificate = pin,
            Revocation = revocation,
            ChosenCertificates = trust == "chosen" ? Fingerprint : null,
        });

        Assert.IsType<SaveOutcome.PasswordNeeded>(outcome);
    }

    [Fact]
    public async Task Naming_what_was_so_already_asks_for_nothing()
    {
        await using var fixture = await MailServerFixture.SavedAsync();

        Assert.IsType<SaveOutcome.Saved>(
            await fixture.SaveAsync(new MailServerForm { Trust = "system", Revocation = "soft" }));
    }

    static async Task<MailServerFixture> WithRootAsync()
    {
        var fixture = await MailServerFixture.LoadedAsync();
        await fixture.Trust.AddAsync(
            CertificateUpload.ReadTrusted(TestCertificates.Root.RawData, "", fixture.Time.GetUtcNow()),
            "ada@example.com", Token);
        return fixture;
    }
}
