using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Diagnosis;
using Postroom.Diagnosis.Remedies;
using Postroom.Mail.Addresses;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;
using Postroom.Settings;
using Postroom.Tests.Rendering.Support;
using Postroom.Tests.Support;
using TestResult = Postroom.Diagnosis.TestResult;

namespace Postroom.Tests.Diagnosis.Remedies;

/// <summary>Runs failing tests that look for remedies.</summary>
static class RemedyRuns
{
    public const string Password = "correct horse battery staple";

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>A login of bob that was typed just now, over a connection protected like this.</summary>
    public static TestRequest Request(int port, ConnectionSecurity security, string? user = "bob@example.net", string host = "127.0.0.1")
    {
        var options = new SmtpClientOptions
        {
            EhloName = "fixture.example.net",
            AdditionalRoots = TestCertificates.Trust,
            Credentials = user is null ? null : new SmtpCredentials(user, Password),
        };
        var server = new MailServer(new SmtpEndpoint(host, port, security), options, 0);
        var identity = new SenderIdentity(new Mailbox("Postroom", Address("postroom@example.net")), null, null, "");
        return new TestRequest(server, identity, null, CultureInfo.InvariantCulture) { SeeksRemedies = true, IsPasswordTyped = true };
    }

    public static EmailAddress Address(string text) => MailboxParser.TryParseAddress(text, out var address) ? address : throw new ArgumentException(text);

    public static MailServerTest Subject(TimeProvider? time = null, params IReadOnlyList<SubmissionPort> ports) =>
        new(Letters.Renderer, time ?? TimeProvider.System, NullLogger<MailServerTest>.Instance, settings: new TestSettings { Ports = ports });

    public static Task<TestResult> ResultAsync(TestRequest request, params IReadOnlyList<SubmissionPort> ports) =>
        Subject(null, ports).RunToResultAsync(request, Cancelled).WaitAsync(TimeSpan.FromSeconds(60), Cancelled);

    public static SubmissionPort StartTlsAt(int port) => new(port, ConnectionSecurity.StartTls);

    public static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A server that takes bob's login after STARTTLS, and the sender.</summary>
    public const string TakesLogin = """
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
        C~ AUTH PLAIN .*
        S: 235 2.7.0 welcome
        C: MAIL FROM:<postroom@example.net>
        S: 250 2.1.0 Ok
        C: RSET
        S: 250 2.0.0 Ok
        C: QUIT
        S: 221 bye
        """;
}
