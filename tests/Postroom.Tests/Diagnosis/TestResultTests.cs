using System.Globalization;
using System.Text.Json;
using Postroom.Diagnosis;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;
using Postroom.Tests.Support;
using static Postroom.Tests.Diagnosis.TestRuns;

namespace Postroom.Tests.Diagnosis;

public sealed class TestResultTests
{
    [Fact]
    public async Task Its_JSON_has_the_promised_names()
    {
        await using var server = new ScriptedMailServer("S: 554 5.7.1 Client host rejected: Access denied\nHOLD");

        var json = JsonDocument.Parse((await ResultAsync(Request(server.Port))).ToJson()).RootElement;

        Assert.Equal(["ok", "stages", "cause", "remedy", "tls", "transcript", "summary", "tried", "alternatives", "requirements", "warnings"], Names(json));
        Assert.Equal(["stage", "ok", "ms", "detail", "reply"], Names(json.GetProperty("stages")[2]));
        Assert.Equal(["stage", "ok", "ms", "detail"], Names(json.GetProperty("stages")[0]));
        Assert.Equal(["id", "text", "who"], Names(json.GetProperty("cause")));
        Assert.Equal(["text", "verified"], Names(json.GetProperty("remedy")));
        Assert.Equal(["from", "text"], Names(json.GetProperty("transcript")[0]));
        Assert.Equal(JsonValueKind.Null, json.GetProperty("tls").ValueKind);
    }

    [Fact]
    public async Task A_test_message_that_went_through_marks_the_settings_as_good()
    {
        await using var server = new ScriptedMailServer(Message);
        await using var fixture = await MailServerFixture.LoadedAsync();
        await fixture.SaveAsync(new MailServerForm
        {
            Configuration = "custom",
            Host = "127.0.0.1",
            Port = server.Port.ToString(CultureInfo.InvariantCulture),
            Security = "none",
            Anonymous = "true",
            From = "postroom@example.net",
        });
        var ready = Assert.IsType<PreparedServer.Ready>(
            fixture.Store.Prepare(new MailServerForm(), null, forMessage: true));

        await Subject(fixture.Store).RunToResultAsync(
            new TestRequest(ready.Server, ready.Identity, Address("ada@example.com"), CultureInfo.InvariantCulture),
            Cancelled);

        Assert.NotNull(Assert.Single(await fixture.Store.HistoryAsync(1, Cancelled)).GoodSince);
    }

    [Fact]
    public async Task Values_that_are_not_saved_mark_nothing_as_good()
    {
        await using var fixture = await MailServerFixture.SavedAsync();

        var ready = Assert.IsType<PreparedServer.Ready>(
            fixture.Store.Prepare(new MailServerForm { EhloName = "x.example.com" }, null, forMessage: true));

        Assert.Equal(0, ready.Server.SettingsVersion);
    }

    [Fact]
    public async Task A_connection_can_be_tested_before_there_is_a_From()
    {
        await using var fixture = await MailServerFixture.LoadedAsync();

        Assert.IsType<PreparedServer.Ready>(
            fixture.Store.Prepare(MailServerFixture.Custom with { From = "" }, "typed", forMessage: false));
    }

    [Fact]
    public async Task The_password_is_in_no_event_and_no_result()
    {
        await using var server = new ScriptedMailServer($"""
            S: 220 mail.example.com ESMTP
            C~ EHLO .*
            S: 250-mail.example.com
            S: 250 AUTH PLAIN
            C~ AUTH PLAIN .*
            S: 535 5.7.8 I know that {Password} is wrong
            HOLD
            """);
        var request = Request(server.Port);
        var options = request.Server.Options with { Credentials = new SmtpCredentials("robot", Password), AllowPlaintextCredentials = true };

        var events = await EventsAsync(request with { Server = request.Server with { Options = options } });

        var result = ((TestEvent.Finished)events[^1]).Result;
        Assert.Equal("auth-wrong", result.Cause!.Id);
        Assert.DoesNotContain(Password, string.Join('\n', events) + result.ToJson() + ConversationText.Of(result, CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Reads_well_in_a_terminal()
    {
        await using var server = new ScriptedMailServer("S: 554 5.7.1 Client host rejected: Access denied\nHOLD");

        var text = ConversationText.Of(await ResultAsync(Request(server.Port)), CultureInfo.InvariantCulture);

        Assert.StartsWith("The mail server does not accept mail from this machine's address.", text);
        Assert.Contains("S: 554 5.7.1 Client host rejected: Access denied", text);
    }

    static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(member => member.Name);
}
