using System.Text;
using Postroom.Mail.Smtp.Server;

namespace Postroom.Tests.Mail.Smtp.Server;

/// <summary>AUTH at the server: RFC 4954, with PLAIN of RFC 4616.</summary>
public sealed class SmtpLoginTests
{
    static readonly SmtpServerOptions Clear = new() { HostName = "mx.example.net", AllowsLoginWithoutTls = true };

    readonly LoginReceiver _receiver = new();

    [Theory]
    [InlineData("AUTH PLAIN {0}\r\n", "\0ann\0secret")]
    [InlineData("auth plain {0}\r\n", "ann\0ann\0secret")]
    [InlineData("AUTH PLAIN\r\n|{0}\r\n", "\0ann\0secret")]
    [InlineData("AUTH LOGIN\r\n|YW5u\r\n|{0}\r\n", "secret")]
    [InlineData("AUTH LOGIN YW5u\r\n|{0}\r\n", "secret")]
    public async Task Logs_in_by_each_form_of_each_mechanism(string lines, string response)
    {
        var run = await OpenAsync();

        var last = await SayEachAsync(run, lines, response);

        Assert.Equal("235 2.7.0 Welcome", last);
        Assert.Equal(("ann", "secret", false), Assert.Single(_receiver.Logins));
    }

    [Theory]
    [InlineData("AUTH PLAIN {0}\r\n", "\0ann\0wrong", "535 5.7.8 Wrong")]
    [InlineData("AUTH PLAIN {0}\r\n", "\0ann\0later", "454 4.7.0 Not now")]
    [InlineData("AUTH PLAIN {0}\r\n", "ben\0ann\0secret", "535 5.7.8 ")]
    [InlineData("AUTH PLAIN {0}\r\n", "\0\0secret", "535 5.7.8 ")]
    [InlineData("AUTH PLAIN {0}\r\n", "ann secret", "535 5.7.8 ")]
    [InlineData("AUTH PLAIN not-base64\r\n", "", "501 5.5.2 ")]
    [InlineData("AUTH PLAIN\r\n|*\r\n", "", "501 5.7.0 ")]
    [InlineData("AUTH LOGIN\r\n|*\r\n", "", "501 5.7.0 ")]
    [InlineData("AUTH LOGIN\r\n|YW5u\r\n|*\r\n", "", "501 5.7.0 ")]
    [InlineData("AUTH CRAM-MD5\r\n", "", "504 5.5.4 ")]
    [InlineData("AUTH\r\n", "", "501 5.5.4 ")]
    [InlineData("AUTH PLAIN a b\r\n", "", "501 5.5.4 ")]
    [InlineData("AUTH PLAIN /w==\r\n", "", "501 5.5.2 ")]
    public async Task Says_why_there_is_no_login(string lines, string response, string answer)
    {
        var run = await OpenAsync();

        Assert.StartsWith(answer, await SayEachAsync(run, lines, response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AUTH PLAIN AGFubgBzZWNyZXQ=\r\nMAIL FROM:<a@example.com>\r\n")]
    [InlineData("AUTH PLAIN\r\nAGFubgBzZWNyZXQ=\r\n")]
    [InlineData("AUTH LOGIN\r\nYW5u\r\n")]
    public async Task Believes_nothing_that_was_sent_ahead_of_its_answer(string together)
    {
        var run = await OpenAsync();

        Assert.StartsWith("421 4.7.0 ", await run.SayAsync(together), StringComparison.Ordinal);
        Assert.Equal(SessionEnd.OutOfStep, await run.Ending);
        Assert.Empty(_receiver.Logins);
    }

    [Fact]
    public async Task Offers_no_login_in_the_clear_where_it_is_not_allowed()
    {
        var run = new SessionRun(Clear with { AllowsLoginWithoutTls = false }, _receiver);
        await run.FeedAsync("EHLO c\r\n");

        Assert.DoesNotContain("AUTH", run.Hear(), StringComparison.Ordinal);
        Assert.StartsWith(
            "538 5.7.11 ", await run.SayAsync("AUTH PLAIN AGFubgBzZWNyZXQ=\r\n"), StringComparison.Ordinal);
        Assert.Empty(_receiver.Logins);
    }

    [Fact]
    public async Task Offers_a_login_over_TLS_and_says_so_to_the_receiver()
    {
        var run = new SessionRun(Clear with { AllowsLoginWithoutTls = false }, _receiver, isEncrypted: true);
        await run.FeedAsync("EHLO c\r\n");

        Assert.Contains("250 AUTH PLAIN LOGIN\r\n", run.Hear(), StringComparison.Ordinal);
        Assert.StartsWith("235 ", await run.SayAsync("AUTH PLAIN AGFubgBzZWNyZXQ=\r\n"), StringComparison.Ordinal);
        Assert.True(Assert.Single(_receiver.Logins).IsEncrypted);
    }

    [Fact]
    public async Task Offers_no_login_for_a_receiver_without_one()
    {
        var run = new SessionRun(Clear);
        await run.FeedAsync("EHLO c\r\n");

        Assert.DoesNotContain("AUTH", run.Hear(), StringComparison.Ordinal);
        Assert.StartsWith(
            "502 5.5.1 ", await run.SayAsync("AUTH PLAIN AGFubgBzZWNyZXQ=\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_in_once_and_not_within_a_transaction()
    {
        var run = await OpenAsync();
        await run.SayAsync("MAIL FROM:<a@example.com>\r\n");
        Assert.StartsWith(
            "503 5.5.1 ", await run.SayAsync("AUTH PLAIN AGFubgBzZWNyZXQ=\r\n"), StringComparison.Ordinal);
        await run.SayAsync("RSET\r\n");
        await run.SayAsync("AUTH PLAIN AGFubgBzZWNyZXQ=\r\n");

        Assert.StartsWith(
            "503 5.5.1 ", await run.SayAsync("AUTH PLAIN AGFubgBzZWNyZXQ=\r\n"), StringComparison.Ordinal);
        Assert.Single(_receiver.Logins);
    }

    // sendmail, KMail and Outlook name the submitter to every server that offers AUTH (smtp4dev 565, hMailServer 164).
    [Theory]
    [InlineData("AUTH=<>"), InlineData("AUTH=<ann>")]
    [InlineData("AUTH=ann+40example.com SIZE=100")]
    public async Task Takes_the_submitter_that_clients_name_where_there_is_a_login(string parameters)
    {
        var run = await OpenAsync();
        var without = new SessionRun(Clear);
        await without.SayAsync("EHLO c\r\n");

        Assert.StartsWith("250 ", await run.SayAsync($"MAIL FROM:<a@example.com> {parameters}\r\n"), StringComparison.Ordinal);
        Assert.StartsWith(
            "555 ", await without.SayAsync($"MAIL FROM:<a@example.com> {parameters}\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_guesses_is_told_to_go()
    {
        var run = new SessionRun(Clear with { MaximumErrors = 3 }, _receiver);
        await run.SayAsync("EHLO c\r\n");
        for (var i = 0; i < 3; i++) await run.FeedAsync("AUTH PLAIN AGFubgB3cm9uZw==\r\n");

        Assert.Equal(SessionEnd.TooManyErrors, await run.Ending);
    }

    async Task<SessionRun> OpenAsync()
    {
        var run = new SessionRun(Clear, _receiver);
        await run.SayAsync("EHLO client.example\r\n");
        return run;
    }

    // A bar parts what is sent after the answer to what is before it.
    static async Task<string> SayEachAsync(SessionRun run, string lines, string response)
    {
        var last = "";
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(response));
        foreach (var line in lines.Replace("{0}", encoded, StringComparison.Ordinal).Split('|'))
            last = await run.SayAsync(line);
        return last;
    }
}
