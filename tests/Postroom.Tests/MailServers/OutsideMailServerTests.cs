using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;
using Postroom.Settings;
using Postroom.Tests.Support;

namespace Postroom.Tests.MailServers;

public sealed class OutsideMailServerTests
{
    static readonly (string, string)[] Login =
        [("Host", "out.example.com"), ("Security", "tls"), ("UserName", "robot"), ("Password", "outside secret"), ("From", "out@example.com")];

    [Fact]
    public async Task A_host_from_outside_is_used()
    {
        await using var fixture = await MailServerFixture.LoadedAsync(Login);

        Assert.Equal(
            (new SmtpEndpoint("out.example.com", 465, ConnectionSecurity.Tls), "outside secret"),
            (fixture.Server.Endpoint, fixture.Server.Options.Credentials!.Password));
    }

    [Fact]
    public async Task What_is_given_from_outside_is_locked()
    {
        await using var fixture = await MailServerFixture.LoadedAsync(Login);

        Assert.Equal(
            ["Anonymous", "Configuration", "From", "Host", "Password", "Security", "UserName"], fixture.Store.View.LockedFields.Order());
    }

    [Fact]
    public async Task Outside_wins_over_what_is_stored()
    {
        await using var fixture = await MailServerFixture.SavedAsync();
        fixture.Outside = [("From", "out@example.com")];

        await fixture.RestartAsync();

        Assert.Equal("out@example.com", ((ISenderIdentity)fixture.Store).Current.From!.ToString());
    }

    [Fact]
    public async Task A_stored_password_does_not_follow_to_a_host_from_outside()
    {
        await using var fixture = await MailServerFixture.SavedAsync();
        fixture.Outside = [("Host", "evil.example.com")];

        await fixture.RestartAsync();

        Assert.Equal("Problem.Password.EnterAgain", fixture.Trouble);
    }

    [Fact]
    public async Task Nothing_from_outside_is_copied_into_the_database()
    {
        await using var fixture = await MailServerFixture.LoadedAsync(Login);

        await fixture.SaveAsync(new MailServerForm { SenderName = "Robot" });

        Assert.DoesNotContain("out", Assert.Single(await fixture.DocumentsAsync()));
    }

    [Fact]
    public async Task A_locked_value_cannot_be_saved()
    {
        await using var fixture = await MailServerFixture.LoadedAsync(Login);

        var invalid = Assert.IsType<SaveOutcome.Invalid>(
            await fixture.SaveAsync(new MailServerForm { Host = "in.example.com" }, "typed"));

        Assert.Equal([("Host", "Problem.Locked"), ("Password", "Problem.Locked")], invalid.Problems.Select(problem => (problem.Field, problem.MessageKey)));
    }

    [Theory]
    [InlineData("Port", "abc", "Problem.Port.NotANumber"), InlineData("Hosst", "x", "Problem.Outside.Unknown")]
    [InlineData("PasswordFile", "/nowhere/at/all", "Problem.Outside.File"), InlineData("TrustedCertificates", "/nowhere.pem", "Problem.Outside.File")]
    public async Task What_cannot_be_used_stops_the_start(string key, string value, string expected)
    {
        await using var fixture = new MailServerFixture((key, value));

        var invalid = Assert.IsType<LoadOutcome.Invalid>(await fixture.LoadAsync());

        Assert.Equal([expected], invalid.Problems.Select(problem => problem.MessageKey));
    }

    [Fact]
    public async Task A_missing_From_asks_for_attention_and_stops_nothing()
    {
        await using var fixture = new MailServerFixture(("Host", "out.example.com"));

        var loaded = Assert.IsType<LoadOutcome.Loaded>(await fixture.LoadAsync());

        Assert.Equal(
            ("Problem.From.Missing", "out.example.com"),
            (Assert.Single(loaded.Warnings).MessageKey, fixture.Server.Endpoint.Host));
    }

    [Fact]
    public async Task A_password_file_is_read_without_its_last_line_end()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "from a file\n", TestContext.Current.CancellationToken);

        await using var fixture = await MailServerFixture.LoadedAsync(
            ("Host", "out.example.com"), ("UserName", "robot"), ("PasswordFile", file));

        Assert.Equal("from a file", fixture.Server.Options.Credentials!.Password);
        File.Delete(file);
    }
}
