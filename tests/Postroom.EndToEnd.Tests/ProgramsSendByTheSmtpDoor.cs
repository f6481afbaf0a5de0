using System.Globalization;
using System.Text.Json;
using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>
/// Programs of other makes hand in mail at the SMTP door as their documents say, with a login over STARTTLS.
/// </summary>
public sealed class ProgramsSendByTheSmtpDoor : IAsyncLifetime
{
    const string Message = "From: app@example.com\r\nTo: b@example.org\r\nSubject: x\r\n\r\nHello\r\n";
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postroom-programs-");
    PostroomProgram _program = null!;
    string _key = "";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    string Port => _program.SmtpPort.ToString(CultureInfo.InvariantCulture);

    public async ValueTask InitializeAsync()
    {
        _program = await PostroomProgram.StartAsync(
            Token, new() { ["POSTROOM__Smtp__RequireAuthentication"] = "true" });
        var made = await _program.RunAsync(Token, "key", "create", "--app", "shop", "--from", "example.com", "--json");
        _key = JsonDocument.Parse(made.Output).RootElement.GetProperty("key").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory, InlineData("PLAIN"), InlineData("LOGIN")]
    public Task Swaks(string mechanism) => SentByAsync(
        "swaks", "--server", $"127.0.0.1:{Port}", "--tls", "--auth", mechanism, "--auth-user", "shop",
            "--auth-password", _key,
        "--from", "app@example.com", "--to", "b@example.org");

    [Fact]
    public Task Curl() => SentByAsync(
        "curl", "--silent", "--show-error", "--ssl-reqd", "--insecure", "--user", $"shop:{_key}", "--url",
            $"smtp://127.0.0.1:{Port}",
        "--mail-from", "app@example.com", "--mail-rcpt", "b@example.org", "--upload-file", File("mail.eml", Message));

    [Fact]
    public Task Msmtp() => SentByAsync(
        "sh", "-c", "exec msmtp --file=\"$0\" b@example.org < \"$1\"",
        File(
            "msmtprc",
                $"account default\nhost 127.0.0.1\nport {Port}\ntls on\ntls_certcheck off\n"
                + $"auth on\nuser shop\npassword {_key}\nfrom app@example.com\n"),
        File("mail.eml", Message));

    [Fact]
    public Task Git_send_email() => SentByAsync(
        "git", "-c", "user.name=App", "-c", "user.email=app@example.com", "-c", "sendemail.smtpSSLCertPath=",
            "send-email", "--quiet", "--confirm=never", "--suppress-cc=all",
        "--smtp-server=127.0.0.1", $"--smtp-server-port={Port}", "--smtp-encryption=tls", "--smtp-user=shop",
        $"--smtp-pass={_key}", "--to=b@example.org",
            File("0001-x.patch", "From: app@example.com\nSubject: [PATCH] x\n\nHello\n"));

    // As Go's net/smtp does it: PLAIN with an initial response, after STARTTLS. JavaMail asks for the challenge first.
    [Theory, InlineData(true), InlineData(false)]
    public async Task The_sequences_of_Go_and_of_JavaMail(bool hasInitialResponse)
    {
        var certificate = Path.Combine(_program.DataFolder, "smtp-certificate.pem");
        using var smtp = await BareSmtp.ConnectAsync(_program.SmtpPort, Token);
        await smtp.ProbeAsync("EHLO localhost", Token);
        await smtp.StartTlsAsync(certificate, Token);
        Assert.Contains("AUTH PLAIN LOGIN", await smtp.ProbeAsync("EHLO localhost", Token), StringComparison.Ordinal);
        var response = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"\0shop\0{_key}"));

        if (!hasInitialResponse)
        {
            Assert.StartsWith(
            "334", await smtp.ProbeAsync("AUTH PLAIN", Token), StringComparison.Ordinal);
        }
        var login = hasInitialResponse ? "AUTH PLAIN " + response : response;
        Assert.StartsWith("235 ", await smtp.ProbeAsync(login, Token), StringComparison.Ordinal);

        await smtp.ProbeAsync("MAIL FROM:<app@example.com> BODY=8BITMIME", Token);
        await smtp.ProbeAsync("RCPT TO:<b@example.org>", Token);
        await smtp.ProbeAsync("DATA", Token);
        Assert.StartsWith("250 ", await smtp.ProbeAsync(Message + ".", Token), StringComparison.Ordinal);
        Assert.Equal(1, await AcceptedAsync());
    }

    [Fact]
    public async Task Postfix_as_a_client()
    {
        await using var open = await PostroomProgram.StartAsync(Token);
        await using var postfix = await PostfixServer.StartOrSkipAsync(
            Token, "--relay-to", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{open.SmtpPort}"));
        using var smtp = await BareSmtp.ConnectAsync(postfix.PlainPort, Token);
        await smtp.ProbeAsync("EHLO localhost", Token);

        Assert.StartsWith("250 ", await smtp.SendAsync("b@example.org", "By Postfix", Token), StringComparison.Ordinal);

        Assert.Equal(1, await AcceptedAsync(open));
    }

    async Task SentByAsync(string program, params string[] arguments)
    {
        var result = await Command.RunAsync(program, arguments, Soon, Token);

        Assert.True(result.ExitCode == 0,
            $"{program} said {result.ExitCode}:\n{result.Output}\n{result.Errors}\n{_program.Output}");
        Assert.Equal(1, await AcceptedAsync());
    }

    // A program has its 250 when it ends; Postfix has its mail a moment later.
    async Task<int> AcceptedAsync(PostroomProgram? program = null)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var end = TimeProvider.System.GetUtcNow() + Soon;
        while (true)
        {
            using var ledger = JsonDocument.Parse(
                (await (program ?? _program).RunAsync(Token, "ledger", "--json")).Output);
            var accepted = ledger.RootElement.GetProperty("accepted").GetInt32();
            if (accepted > 0 || TimeProvider.System.GetUtcNow() > end) return accepted;
            await timer.WaitForNextTickAsync(Token);
        }
    }

    string File(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows()) System.IO.File.SetUnixFileMode(path, OwnerOnly); // msmtp refuses others
        return path;
    }
}
