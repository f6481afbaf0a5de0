using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Diagnosis;
using Postroom.Mail.Addresses;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;
using Postroom.Rendering;
using Postroom.Settings;
using Postroom.Tests.Rendering.Support;
using TestResult = Postroom.Diagnosis.TestResult;

namespace Postroom.Tests.Diagnosis;

/// <summary>Runs tests of scripted mail servers.</summary>
public static class TestRuns
{
    public const string Password = "correct horse battery staple";

    public const string Hello = """
        S: 220 mail.example.com ESMTP
        C: EHLO fixture.example.net
        S: 250-mail.example.com
        S: 250 8BITMIME

        """;

    public const string Message = Hello + """
        C~ MAIL FROM:<postroom@example.net>.*
        S: 250 2.1.0 Ok
        C: RCPT TO:<ada@example.com>
        S: 250 2.1.5 Ok
        C: DATA
        S: 354 go
        BODY
        S: 250 2.0.0 queued
        C: QUIT
        S: 221 bye
        """;

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static MailServerTest Subject(IMailServerSource? servers = null, LetterRenderer? letters = null) => new(letters ?? Letters.Renderer, TimeProvider.System, NullLogger<MailServerTest>.Instance, servers);

    public static TestRequest Request(int port, string? to = null)
    {
        var options = new SmtpClientOptions { EhloName = "fixture.example.net" };
        var server = new MailServer(new SmtpEndpoint("127.0.0.1", port, ConnectionSecurity.None), options, 0);
        // Without a recipient nobody needs a sender, and the test ends before one is named.
        var identity = new SenderIdentity(to is null ? null : new Mailbox("Postroom", Address("postroom@example.net")), null, null, "");
        return new TestRequest(server, identity, to is null ? null : Address(to), CultureInfo.InvariantCulture);
    }

    public static EmailAddress Address(string text) => MailboxParser.TryParseAddress(text, out var address) ? address : throw new ArgumentException(text);

    public static Task<TestResult> ResultAsync(TestRequest request) => Subject().RunToResultAsync(request, Cancelled);

    public static async Task<List<TestEvent>> EventsAsync(TestRequest request)
    {
        var events = new List<TestEvent>();
        await foreach (var happened in Subject().RunAsync(request, Cancelled)) events.Add(happened);
        return events;
    }
}
