using System.Net;
using Postroom.Mail.Smtp.Client;
using Postroom.Settings;
using Postroom.Tests.Support;
using static Postroom.Tests.Diagnosis.Remedies.RemedyRuns;

namespace Postroom.Tests.Diagnosis.Remedies;

public sealed class RemedyFinderTests
{
    [Fact]
    public async Task Finds_STARTTLS_where_TLS_from_the_first_byte_was_expected()
    {
        await using var server = new ScriptedMailServer("S: 220 mail.example.com ESMTP\nHOLD\nNEXT\n" + TakesLogin);

        var result = await ResultAsync(Request(server.Port, ConnectionSecurity.Tls));

        Assert.Equal(
            ("plaintext-on-tls-port", "starttls", server.Port, true),
            (result.Cause!.Id, result.Remedy!.Settings!.Security, result.Remedy.Settings.Port, result.Remedy.Verified));
        Assert.EndsWith($"; with STARTTLS on port {server.Port} it works.", result.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_another_port()
    {
        await using var server = new ScriptedMailServer(TakesLogin);

        var result = await ResultAsync(Request(ClosedPort(), ConnectionSecurity.StartTls), StartTlsAt(ClosedPort()), StartTlsAt(server.Port));

        Assert.Equal(
            ("connection-refused", server.Port, true, "Use port " + server.Port + " with STARTTLS"),
            (result.Cause!.Id, result.Remedy!.Settings!.Port, result.Remedy.Verified, result.Remedy.Action));
        Assert.Equal([false, true], result.Tried.Select(tried => tried.Ok));
    }

    [Fact]
    public async Task Sends_a_stored_password_nowhere_else()
    {
        await using var server = new ScriptedMailServer("""
            S: 220 mail.example.com ESMTP
            C: EHLO fixture.example.net
            S: 250-mail.example.com
            S: 250 STARTTLS
            C: STARTTLS
            S: 220 2.0.0 go
            TLS
            C: EHLO fixture.example.net
            S: 250-mail.example.com
            S: 250 AUTH PLAIN
            C: QUIT
            S: 221 bye
            """);
        var request = Request(ClosedPort(), ConnectionSecurity.StartTls) with { IsPasswordTyped = false };

        var result = await ResultAsync(request, StartTlsAt(server.Port));
        await server.Finished;

        Assert.Equal((server.Port, false, "auth"), (result.Remedy!.Settings!.Port, result.Remedy.Verified, result.Remedy.VerifiedUpTo));
        Assert.DoesNotContain(server.Heard, line => line.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Never_offers_plaintext_for_a_login()
    {
        await using var server = new ScriptedMailServer("""
            S: 220 mail.example.com ESMTP
            C: EHLO fixture.example.net
            S: 250-mail.example.com
            S: 250 AUTH PLAIN
            HOLD
            """);

        var result = await ResultAsync(Request(server.Port, ConnectionSecurity.StartTls));

        Assert.Equal(("start-tls-not-offered", false, "tls"), (result.Cause!.Id, result.Remedy!.Verified, result.Remedy.Settings!.Security));
        Assert.DoesNotContain(result.Tried, tried => tried.Settings.Security == "none");
    }

    [Fact]
    public async Task Tries_no_encryption_last_where_nobody_signs_in()
    {
        const string Hello = "S: 220 mail.example.com ESMTP\nC: EHLO fixture.example.net\nS: 250 mail.example.com\n";
        await using var server = new ScriptedMailServer(
            Hello + "HOLD\nNEXT\n" + Hello + "C: MAIL FROM:<postroom@example.net>\nS: 250 Ok\nC: RSET\nS: 250 Ok\nC: QUIT\nS: 221 bye");

        var result = await ResultAsync(Request(server.Port, ConnectionSecurity.StartTls, user: null));

        Assert.Equal(("none", true, true), (result.Remedy!.Settings!.Security, result.Remedy.Verified, result.Remedy.LowersProtection));
        Assert.Contains("everybody on the way can read and change the mail", result.Remedy.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_that_LOGIN_takes_what_PLAIN_refuses()
    {
        var announced = TakesLogin.Replace("S: 250 AUTH PLAIN", "S: 250 AUTH PLAIN LOGIN", StringComparison.Ordinal);
        await using var server = new ScriptedMailServer(
            announced.Split("S: 235")[0] + "S: 535 5.7.8 no\nHOLD\nNEXT\n"
            + announced.Replace("C~ AUTH PLAIN .*",
                "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC~ .+\nS: 334 UGFzc3dvcmQ6\nC~ .+", StringComparison.Ordinal));

        var result = await ResultAsync(Request(server.Port, ConnectionSecurity.StartTls));

        Assert.Equal(("auth-wrong", "LOGIN", true),
            (result.Cause!.Id, result.Remedy!.Settings!.Mechanism, result.Remedy.Verified));
    }

    [Fact]
    public async Task Names_a_firewall_that_masks_what_the_server_says()
    {
        await using var server = new ScriptedMailServer(
            "S: 220 ********************\nC: EHLO fixture.example.net\nS: 250-mail.example.com\nS: 250-SIZE 1000\nS: 250 XXXXXXXA\nHOLD");

        var result = await ResultAsync(Request(server.Port, ConnectionSecurity.StartTls));

        Assert.StartsWith("A firewall on the way reads along", result.Remedy!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_the_address_that_the_login_may_send_as()
    {
        await using var server = new ScriptedMailServer(TakesLogin.Replace(
            "S: 250 2.1.0 Ok", "S: 553 5.7.1 Sender address rejected: not owned by user", StringComparison.Ordinal).Replace("C: QUIT\nS: 221 bye", "HOLD", StringComparison.Ordinal)
            + "\nNEXT\n" + TakesLogin.Replace("<postroom@", "<bob@", StringComparison.Ordinal));

        var result = await ResultAsync(Request(server.Port, ConnectionSecurity.StartTls));

        Assert.Equal(
            ("sender-not-owned", "bob@example.net", true), (result.Cause!.Id, result.Remedy!.Settings!.From, result.Remedy.Verified));
    }

    [Fact]
    public async Task Finds_the_EHLO_name_that_the_server_takes()
    {
        await using var server = new ScriptedMailServer("""
            S: 220 mail.example.com ESMTP
            C: EHLO fixture.example.net
            S: 550 5.7.1 Helo command rejected: Host not found
            HOLD
            NEXT
            S: 220 mail.example.com ESMTP
            C: EHLO host.example.org
            S: 250 mail.example.com
            C: MAIL FROM:<postroom@example.net>
            S: 250 Ok
            C: RSET
            S: 250 Ok
            C: QUIT
            S: 221 bye
            """);
        var request = Request(server.Port, ConnectionSecurity.None, user: null) with { Host = new HostIdentity("host.example.org", IPAddress.Loopback) };

        var result = await ResultAsync(request);

        Assert.Equal(("ehlo-refused", "host.example.org", true), (result.Cause!.Id, result.Remedy!.Settings!.EhloName, result.Remedy.Verified));
    }

    [Fact]
    public async Task Trusts_no_certificate_but_shows_what_was_seen()
    {
        await using var server = new ScriptedMailServer("TLS");
        var request = Request(server.Port, ConnectionSecurity.Tls);
        var options = request.Server.Options with { AdditionalRoots = null };

        var result = await ResultAsync(request with { Server = request.Server with { Options = options } });

        Assert.Equal(
            ("certificate-unknown-issuer", result.Tls!.Chain[0].Sha256, false), (result.Cause!.Id, result.Remedy!.Settings!.PinnedCertificate, result.Remedy.Verified));
        Assert.Empty(result.Tried);
    }

    [Fact]
    public async Task Tells_how_far_other_settings_came_where_none_works()
    {
        await using var server = new ScriptedMailServer(TakesLogin.Replace("S: 235 2.7.0 welcome", "S: 535 5.7.8 Wrong password\nHOLD", StringComparison.Ordinal));

        var result = await ResultAsync(Request(ClosedPort(), ConnectionSecurity.StartTls), StartTlsAt(server.Port));

        Assert.Equal((server.Port, false), (result.Remedy!.Settings!.Port, result.Remedy.Verified));
        Assert.StartsWith($"With STARTTLS on port {server.Port} it gets further.", result.Remedy.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.6 secret-banner-of-a-host-inside\\r\\n", "other-protocol-ssh")]
    [InlineData("+OK POP3 secret-banner-of-a-host-inside\\r\\n", "other-protocol-pop3")]
    [InlineData("* OK IMAP4rev1 secret-banner-of-a-host-inside\\r\\n", "other-protocol-imap")]
    [InlineData("HTTP/1.1 400 Bad secret-banner-of-a-host-inside\\r\\n", "other-protocol-http")]
    public async Task Names_another_service_by_kind_and_never_echoes_it(string banner, string id)
    {
        await using var server = new ScriptedMailServer($"S raw: {banner}\nHOLD");

        var result = await ResultAsync(Request(server.Port, ConnectionSecurity.None, user: null) with { SeeksRemedies = false });

        Assert.Equal(id, result.Cause!.Id);
        Assert.DoesNotContain("secret-banner", result.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_no_connection_behind()
    {
        await using var server = new ScriptedMailServer(TakesLogin);

        await ResultAsync(Request(ClosedPort(), ConnectionSecurity.StartTls), StartTlsAt(server.Port));

        await server.Finished.WaitAsync(TimeSpan.FromSeconds(10), Cancelled);
        Assert.Equal("QUIT", server.Heard[^1]);
    }
}
