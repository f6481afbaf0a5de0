using System.Security.Cryptography;
using Postroom.MailServers;
using Postroom.Tests.Support;

namespace Postroom.Tests.MailServers.OAuth;

/// <summary>OAuth 2.0 in the mail server settings.</summary>
public sealed class OAuthSettingsTests
{
    static readonly MailServerForm App = MailServerFixture.Custom with
    {
        SignIn = "oauth2",
        Grant = "client-credentials",
        TokenEndpoint = "https://login.example.com/token",
        ClientId = "app",
        Scope = "mail",
    };

    static readonly SignInSecrets Secret = new() { ClientSecret = "s3cr3t-of-app" };

    [Fact]
    public async Task What_is_saved_signs_in_with_tokens_and_no_password()
    {
        await using var fixture = await MailServerFixture.LoadedAsync();

        Assert.IsType<SaveOutcome.Saved>(await fixture.SaveAsync(App, Secret));

        var credentials = fixture.Server.Options.Credentials!;
        Assert.Equal(("robot", "", true), (credentials.UserName, credentials.Password, credentials.Tokens is not null));
    }

    [Theory]
    [InlineData("Grant", "", "Problem.Grant.Missing"), InlineData("Grant", "magic", "Problem.Grant.Unknown"), InlineData("SignIn", "magic", "Problem.SignIn.Unknown")]
    [InlineData("TokenEndpoint", "", "Problem.TokenEndpoint.Missing"), InlineData("TokenEndpoint", "login", "Problem.TokenEndpoint.Invalid")]
    [InlineData("TokenEndpoint", "http://login.example.com/token", "Problem.TokenEndpoint.NotHttps")]
    [InlineData("TokenEndpoint", "https://login.example.com/{tenant}/token", "Problem.TokenEndpoint.Tenant")]
    [InlineData("ClientId", "", "Problem.ClientId.Missing"), InlineData("Mechanism", "PLAIN", "Problem.Mechanism.OtherSignIn")]
    public void Each_wrong_value_is_named(string field, string value, string expected)
    {
        var form = MailServerForm.Fields.First(known => known.Name == field).Set(App, value);

        var problems = Assert.IsType<FormReading.Invalid>(MailServerSettingsRules.Read(form, new MailServerSettings(), Secret with { Password = "x" })).Problems;

        Assert.Equal((field, expected), (Assert.Single(problems).Field, problems[0].MessageKey));
    }

    [Theory]
    [InlineData("client-credentials", "Problem.ClientSecret.Missing"), InlineData("refresh-token", "Problem.RefreshToken.Missing"), InlineData("service-account", "Problem.ServiceAccountKey.Missing")]
    public async Task A_missing_secret_is_asked_for(string grant, string expected)
    {
        await using var fixture = await MailServerFixture.LoadedAsync();

        Assert.Equal(
            expected,
            Assert.IsType<SaveOutcome.PasswordNeeded>(
                await fixture.SaveAsync(App with { Grant = grant })).Problem.MessageKey);
    }

    [Theory]
    [InlineData("Host", "evil.example.com"), InlineData("TokenEndpoint", "https://evil.example.com/token"), InlineData("ClientId", "other"), InlineData("Scope", "everything"), InlineData("UserName", "boss")]
    public async Task A_stored_secret_goes_nowhere_it_was_not_entered_for(string field, string value)
    {
        await using var fixture = await MailServerFixture.LoadedAsync();
        await fixture.SaveAsync(App, Secret);

        var outcome = await fixture.SaveAsync(
            MailServerForm.Fields.First(known => known.Name == field).Set(new MailServerForm(), value));

        Assert.Equal("Problem.Secret.EnterAgain", Assert.IsType<SaveOutcome.PasswordNeeded>(outcome).Problem.MessageKey);
    }

    [Fact]
    public async Task The_password_is_kept_while_OAuth_is_used()
    {
        await using var fixture = await MailServerFixture.SavedAsync();
        await fixture.SaveAsync(App, Secret);

        Assert.IsType<SaveOutcome.Saved>(await fixture.SaveAsync(new MailServerForm { SignIn = "password" }));

        Assert.Equal(MailServerFixture.Password, fixture.Server.Options.Credentials!.Password);
    }

    [Fact]
    public async Task Settings_stored_before_there_was_OAuth_are_read_as_they_were()
    {
        await using var fixture = new MailServerFixture();
        await fixture.PutAsync("""{"configuration":"Custom","host":"old.example.com","security":"tls","anonymous":true,"from":"a@example.com"}""");

        await fixture.LoadAsync();

        Assert.Equal(("old.example.com", "password"), (fixture.Server.Endpoint.Host, fixture.Store.View.Form.SignIn));
    }

    [Fact]
    public async Task Everything_can_be_given_from_outside_secrets_as_files()
    {
        using var key = RSA.Create(2048);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, TokenEndpointTests.KeyFile(key), TestContext.Current.CancellationToken);

        await using var fixture = await MailServerFixture.LoadedAsync(
            ("Host", "smtp.gmail.com"), ("UserName", "robot@example.com"), ("SignIn", "oauth2"), ("Grant", "service-account"),
            ("TokenEndpoint", "https://oauth2.googleapis.com/token"), ("Scope", "https://mail.google.com/"), ("ServiceAccountKeyFile", file));

        Assert.NotNull(fixture.Server.Options.Credentials!.Tokens);
        Assert.Contains("ServiceAccountKey", fixture.Store.View.LockedFields);
        File.Delete(file);
    }

    [Fact]
    public async Task Lost_keys_stop_sending_and_say_what_to_enter()
    {
        await using var fixture = await MailServerFixture.LoadedAsync();
        await fixture.SaveAsync(App, Secret);
        fixture.LoseKeys();

        await fixture.RestartAsync();

        Assert.Equal("Problem.Secret.Lost", fixture.Trouble);
    }

    [Fact]
    public async Task No_secret_is_in_anything_that_is_seen()
    {
        using var key = RSA.Create(2048);
        await using var fixture = await MailServerFixture.LoadedAsync();
        var secrets = new SignInSecrets { ClientSecret = "s3cr3t-of-app", RefreshToken = "r3fr3sh", ServiceAccountKey = TokenEndpointTests.KeyFile(key) };

        var saved = await fixture.SaveAsync(App, secrets);

        var seen = string.Join('\n', await fixture.DocumentsAsync()) + string.Join(
            '\n', await fixture.AuditAsync()) + saved + fixture.Store.Current
            + fixture.Server.Options.Credentials + fixture.Store.View + string.Join(
                '\n', fixture.Store.View.Secrets) + secrets;
        Assert.All(["s3cr3t-of-app", "r3fr3sh", "PRIVATE KEY"], secret => Assert.DoesNotContain(secret, seen, StringComparison.Ordinal));
        Assert.Equal(["ClientSecret", "RefreshToken", "ServiceAccountKey"], fixture.Store.View.Secrets.Order());
    }

    [Fact]
    public void A_preset_of_Microsoft_365_fills_in_all_but_the_tenant()
    {
        var form = Presets.Find("office-365")!.Fill();

        Assert.Equal(
            ("oauth2", "client-credentials", "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token", "https://outlook.office365.com/.default"),
            (form.SignIn, form.Grant, form.TokenEndpoint, form.Scope));
    }
}
