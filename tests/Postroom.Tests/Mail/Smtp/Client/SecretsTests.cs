using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Postroom.Mail.Smtp.Client;
using Postroom.Mail.Smtp.Client.Wire;
using Postroom.Tests.Support;

namespace Postroom.Tests.Mail.Smtp.Client;

/// <summary>No secret is shown anywhere, whatever a server makes of it.</summary>
public sealed class SecretsTests
{
    const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!$%&/()=?+*#äöü€\\\"' ";

    static readonly string[] Mechanisms = ["PLAIN", "LOGIN", "CRAM-MD5"];

    static Gen<string> Passwords => Gen.Elements(Letters.ToCharArray()).ArrayOf().Select(letters => "pW9" + new string(letters).Trim() + "zQ7x");

    [Fact]
    public async Task A_password_that_the_server_repeats_is_never_shown()
    {
        foreach (var password in Passwords.Sample(20, 15))
        {
            foreach (var mechanism in Mechanisms) await CheckAsync(password, mechanism);
        }
    }

    [Fact]
    public void An_echo_that_is_cut_short_is_masked_too()
    {
        var secrets = new Secrets(new SmtpCredentials("alice", "tanstaaftanstaaf"));
        var response = Encoding.UTF8.GetBytes("\0alice\0tanstaaftanstaaf");
        secrets.AddResponse(response);

        Assert.Equal("Bad command: AUTH PLAIN ***", secrets.Scrub($"Bad command: AUTH PLAIN {Convert.ToBase64String(response)[..20]}"));
    }

    [Fact]
    public void A_login_says_no_password_in_its_text() =>
        Assert.DoesNotContain("geheim", new SmtpCredentials("alice", "geheim").ToString());

    static async Task CheckAsync(string password, string mechanism)
    {
        var credentials = new SmtpCredentials("alice@example.com", password, mechanism);
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(password));
        var plain = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0alice@example.com\0{password}"));
        var echo = $"S: 535-5.7.8 no {password} {base64}\nS: 535-5.7.8 {plain}\nS: 535 5.7.8 >{plain}< \"{password}\"\nHOLD\n";
        await using var server = new ScriptedMailServer(
            $"S: 220 x\nC: EHLO client.example.com\nS: 250-x\nS: 250 AUTH {mechanism}\n" + Exchange(mechanism) + echo);
        var watcher = new Watcher();

        var failure = await TestClient.FailAsync(TestClient.OpenAsync(
            server, TestClient.Options with { Credentials = credentials, AllowPlaintextCredentials = true }, observer: watcher));

        var shown = $"{watcher.Text}\n{failure}\n{failure.Reply}\n{string.Join('\n', failure.Reply!.Lines)}";
        Assert.Equal(SmtpFault.CredentialsRefused, failure.Fault);
        Assert.All([password, base64, plain], secret => Assert.DoesNotContain(secret, shown, StringComparison.Ordinal));
    }

    static string Exchange(string mechanism) => mechanism switch
    {
        "PLAIN" => "C~ AUTH PLAIN .+\n",
        "LOGIN" => "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC~ .+\nS: 334 UGFzc3dvcmQ6\nC~ .+\n",
        _ => "C: AUTH CRAM-MD5\nS: 334 PDE4OTZAeD4=\nC~ .+\n",
    };

    sealed class Watcher : ISmtpObserver
    {
        readonly StringBuilder _text = new();

        public string Text => _text.ToString();

        public void Began(Postroom.Mail.Smtp.SmtpStage stage) => _text.AppendLine(stage.ToString());

        public void Passed(Postroom.Mail.Smtp.SmtpStage stage, TimeSpan elapsed, string detail, Postroom.Mail.Smtp.Reply? reply) =>
            _text.AppendLine(detail).AppendLine(reply?.ToString());

        public void Failed(Postroom.Mail.Smtp.SmtpStage stage, TimeSpan elapsed, SmtpFailure failure) => _text.AppendLine(failure.ToString());

        public void Said(TranscriptLine line) => _text.AppendLine(line.Text);
    }
}
