using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Postroom.MailServers;
using Postroom.Tests.Support;

namespace Postroom.Tests.MailServers;

/// <summary>Whatever is done with a password, nothing that people, files or logs see has it.</summary>
public sealed class PasswordSecrecyTests
{
    static readonly Gen<string> Passwords =
        Gen.ArrayOf(Gen.Elements("abcXYZ0189!\"'\\{}%秘密é \n\0".ToCharArray())).Where(c => c.Length > 5).Select(c => "pw-" + new string(c));

    static readonly Gen<MailServerForm> Forms =
        from host in Gen.Elements("mail.example.com", "", "a b", "127.0.0.1")
        from port in Gen.Elements("587", "abc", "")
        from security in Gen.Elements("none", "starttls", "tls", "?")
        from anonymous in Gen.Elements("true", "false")
        select MailServerFixture.Custom with { Host = host, Port = port, Security = security, Anonymous = anonymous };

    [Fact]
    public void A_password_appears_nowhere() =>
        Prop.ForAll(Passwords.ToArbitrary(), Forms.ToArbitrary(), (password, form) =>
        {
            var seen = EverythingSeen(password, form).GetAwaiter().GetResult();
            return !seen.Contains(password, StringComparison.Ordinal)
                && !seen.Contains(JsonEncodedText.Encode(password).ToString(), StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_password_from_outside_appears_nowhere()
    {
        await using var fixture = await MailServerFixture.LoadedAsync(
            ("Host", "out.example.com"), ("UserName", "robot"), ("Password", "outside secret"));

        Assert.DoesNotContain(
            "outside secret",
            await SeenAsync(fixture, new SaveOutcome.Conflict(0)) + fixture.Store.Prepare(
                new MailServerForm(), null, forMessage: false));
    }

    static async Task<string> EverythingSeen(string password, MailServerForm form)
    {
        await using var fixture = await MailServerFixture.LoadedAsync();
        var prepared = fixture.Store.Prepare(form, password, forMessage: true);
        var saved = await fixture.SaveAsync(form, password);
        var history = await fixture.Store.HistoryAsync(10, CancellationToken.None);
        var problems = (saved as SaveOutcome.Invalid)?.Problems ?? [];
        return await SeenAsync(fixture, saved) + prepared + string.Join(
            '\n', history.SelectMany(version => version.Changes)) + string.Join('\n', problems);
    }

    static async Task<string> SeenAsync(MailServerFixture fixture, SaveOutcome saved) =>
        string.Join(
            '\n',
            (await fixture.DocumentsAsync()).Concat((await fixture.AuditAsync()).Select(entry => entry.ToString())))
        + saved + fixture.Store.Current + (fixture.Store.Current as MailServerState.Usable)?.Server.Options.Credentials + fixture.Store.View
        + JsonSerializer.Serialize(fixture.Store.View.Form);
}
