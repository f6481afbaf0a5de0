using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Diagnosis;
using Postroom.Mail.Mime;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;
using Postroom.Rendering;
using Postroom.Rendering.Editing;
using Postroom.Settings;
using Postroom.Tests.Contracts;
using Postroom.Tests.Rendering.Support;
using Postroom.Tests.Support;
using static Postroom.Tests.Diagnosis.TestRuns;

namespace Postroom.Tests.Diagnosis;

public sealed class MailServerTestTests
{
    [Fact]
    public async Task Stops_before_the_message()
    {
        await using var server = new ScriptedMailServer(Hello + "C: QUIT\nS: 221 bye");

        var result = await ResultAsync(Request(server.Port));

        Assert.Equal(
            ("dns connect greeting ehlo quit", true, false),
            (string.Join(' ', result.Stages.Select(stage => stage.Stage)), result.Ok, result.Delivered));
    }

    [Fact]
    public async Task Sends_a_message_when_somebody_is_to_get_one()
    {
        await using var server = new ScriptedMailServer(Message);

        var result = await ResultAsync(Request(server.Port, to: "ada@example.com"));

        Assert.Equal(
            ("dns connect greeting ehlo mail-from rcpt-to data quit", true, true),
            (string.Join(' ', result.Stages.Select(stage => stage.Stage)), result.Ok, result.Delivered));
        Assert.Contains("Auto-Submitted: auto-generated", Encoding.UTF8.GetString(Assert.Single(server.Messages)));
    }

    [Fact]
    public async Task Writes_the_message_in_the_language_of_the_reader()
    {
        await using var server = new ScriptedMailServer(Message);

        await ResultAsync(Request(server.Port, to: "ada@example.com") with { Language = CultureInfo.GetCultureInfo("ja") });

        Assert.Equal("Postroom からのテストメール", MessageReader.Read(Assert.Single(server.Messages)).Subject);
    }

    [Fact]
    public async Task The_message_is_a_letter_of_the_product_with_its_name_and_logo()
    {
        await using var server = new ScriptedMailServer(Message);
        var letters = Letters.Of(Letters.Product with { Name = "Kettle" });

        await Subject(letters: letters).RunToResultAsync(Request(server.Port, to: "ada@example.com"), Cancelled);

        var message = MessageReader.Read(Assert.Single(server.Messages));
        Assert.Equal(("Test message from Kettle", "logo@postroom"), (message.Subject, Assert.Single(message.Attachments).ContentId));
        Assert.Contains("Encryption: none (plaintext)\nFrom: Postroom <postroom@example.net>\n", message.Text, StringComparison.Ordinal);
        Assert.Contains("src=\"cid:logo@postroom\"", message.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_message_says_what_people_made_of_its_template()
    {
        await using var store = new SqliteTestStore();
        var templates = new TemplateStore(new SettingsJournal(store.Settings, store.Audit, store.Time));
        var changed = LetterCatalog.Find("test-message")!.BuiltIn("en") with { Subject = "{{brand}}: all is well" };
        await templates.SaveAsync("test-message", "en", changed, 0, "ann", Cancelled);
        await using var server = new ScriptedMailServer(Message);
        var letters = new LetterRenderer(new Letters.FixedProduct(Letters.Product), templates, NullLogger<LetterRenderer>.Instance);

        await Subject(letters: letters).RunToResultAsync(Request(server.Port, to: "ada@example.com"), Cancelled);

        Assert.Equal("Postroom: all is well", MessageReader.Read(Assert.Single(server.Messages)).Subject);
    }

    [Fact]
    public async Task Tells_each_stage_as_it_happens()
    {
        await using var server = new ScriptedMailServer(Hello + "C: QUIT\nS: 221 bye");

        var events = await EventsAsync(Request(server.Port));

        Assert.Equal(
            ["began Dns", "passed dns", "began Connect", "passed connect", "began Greeting", "passed greeting", "began Ehlo", "passed ehlo", "began Quit", "passed quit", "finished"],
            events.Select(Told).OfType<string>());
    }

    [Fact]
    public async Task Tells_what_is_said_as_it_is_said()
    {
        await using var server = new ScriptedMailServer(Hello + "C: QUIT\nS: 221 bye");

        var events = await EventsAsync(Request(server.Port));

        Assert.Equal(
            "220 mail.example.com ESMTP|EHLO fixture.example.net|250-mail.example.com|250 8BITMIME|QUIT|221 bye",
            string.Join('|', events.OfType<TestEvent.Line>().Select(line => line.Said.Text)));
    }

    [Fact]
    public async Task Says_why_the_recipient_was_refused()
    {
        await using var server = new ScriptedMailServer(Hello + """
            C~ MAIL FROM:<postroom@example.net>.*
            S: 250 2.1.0 Ok
            C: RCPT TO:<ada@example.com>
            S: 554 5.7.1 <ada@example.com>: Relay access denied
            C: RSET
            S: 250 2.0.0 Ok
            HOLD
            """);

        var result = await ResultAsync(Request(server.Port, to: "ada@example.com"));

        Assert.Equal(
            ("relay-denied", "administrator", "rcpt-to", "554 5.7.1 <ada@example.com>: Relay access denied"),
            (result.Cause!.Id, result.Cause.Who, result.Stages[^1].Stage, result.Stages[^1].Reply));
    }

    [Fact]
    public async Task Says_that_nobody_listens()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var result = await ResultAsync(Request(port));

        Assert.Equal((false, "connection-refused", "connect"), (result.Ok, result.Cause!.Id, result.Stages[^1].Stage));
    }

    [Fact]
    public async Task Shows_what_is_wrong_with_the_certificate()
    {
        await using var server = new ScriptedMailServer("TLS");
        var request = Request(server.Port);

        var result = await ResultAsync(request with { Server = request.Server with { Endpoint = request.Server.Endpoint with { Security = ConnectionSecurity.Tls } } });

        Assert.Equal(("tls", "certificate-unknown-issuer"), (result.Stages[^1].Stage, result.Cause!.Id));
        Assert.NotEmpty(result.Tls!.Chain);
    }

    [Fact]
    public async Task Shows_the_encryption_that_came_about()
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
            S: 250 mail.example.com
            C: QUIT
            S: 221 bye
            """);
        var request = Request(server.Port);
        var secured = request.Server with
        {
            Endpoint = request.Server.Endpoint with { Security = ConnectionSecurity.StartTls },
            Options = request.Server.Options with { AdditionalRoots = TestCertificates.Trust },
        };

        var result = await ResultAsync(request with { Server = secured });

        Assert.Equal(
            ("dns connect greeting ehlo starttls tls quit", true, 0),
            (string.Join(' ', result.Stages.Select(stage => stage.Stage)), result.Ok, result.Tls!.Problems.Count));
        Assert.StartsWith("TLS 1.", result.Tls.Version);
    }

    [Fact]
    public async Task A_silent_server_ends_the_test_after_eight_seconds()
    {
        await using var server = new ScriptedMailServer("HOLD");
        var time = new FakeTime();
        var greeting = new TaskCompletionSource();
        var finished = LastAsync(new MailServerTest(Letters.Renderer, time, NullLogger<MailServerTest>.Instance).RunAsync(Request(server.Port), Cancelled), greeting);
        await greeting.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancelled);

        for (var i = 0; !finished.IsCompleted && i < 1_000_000; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.Equal("timed-out-greeting", Assert.IsType<TestEvent.Finished>(await finished).Result.Cause!.Id);
    }

    [Fact]
    public async Task Cancelling_ends_the_test_at_once()
    {
        await using var server = new ScriptedMailServer("HOLD");
        using var wish = new CancellationTokenSource();
        var seen = new List<TestEvent>();

        var run = Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var happened in Subject().RunAsync(Request(server.Port), wish.Token))
            {
                seen.Add(happened);
                if (happened is TestEvent.StageBegan { Stage: SmtpStage.Greeting }) await wish.CancelAsync();
            }
        });

        await run.WaitAsync(TimeSpan.FromSeconds(5), Cancelled);
    }

    [Fact]
    public void A_test_knows_no_connection_of_the_mail() =>
        Assert.DoesNotContain(
            typeof(MailServerTest).Assembly.GetTypes()
                .Where(type => type.Namespace?.StartsWith("Postroom.Diagnosis", StringComparison.Ordinal) == true)
                .SelectMany(type => type.GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)),
            field => field.FieldType == typeof(ConnectionPool) || field.FieldType == typeof(SmtpTransport));

    [Fact]
    public async Task Looking_away_ends_the_test()
    {
        await using var server = new ScriptedMailServer("HOLD");

        await foreach (var happened in Subject().RunAsync(Request(server.Port), Cancelled))
            if (happened is TestEvent.StageBegan { Stage: SmtpStage.Greeting }) break;

        await server.Finished.WaitAsync(TimeSpan.FromSeconds(5), Cancelled);
    }

    static async Task<TestEvent> LastAsync(IAsyncEnumerable<TestEvent> events, TaskCompletionSource greeting)
    {
        TestEvent? last = null;
        await foreach (var happened in events)
        {
            last = happened;
            if (happened is TestEvent.StageBegan { Stage: SmtpStage.Greeting }) greeting.TrySetResult();
        }

        return last!;
    }

    static string? Told(TestEvent happened) => happened switch
    {
        TestEvent.StageBegan began => $"began {began.Stage}",
        TestEvent.StagePassed passed => $"passed {passed.Stage.Stage}",
        TestEvent.StageFailed failed => $"failed {failed.Stage.Stage}",
        TestEvent.Finished => "finished",
        _ => null,
    };
}
