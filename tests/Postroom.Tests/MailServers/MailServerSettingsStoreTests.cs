using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;
using Postroom.Settings;
using Postroom.Tests.Support;

namespace Postroom.Tests.MailServers;

public sealed class MailServerSettingsStoreTests
{
    static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_nothing_set_mail_goes_to_the_built_in_mailbox()
    {
        await using var fixture = await MailServerFixture.LoadedAsync();

        Assert.Equal(new SmtpEndpoint("127.0.0.1", 2600, ConnectionSecurity.None), fixture.Server.Endpoint);
    }

    [Fact]
    public async Task With_nothing_set_mail_has_a_sender()
    {
        await using var fixture = await MailServerFixture.LoadedAsync();

        Assert.Equal(
            "Postroom <postroom@fixture.example.net>", ((ISenderIdentity)fixture.Store).Current.From!.ToString());
    }

    [Fact]
    public async Task Follows_the_built_in_mailbox_when_it_begins_to_listen()
    {
        await using var fixture = await MailServerFixture.LoadedAsync();
        fixture.BuiltIn.Port = null;
        Assert.Equal("Problem.BuiltIn.NotListening", fixture.Trouble);

        fixture.BuiltIn.Port = 2700;

        Assert.Equal(2700, fixture.Server.Endpoint.Port);
    }

    [Fact]
    public async Task Before_loading_nothing_can_be_sent()
    {
        await using var fixture = new MailServerFixture();

        Assert.Equal("Problem.NotLoaded", fixture.Trouble);
    }

    [Fact]
    public async Task Saved_settings_are_in_force_at_once()
    {
        await using var fixture = await MailServerFixture.SavedAsync();

        Assert.Equal(
            (new SmtpEndpoint("mail.example.com", 587, ConnectionSecurity.StartTls), new SmtpCredentials("robot", MailServerFixture.Password), 1),
            (fixture.Server.Endpoint, fixture.Server.Options.Credentials, fixture.Server.SettingsVersion));
    }

    [Fact]
    public async Task Saved_settings_survive_a_restart()
    {
        await using var fixture = await MailServerFixture.SavedAsync();

        await fixture.RestartAsync();

        Assert.Equal(MailServerFixture.Password, fixture.Server.Options.Credentials!.Password);
    }

    [Fact]
    public async Task The_server_is_the_same_object_until_something_changes()
    {
        await using var fixture = await MailServerFixture.SavedAsync();
        var before = fixture.Server;
        Assert.Same(before, fixture.Server);

        await fixture.SaveAsync(new MailServerForm { SubjectPrefix = "[x]" });

        Assert.NotSame(before, fixture.Server);
    }

    [Fact]
    public async Task Switching_to_the_built_in_mailbox_and_back_loses_nothing()
    {
        await using var fixture = await MailServerFixture.SavedAsync();

        await fixture.SaveAsync(new MailServerForm { Configuration = "default" });
        await fixture.SaveAsync(new MailServerForm { Configuration = "custom" });

        Assert.Equal(
            ("mail.example.com", MailServerFixture.Password), (fixture.Server.Endpoint.Host, fixture.Server.Options.Credentials!.Password));
    }

    [Fact]
    public async Task Anonymous_keeps_the_login_and_does_not_use_it()
    {
        await using var fixture = await MailServerFixture.SavedAsync();

        await fixture.SaveAsync(new MailServerForm { Anonymous = "true" });

        Assert.Equal(
            (null, "robot", true),
            (fixture.Server.Options.Credentials, fixture.Store.View.Form.UserName, fixture.Store.View.HasPassword));
    }

    [Theory]
    [InlineData("Host", "evil.example.com"), InlineData("Port", "2525"), InlineData("Security", "starttls-if-available"), InlineData("UserName", "other")]
    [InlineData("PinnedCertificate", "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff")]
    public async Task A_stored_password_goes_nowhere_else(string field, string typed)
    {
        await using var fixture = await MailServerFixture.SavedAsync();
        var form = MailServerForm.Fields.Single(known => known.Name == field).Set(new MailServerForm(), typed);

        Assert.IsType<SaveOutcome.PasswordNeeded>(await fixture.SaveAsync(form));
    }

    [Fact]
    public async Task A_stored_password_is_not_tried_on_another_server_either()
    {
        await using var fixture = await MailServerFixture.SavedAsync();

        var prepared = fixture.Store.Prepare(new MailServerForm { Host = "evil.example.com" }, null, forMessage: false);

        Assert.Equal(["Problem.Password.EnterAgain"], Assert.IsType<PreparedServer.Invalid>(prepared).Problems.Select(problem => problem.MessageKey));
    }

    [Fact]
    public async Task A_detour_by_anonymous_does_not_carry_the_password_to_another_server()
    {
        await using var fixture = await MailServerFixture.SavedAsync();
        Assert.IsType<SaveOutcome.Saved>(
            await fixture.SaveAsync(new MailServerForm { Host = "evil.example.com", Anonymous = "true" }));

        Assert.IsType<SaveOutcome.PasswordNeeded>(await fixture.SaveAsync(new MailServerForm { Anonymous = "false" }));
    }

    [Theory, InlineData("SenderName", "Robot"), InlineData("From", "other@example.com"), InlineData("Host", "MAIL.example.com"), InlineData("EhloName", "a.example.com")]
    public async Task The_password_is_kept_where_it_still_goes_to_the_same_place(string field, string typed)
    {
        await using var fixture = await MailServerFixture.SavedAsync();

        await fixture.SaveAsync(
            MailServerForm.Fields.Single(known => known.Name == field).Set(new MailServerForm(), typed));

        Assert.Equal(MailServerFixture.Password, fixture.Server.Options.Credentials!.Password);
    }

    [Fact]
    public async Task A_form_is_tested_with_the_password_typed_into_it()
    {
        await using var fixture = await MailServerFixture.LoadedAsync();

        var ready = Assert.IsType<PreparedServer.Ready>(
            fixture.Store.Prepare(MailServerFixture.Custom, "typed", forMessage: true));

        Assert.Equal("typed", ready.Server.Options.Credentials!.Password);
    }

    [Fact]
    public async Task A_test_stores_nothing()
    {
        await using var fixture = await MailServerFixture.LoadedAsync();

        fixture.Store.Prepare(MailServerFixture.Custom, "typed", forMessage: true);

        Assert.Empty(await fixture.DocumentsAsync());
    }

    [Fact]
    public async Task Lost_keys_ask_for_the_password_again()
    {
        await using var fixture = await MailServerFixture.SavedAsync();
        fixture.LoseKeys();

        await fixture.RestartAsync();

        Assert.Equal("Problem.Password.Lost", fixture.Trouble);
    }

    [Fact]
    public async Task An_unreadable_document_stops_the_start()
    {
        await using var fixture = new MailServerFixture();
        await fixture.PutAsync("{ not json");

        Assert.IsType<LoadOutcome.Invalid>(await fixture.LoadAsync());
    }

    [Fact]
    public async Task Who_saves_an_old_form_is_told()
    {
        await using var fixture = await MailServerFixture.SavedAsync();

        Assert.Equal(
            new SaveOutcome.Conflict(1),
            await fixture.Store.SaveAsync(MailServerFixture.Custom, "x", 0, "eve", Cancelled));
    }

    [Fact]
    public async Task Another_node_that_saved_first_wins_and_is_followed()
    {
        await using var fixture = await MailServerFixture.SavedAsync();
        await fixture.PutAsync("""{"configuration":"Custom","host":"other.example.com","security":"tls"}""");

        var outcome = await fixture.SaveAsync(new MailServerForm { SenderName = "x" });

        Assert.Equal((new SaveOutcome.Conflict(2), "other.example.com"), (outcome, fixture.Server.Endpoint.Host));
    }

    [Fact]
    public async Task Saving_the_same_again_makes_no_version()
    {
        await using var fixture = await MailServerFixture.SavedAsync();

        var saved = Assert.IsType<SaveOutcome.Saved>(await fixture.SaveAsync(fixture.Store.View.Form));

        Assert.Equal((1, 1), (saved.Version, (await fixture.DocumentsAsync()).Count));
    }

    [Fact]
    public async Task Every_change_is_in_the_audit_log_without_the_password()
    {
        await using var fixture = await MailServerFixture.SavedAsync();

        await fixture.SaveAsync(new MailServerForm { Port = "2587" }, "another");

        var entry = (await fixture.AuditAsync())[0];
        Assert.Equal(
            ("ada@example.com", "mail-server.saved", "Port: \"587\" -> \"2587\"\nPassword: \"***\" -> \"*** (changed)\""),
            (entry.Actor, entry.Action, entry.Detail));
    }

    [Fact]
    public async Task History_says_what_each_version_changed()
    {
        await using var fixture = await MailServerFixture.SavedAsync();
        await fixture.SaveAsync(new MailServerForm { SenderName = "Robot" });

        var history = await fixture.Store.HistoryAsync(1, Cancelled);

        Assert.Equal([new SettingsChange("SenderName", "", "Robot")], Assert.Single(history).Changes);
    }

    [Fact]
    public async Task Rolls_back_to_the_settings_that_worked()
    {
        await using var fixture = await MailServerFixture.SavedAsync();
        await fixture.Store.NoteDeliveredAsync(1, Cancelled);
        await fixture.SaveAsync(new MailServerForm { Host = "wrong.example.com" }, "wrong");

        var outcome = await fixture.Store.RollBackToGoodAsync("ada@example.com", Cancelled);

        Assert.Equal(
            (new RollBackOutcome.RolledBack(3, 1), "mail.example.com", MailServerFixture.Password),
            (outcome, fixture.Server.Endpoint.Host, fixture.Server.Options.Credentials!.Password));
    }

    [Fact]
    public async Task There_is_nothing_to_roll_back_to_before_a_message_went_through()
    {
        await using var fixture = await MailServerFixture.SavedAsync();

        Assert.IsType<RollBackOutcome.NothingGood>(
            await fixture.Store.RollBackToGoodAsync("ada@example.com", Cancelled));
    }

    [Fact]
    public async Task A_good_version_is_marked_once()
    {
        await using var fixture = await MailServerFixture.SavedAsync();

        var before = fixture.Commits;

        for (var i = 0; i < 3; i++) await fixture.Store.NoteDeliveredAsync(1, Cancelled);

        Assert.Equal(1, fixture.Commits - before);
    }
}
