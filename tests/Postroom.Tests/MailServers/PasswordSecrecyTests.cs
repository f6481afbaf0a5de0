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
        select MailServerDesk.Custom with { Host = host, Port = port, Security = security, Anonymous = anonymous };

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
        await using var desk = await MailServerDesk.LoadedAsync(("Host", "out.example.com"), ("UserName", "robot"), ("Password", "outside secret"));

        Assert.DoesNotContain("outside secret", await SeenAsync(desk, new SaveOutcome.Conflict(0)) + desk.Store.Prepare(new MailServerForm(), null, forMessage: false));
    }

    static async Task<string> EverythingSeen(string password, MailServerForm form)
    {
        await using var desk = await MailServerDesk.LoadedAsync();
        var prepared = desk.Store.Prepare(form, password, forMessage: true);
        var saved = await desk.SaveAsync(form, password);
        var history = await desk.Store.HistoryAsync(10, CancellationToken.None);
        var problems = (saved as SaveOutcome.Invalid)?.Problems ?? [];
        return await SeenAsync(desk, saved) + prepared + string.Join('\n', history.SelectMany(version => version.Changes)) + string.Join('\n', problems);
    }

    static async Task<string> SeenAsync(MailServerDesk desk, SaveOutcome saved) =>
        string.Join('\n', (await desk.DocumentsAsync()).Concat((await desk.AuditAsync()).Select(entry => entry.ToString())))
        + saved + desk.Store.Current + (desk.Store.Current as MailServerState.Usable)?.Server.Options.Credentials + desk.Store.View
        + JsonSerializer.Serialize(desk.Store.View.Form);
}
