using System.Globalization;
using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>A message handed in over HTTP lies in a real mailbox file, over each way to connect to a real Postfix.</summary>
public sealed class MailArrivesInPostfix(SharedPostfix server) : IClassFixture<SharedPostfix>
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("none", "alice")]
    [InlineData("starttls-if-available", "bob")]
    [InlineData("starttls", "carol")]
    [InlineData("tls", "dave")]
    public async Task Without_a_login(string security, string user)
    {
        await using var program = await PostroomProgram.StartAsync(Token, Settings(security, PortOf(security)));
        using var app = await ApiCaller.WithNewKeyAsync(program, Token);

        await app.SendAsync(new { to = new[] { $"{user}@example.org" }, subject = "会議のお知らせ", text = "本日 10 時" }, Token);

        var mail = Assert.Single(await server.Postfix.WaitForMailAsync(user, 1, Soon, Token));
        Assert.StartsWith("=?utf-8?B?", mail.Header("Subject"), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("starttls")]
    [InlineData("tls")]
    public async Task With_a_login_over_TLS(string security)
    {
        var port = security == "tls" ? server.Postfix.LoginSmtpsPort : server.Postfix.LoginStartTlsPort;
        await using var program = await PostroomProgram.StartAsync(Token, WithLogin(Settings(security, port), server.Postfix.Password));
        using var app = await ApiCaller.WithNewKeyAsync(program, Token);

        var id = await app.SendAsync(new { to = new[] { "test@example.org" }, subject = "Hello", text = "Hi" }, Token);

        var delivery = await app.WaitForStateAsync(id, "delivered", Soon, Token);
        Assert.StartsWith("TLS 1.", delivery.GetProperty("attempts")[0].GetProperty("tls").GetString());
        Assert.DoesNotContain(server.Postfix.Password, delivery.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_keeps_the_mail_and_says_why()
    {
        var settings = WithLogin(Settings("tls", server.Postfix.LoginSmtpsPort), "wrong-password-of-the-test");
        await using var program = await PostroomProgram.StartAsync(Token, settings);
        using var app = await ApiCaller.WithNewKeyAsync(program, Token);

        var id = await app.SendAsync(new { to = new[] { "test@example.org" }, subject = "Hello", text = "Hi" }, Token);

        var delivery = await app.WaitForDeliveryAsync(id, found => found.GetProperty("attempts").GetArrayLength() > 0, Soon, Token);
        Assert.Contains("535", delivery.GetProperty("lastReply").GetString(), StringComparison.Ordinal);
        Assert.Equal("waiting", delivery.GetProperty("state").GetString());
        Assert.DoesNotContain("wrong-password-of-the-test", delivery + program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_nobody_trusts_keeps_the_mail_and_names_the_reason()
    {
        var settings = Settings("starttls", server.Postfix.StartTlsPort);
        settings.Remove("POSTROOM__MailServer__TrustedCertificates");
        await using var program = await PostroomProgram.StartAsync(Token, settings);
        using var app = await ApiCaller.WithNewKeyAsync(program, Token);

        var id = await app.SendAsync(new { to = new[] { "test@example.org" }, subject = "Hello", text = "Hi" }, Token);

        var delivery = await app.WaitForDeliveryAsync(id, found => found.GetProperty("attempts").GetArrayLength() > 0, Soon, Token);
        Assert.Equal("tls", delivery.GetProperty("attempts")[0].GetProperty("phase").GetString());
        Assert.Equal("waiting", delivery.GetProperty("state").GetString());
    }

    int PortOf(string security) => security switch
    {
        "none" => server.Postfix.PlainPort,
        "tls" => server.Postfix.SmtpsPort,
        _ => server.Postfix.StartTlsPort,
    };

    Dictionary<string, string> Settings(string security, int port) => new()
    {
        ["POSTROOM__MailServer__Host"] = "localhost",
        ["POSTROOM__MailServer__Port"] = port.ToString(CultureInfo.InvariantCulture),
        ["POSTROOM__MailServer__Security"] = security,
        ["POSTROOM__MailServer__Anonymous"] = "true",
        ["POSTROOM__MailServer__From"] = "postroom@example.org",
        ["POSTROOM__MailServer__TrustedCertificates"] = server.Postfix.CaFile,
    };

    Dictionary<string, string> WithLogin(Dictionary<string, string> settings, string password)
    {
        settings["POSTROOM__MailServer__Anonymous"] = "false";
        settings["POSTROOM__MailServer__UserName"] = server.Postfix.UserName;
        settings["POSTROOM__MailServer__Password"] = password;
        return settings;
    }
}
