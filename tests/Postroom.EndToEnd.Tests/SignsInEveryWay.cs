using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>Every way to sign in, at a real Postfix whose logins a real Dovecot checks; tokens come from an endpoint of the test.</summary>
public sealed class SignsInEveryWay : IAsyncLifetime
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    readonly TokenService _tokens = new();
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postroom-signin-");
    PostfixServer? _started;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    PostfixServer Postfix => _started!;

    public async ValueTask InitializeAsync() => _started = await PostfixServer.StartOrSkipAsync(Token, "--introspection", _tokens.Introspection);

    public async ValueTask DisposeAsync()
    {
        if (_started is not null) await _started.DisposeAsync();
        await _tokens.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task With_a_password_by_each_mechanism_and_with_the_strongest_by_itself()
    {
        var password = await FileAsync("password", Postfix.Password);
        var said = new List<string>();
        foreach (var auth in new[] { "auto", "scram-sha-256", "scram-sha-1", "cram-md5", "login", "plain" })
            said.Add(await AuthAsync("--auth", auth, "--password-file", password));

        Assert.Equal(["AUTH SCRAM-SHA-256", "AUTH SCRAM-SHA-256", "AUTH SCRAM-SHA-1", "AUTH CRAM-MD5", "AUTH LOGIN", "AUTH PLAIN"], said);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_by_each_mechanism()
    {
        var password = await FileAsync("password", "not the password");
        foreach (var auth in new[] { "scram-sha-256", "scram-sha-1", "cram-md5", "plain" })
            Assert.Equal("auth-wrong", await AuthAsync("--auth", auth, "--password-file", password));
    }

    [Theory, InlineData("xoauth2", "AUTH XOAUTH2"), InlineData("oauthbearer", "AUTH OAUTHBEARER"), InlineData("auto", "AUTH OAUTHBEARER")]
    public async Task With_a_token_by_both_mechanisms_and_a_wrong_one_is_told_as_that(string auth, string expected)
    {
        _tokens.Allow("good-token", "test");

        var good = await AuthAsync("--auth", auth, "--token-file", await FileAsync("good", "good-token\n"));
        var bad = await AuthAsync("--auth", auth, "--token-file", await FileAsync("bad", "bad-token"));

        Assert.Equal((expected, "token-refused"), (good, bad));
    }

    [Theory]
    [InlineData("client-credentials", "client_credentials", "ClientSecret")]
    [InlineData("refresh-token", "refresh_token", "RefreshToken")]
    [InlineData("service-account", "urn:ietf:params:oauth:grant-type:jwt-bearer", "ServiceAccountKeyFile")]
    public async Task Mail_goes_out_with_a_token_of_each_grant(string grant, string asked, string secret)
    {
        var value = secret == "ServiceAccountKeyFile" ? await FileAsync("key.json", KeyFile()) : "s3cr3t";
        await using var program = await PostroomProgram.StartAsync(Token, Settings(grant, secret, value));
        using var app = await ApiCaller.WithNewKeyAsync(program, Token);

        var id = await app.SendAsync(new { to = new[] { "alice@example.org" }, subject = grant, text = "Hi" }, Token);

        await app.WaitForStateAsync(id, "delivered", Soon, Token);
        Assert.Equal([asked], _tokens.Grants);
        Assert.Equal(grant, Assert.Single(await Postfix.WaitForMailAsync("alice", 1, Soon, Token)).Header("Subject"));
        Assert.DoesNotContain("token-1", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_expired_makes_mail_wait_and_lets_it_go_afterwards()
    {
        _tokens.Error = "invalid_client";
        await using var program = await PostroomProgram.StartAsync(Token, Settings("client-credentials", "ClientSecret", "s3cr3t"));
        using var app = await ApiCaller.WithNewKeyAsync(program, Token);

        var id = await app.SendAsync(new { to = new[] { "bob@example.org" }, subject = "waits", text = "Hi" }, Token);
        await program.WaitForLineAsync(line => line.Contains("AADSTS7000222", StringComparison.Ordinal), Soon, Token);
        _tokens.Error = null;

        await app.WaitForStateAsync(id, "delivered", Soon, Token);
        Assert.DoesNotContain("s3cr3t", program.Output, StringComparison.Ordinal);
    }

    Dictionary<string, string> Settings(string grant, string secret, string value) => new()
    {
        ["MailServer__Host"] = "localhost",
        ["MailServer__Port"] = Postfix.LoginSmtpsPort.ToString(CultureInfo.InvariantCulture),
        ["MailServer__Security"] = "tls",
        ["MailServer__TrustedCertificates"] = Postfix.CaFile,
        ["MailServer__From"] = "postroom@example.org",
        ["MailServer__UserName"] = Postfix.UserName,
        ["MailServer__SignIn"] = "oauth2",
        ["MailServer__Grant"] = grant,
        ["MailServer__TokenEndpoint"] = _tokens.TokenEndpoint,
        ["MailServer__ClientId"] = "app",
        ["MailServer__Scope"] = "mail",
        [$"MailServer__{secret}"] = value,
    };

    /// <summary>Tests the login with the command line: the detail of the stage when it passes, else the name of the cause.</summary>
    async Task<string> AuthAsync(params string[] options)
    {
        string[] server =
        [
            Repository.ServerProgram, "test", "--json", "--host", "localhost", "--port", Postfix.LoginSmtpsPort.ToString(CultureInfo.InvariantCulture),
            "--security", "tls", "--ca", Postfix.CaFile, "--user", Postfix.UserName,
        ];
        var result = await Command.RunAsync("dotnet", [.. server, .. options], Soon, Token);
        Assert.DoesNotContain("good-token", result.Output + result.Errors, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(result.Output.Length > 0 ? result.Output : throw new InvalidOperationException(result.Errors));
        return json.RootElement.GetProperty("ok").GetBoolean()
            ? json.RootElement.GetProperty("stages").EnumerateArray().Single(stage => stage.GetProperty("stage").GetString() == "auth").GetProperty("detail").GetString()!
            : json.RootElement.GetProperty("cause").GetProperty("id").GetString()!;
    }

    async Task<string> FileAsync(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        await File.WriteAllTextAsync(path, text, Token);
        return path;
    }

    static string KeyFile()
    {
        using var key = RSA.Create(2048);
        return JsonSerializer.Serialize(new Dictionary<string, string> { ["client_email"] = "robot@project.example", ["private_key"] = key.ExportPkcs8PrivateKeyPem() });
    }
}
