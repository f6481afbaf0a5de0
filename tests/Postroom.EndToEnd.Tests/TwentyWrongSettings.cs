using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;
using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>A real Postfix with Dovecot, set up wrongly on the page in more than twenty ways: page and terminal say the same, in either language.</summary>
public sealed class TwentyWrongSettings(SharedPostfix server) : PostfixTrials(server), IClassFixture<SharedPostfix>
{
    const string WrongPassword = "not the password";

    [Theory, InlineData("en", true), InlineData("ja", false)]
    public async Task Page_and_terminal_say_the_same(string language, bool hasScripts)
    {
        await using var program = await PostroomProgram.StartAsync(
            Token, new() { ["POSTROOM__Tests__Ports"] = Ports, ["POSTROOM__Tests__PerAdministrator"] = "1000", ["POSTROOM__Tests__Overall"] = "1000" });
        await using var browser = await ConsoleBrowser.StartAsync(hasScripts, language: language);
        await browser.SetUpAsync(await program.SetupLinkAsync(Token));
        ConcurrentBag<string> differences = [];

        var (password, wrongPassword) = (await FileAsync("password", Postfix.Password), await FileAsync("wrong", WrongPassword));

        // Most of the time is the patience of timeouts, so some are asked at once, each on a page of its own.
        await Parallel.ForEachAsync(await AllAsync(), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Token }, async (wrong, _) =>
        {
            var page = await browser.Context.NewPageAsync();
            await FillInAsync(program, page, wrong);
            var onPage = AskPageAsync(page, wrong);
            var inTerminal = await AskTerminalAsync(wrong, language, wrong.Password is null ? password : wrongPassword);
            var summary = inTerminal.GetProperty("summary").GetString();
            if (inTerminal.GetProperty("ok").GetBoolean() || inTerminal.GetProperty("cause").GetProperty("id").GetString() != wrong.Cause) differences.Add($"{wrong.Cause}: the terminal says {summary}");
            if (await onPage is var shown && shown != summary) differences.Add($"{wrong.Cause}: the page says '{shown}', the terminal '{summary}'");
            await page.CloseAsync();
        });

        Assert.Empty(differences);
    }

    async Task<IReadOnlyList<Wrong>> AllAsync()
    {
        var (startTls, tls) = (Postfix.LoginStartTlsPort, Postfix.LoginSmtpsPort);
        var web = await Others.WebAsync(Token);
        (string Greeting, string Cause)[] greetings =
        [
            ("SSH-2.0-OpenSSH_9.6\r\n", "other-protocol-ssh"), ("+OK Dovecot ready.\r\n", "other-protocol-pop3"), ("* OK [CAPABILITY IMAP4rev1] ready.\r\n", "other-protocol-imap"),
            ("what is this?\r\n", "malformed-reply"), ("554 5.7.1 No service for you\r\n", "service-refused"), ("421 4.7.0 Too many connections\r\n", "too-many-connections"),
            ("", "timed-out-greeting"), ("220-mail.exam", "greeting-too-slow"),
        ];
        return
        [
            new("connection-refused", OtherServers.ClosedPort(), "starttls"),
            new("connection-refused", OtherServers.ClosedPort(), "tls"),
            new("timed-out-connect", Others.Filtered(), "starttls"),
            new("plaintext-on-tls-port", startTls, "tls"),
            new("tls-on-plaintext-port", tls, "starttls"),
            new("start-tls-not-offered", Postfix.LoginPlainPort, "starttls"),
            new("auth-not-offered", Postfix.StartTlsPort, "starttls"),
            new("other-protocol-http", web, "starttls"),
            new("other-protocol-http", web, "tls"),
            .. greetings.Select(other => new Wrong(other.Cause, Others.Greeting(other.Greeting), "starttls")),
            new("auth-wrong", startTls, "starttls") { Password = WrongPassword },
            new("certificate-unknown-issuer", Postfix.SmtpsPort, "tls") { IsAnonymous = true, IsTrusted = false },
            new("ehlo-refused", Postfix.StartTlsPort, "starttls") { IsAnonymous = true, Ehlo = "refused.example.net", To = "test@example.org" },
            new("sender-not-owned", startTls, "starttls") { User = Postfix.UserName + "@example.org", From = "stranger@example.net", To = "test@example.org" },
            new("relay-denied", Postfix.StartTlsPort, "starttls") { IsAnonymous = true, To = "somebody@elsewhere.example" },
        ];
    }

    async Task FillInAsync(PostroomProgram program, IPage page, Wrong wrong)
    {
        await page.GotoAsync(new Uri(program.Address, "/mail-server").ToString());
        await page.EvaluateAsync("document.querySelectorAll('form.settings details').forEach(part => part.open = true)");
        await page.CheckAsync("#Configuration-custom");
        await page.FillAsync("#Host", "localhost");
        await page.FillAsync("#Port", Csv($"{wrong.Port}"));
        await page.CheckAsync("#Security-" + wrong.Security);
        if (wrong.IsTrusted) await page.FillAsync("#TrustedCertificates", await File.ReadAllTextAsync(Postfix.CaFile, Token));
        await page.FillAsync("#From", wrong.From);
        if (wrong.Ehlo is { } name) await page.FillAsync("#EhloName", name);
        await page.SetCheckedAsync("#Anonymous", wrong.IsAnonymous);
        if (wrong.IsAnonymous) return;
        await page.FillAsync("#UserName", wrong.User ?? Postfix.UserName);
        await page.ClickAsync("button[value=password]");
        await page.FillAsync("input[type=password]", wrong.Password ?? Postfix.Password);
    }

    static async Task<string> AskPageAsync(IPage page, Wrong wrong)
    {
        if (wrong.To is { } to) await page.FillAsync("#TestTo", to);
        await page.ClickAsync(wrong.To is null ? "button[value=test]" : "button[value=send]");
        return (await page.Locator(".verdict h3").TextContentAsync() ?? "").Trim();
    }

    async Task<JsonElement> AskTerminalAsync(Wrong wrong, string language, string passwordFile)
    {
        string[] login = wrong.IsAnonymous ? [] : ["--user", wrong.User ?? Postfix.UserName, "--password-file", passwordFile];
        string[] trust = wrong.IsTrusted ? ["--ca", Postfix.CaFile] : [];
        string[] ehlo = wrong.Ehlo is { } name ? ["--helo", name] : [];
        string[] to = wrong.To is { } address ? ["--to", address] : [];
        return await RunAsync(
            ["--lang", language, "--host", "localhost", "--port", Csv($"{wrong.Port}"), "--security", wrong.Security, "--from", wrong.From, .. trust, .. ehlo, .. login, .. to]);
    }

    /// <summary>Settings that are wrong, and what the test of them is to find.</summary>
    sealed record Wrong(string Cause, int Port, string Security)
    {
        public string From { get; init; } = "test@example.org";

        public string? User { get; init; }

        public string? Password { get; init; }

        public string? Ehlo { get; init; }

        /// <summary>Who a message is for; null: the test stops before it.</summary>
        public string? To { get; init; }

        public bool IsAnonymous { get; init; }

        public bool IsTrusted { get; init; } = true;
    }
}
