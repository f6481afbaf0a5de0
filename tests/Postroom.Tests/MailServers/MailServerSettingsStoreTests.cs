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
        await using var desk = await MailServerDesk.LoadedAsync();

        Assert.Equal(new SmtpEndpoint("127.0.0.1", 2600, ConnectionSecurity.None), desk.Server.Endpoint);
    }

    [Fact]
    public async Task With_nothing_set_mail_has_a_sender()
    {
        await using var desk = await MailServerDesk.LoadedAsync();

        Assert.Equal("Postroom <postroom@desk.example.net>", ((ISenderIdentity)desk.Store).Current.From!.ToString());
    }

    [Fact]
    public async Task Follows_the_built_in_mailbox_when_it_begins_to_listen()
    {
        await using var desk = await MailServerDesk.LoadedAsync();
        desk.BuiltIn.Port = null;
        Assert.Equal("Problem.BuiltIn.NotListening", desk.Trouble);

        desk.BuiltIn.Port = 2700;

        Assert.Equal(2700, desk.Server.Endpoint.Port);
    }

    [Fact]
    public async Task Before_loading_nothing_can_be_sent()
    {
        await using var desk = new MailServerDesk();

        Assert.Equal("Problem.NotLoaded", desk.Trouble);
    }

    [Fact]
    public async Task Saved_settings_are_in_force_at_once()
    {
        await using var desk = await MailServerDesk.SavedAsync();

        Assert.Equal(
            (new SmtpEndpoint("mail.example.com", 587, ConnectionSecurity.StartTls), new SmtpCredentials("robot", MailServerDesk.Password), 1),
            (desk.Server.Endpoint, desk.Server.Options.Credentials, desk.Server.SettingsVersion));
    }

    [Fact]
    public async Task Saved_settings_survive_a_restart()
    {
        await using var desk = await MailServerDesk.SavedAsync();

        await desk.RestartAsync();

        Assert.Equal(MailServerDesk.Password, desk.Server.Options.Credentials!.Password);
    }

    [Fact]
    public async Task The_server_is_the_same_object_until_something_changes()
    {
        await using var desk = await MailServerDesk.SavedAsync();
        var before = desk.Server;
        Assert.Same(before, desk.Server);

        await desk.SaveAsync(new MailServerForm { SubjectPrefix = "[x]" });

        Assert.NotSame(before, desk.Server);
    }

    [Fact]
    public async Task Switching_to_the_built_in_mailbox_and_back_loses_nothing()
    {
        await using var desk = await MailServerDesk.SavedAsync();

        await desk.SaveAsync(new MailServerForm { Configuration = "default" });
        await desk.SaveAsync(new MailServerForm { Configuration = "custom" });

        Assert.Equal(
            ("mail.example.com", MailServerDesk.Password), (desk.Server.Endpoint.Host, desk.Server.Options.Credentials!.Password));
    }

    [Fact]
    public async Task Anonymous_keeps_the_login_and_does_not_use_it()
    {
        await using var desk = await MailServerDesk.SavedAsync();

        await desk.SaveAsync(new MailServerForm { Anonymous = "true" });

        Assert.Equal((null, "robot", true), (desk.Server.Options.Credentials, desk.Store.View.Form.UserName, desk.Store.View.HasPassword));
    }

    [Theory]
    [InlineData("Host", "evil.example.com"), InlineData("Port", "2525"), InlineData("Security", "starttls-if-available"), InlineData("UserName", "other")]
    [InlineData("PinnedCertificate", "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff")]
    public async Task A_stored_password_goes_nowhere_else(string field, string typed)
    {
        await using var desk = await MailServerDesk.SavedAsync();
        var form = MailServerForm.Fields.Single(known => known.Name == field).Set(new MailServerForm(), typed);

        Assert.IsType<SaveOutcome.PasswordNeeded>(await desk.SaveAsync(form));
    }

    [Fact]
    public async Task A_stored_password_is_not_tried_on_another_server_either()
    {
        await using var desk = await MailServerDesk.SavedAsync();

        var prepared = desk.Store.Prepare(new MailServerForm { Host = "evil.example.com" }, null, forMessage: false);

        Assert.Equal(["Problem.Password.EnterAgain"], Assert.IsType<PreparedServer.Invalid>(prepared).Problems.Select(problem => problem.MessageKey));
    }

    [Fact]
    public async Task A_detour_by_anonymous_does_not_carry_the_password_to_another_server()
    {
        await using var desk = await MailServerDesk.SavedAsync();
        Assert.IsType<SaveOutcome.Saved>(await desk.SaveAsync(new MailServerForm { Host = "evil.example.com", Anonymous = "true" }));

        Assert.IsType<SaveOutcome.PasswordNeeded>(await desk.SaveAsync(new MailServerForm { Anonymous = "false" }));
    }

    [Theory, InlineData("SenderName", "Robot"), InlineData("From", "other@example.com"), InlineData("Host", "MAIL.example.com"), InlineData("EhloName", "a.example.com")]
    public async Task The_password_is_kept_where_it_still_goes_to_the_same_place(string field, string typed)
    {
        await using var desk = await MailServerDesk.SavedAsync();

        await desk.SaveAsync(MailServerForm.Fields.Single(known => known.Name == field).Set(new MailServerForm(), typed));

        Assert.Equal(MailServerDesk.Password, desk.Server.Options.Credentials!.Password);
    }

    [Fact]
    public async Task A_form_is_tested_with_the_password_typed_into_it()
    {
        await using var desk = await MailServerDesk.LoadedAsync();

        var ready = Assert.IsType<PreparedServer.Ready>(desk.Store.Prepare(MailServerDesk.Custom, "typed", forMessage: true));

        Assert.Equal("typed", ready.Server.Options.Credentials!.Password);
    }

    [Fact]
    public async Task A_test_stores_nothing()
    {
        await using var desk = await MailServerDesk.LoadedAsync();

        desk.Store.Prepare(MailServerDesk.Custom, "typed", forMessage: true);

        Assert.Empty(await desk.DocumentsAsync());
    }

    [Fact]
    public async Task Lost_keys_ask_for_the_password_again()
    {
        await using var desk = await MailServerDesk.SavedAsync();
        desk.LoseKeys();

        await desk.RestartAsync();

        Assert.Equal("Problem.Password.Lost", desk.Trouble);
    }

    [Fact]
    public async Task An_unreadable_document_stops_the_start()
    {
        await using var desk = new MailServerDesk();
        await desk.PutAsync("{ not json");

        Assert.IsType<LoadOutcome.Invalid>(await desk.LoadAsync());
    }

    [Fact]
    public async Task Who_saves_an_old_form_is_told()
    {
        await using var desk = await MailServerDesk.SavedAsync();

        Assert.Equal(new SaveOutcome.Conflict(1), await desk.Store.SaveAsync(MailServerDesk.Custom, "x", 0, "eve", Cancelled));
    }

    [Fact]
    public async Task Another_node_that_saved_first_wins_and_is_followed()
    {
        await using var desk = await MailServerDesk.SavedAsync();
        await desk.PutAsync("""{"configuration":"Custom","host":"other.example.com","security":"tls"}""");

        var outcome = await desk.SaveAsync(new MailServerForm { SenderName = "x" });

        Assert.Equal((new SaveOutcome.Conflict(2), "other.example.com"), (outcome, desk.Server.Endpoint.Host));
    }

    [Fact]
    public async Task Saving_the_same_again_makes_no_version()
    {
        await using var desk = await MailServerDesk.SavedAsync();

        var saved = Assert.IsType<SaveOutcome.Saved>(await desk.SaveAsync(desk.Store.View.Form));

        Assert.Equal((1, 1), (saved.Version, (await desk.DocumentsAsync()).Count));
    }

    [Fact]
    public async Task Every_change_is_in_the_audit_log_without_the_password()
    {
        await using var desk = await MailServerDesk.SavedAsync();

        await desk.SaveAsync(new MailServerForm { Port = "2587" }, "another");

        var entry = (await desk.AuditAsync())[0];
        Assert.Equal(
            ("ada@example.com", "mail-server.saved", "Port: \"587\" -> \"2587\"\nPassword: \"***\" -> \"*** (changed)\""),
            (entry.Actor, entry.Action, entry.Detail));
    }

    [Fact]
    public async Task History_says_what_each_version_changed()
    {
        await using var desk = await MailServerDesk.SavedAsync();
        await desk.SaveAsync(new MailServerForm { SenderName = "Robot" });

        var history = await desk.Store.HistoryAsync(1, Cancelled);

        Assert.Equal([new SettingsChange("SenderName", "", "Robot")], Assert.Single(history).Changes);
    }

    [Fact]
    public async Task Rolls_back_to_the_settings_that_worked()
    {
        await using var desk = await MailServerDesk.SavedAsync();
        await desk.Store.NoteDeliveredAsync(1, Cancelled);
        await desk.SaveAsync(new MailServerForm { Host = "wrong.example.com" }, "wrong");

        var outcome = await desk.Store.RollBackToGoodAsync("ada@example.com", Cancelled);

        Assert.Equal(
            (new RollBackOutcome.RolledBack(3, 1), "mail.example.com", MailServerDesk.Password),
            (outcome, desk.Server.Endpoint.Host, desk.Server.Options.Credentials!.Password));
    }

    [Fact]
    public async Task There_is_nothing_to_roll_back_to_before_a_message_went_through()
    {
        await using var desk = await MailServerDesk.SavedAsync();

        Assert.IsType<RollBackOutcome.NothingGood>(await desk.Store.RollBackToGoodAsync("ada@example.com", Cancelled));
    }

    [Fact]
    public async Task A_good_version_is_marked_once()
    {
        await using var desk = await MailServerDesk.SavedAsync();

        var before = desk.Commits;

        for (var i = 0; i < 3; i++) await desk.Store.NoteDeliveredAsync(1, Cancelled);

        Assert.Equal(1, desk.Commits - before);
    }
}
