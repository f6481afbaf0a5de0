using System.Globalization;
using Microsoft.AspNetCore.Http;
using Postroom.MailServers;

namespace Postroom.Admin.MailServerPages;

/// <summary>The mail server page as it was sent.</summary>
/// <param name="Action">The button: <c>save</c>, <c>test</c>, <c>send</c>, <c>preset</c>, <c>use</c>, <c>pin</c> or <c>password</c>.</param>
/// <param name="Argument">What stands behind the colon of the button's value; empty: nothing.</param>
/// <param name="Form">The values. Inputs that are locked were not sent and stay null.</param>
/// <param name="Password">The password typed; null: there was no input for it.</param>
/// <param name="Version">The version the values were made from.</param>
/// <param name="Region">The region chosen.</param>
/// <param name="TestTo">Who gets a test message.</param>
sealed record PostedForm(
    string Action, string Argument, MailServerForm Form, string? Password, int Version, string? Region, string? TestTo)
{
    public static PostedForm Read(IFormCollection form, MailServerView view)
    {
        var button = form["action"].ToString().Split(':', 2);
        return new PostedForm(
            button[0],
            button.Length > 1 ? button[1] : "",
            ReadForm(form),
            form.ContainsKey(PageState.PasswordField) ? form[PageState.PasswordField].ToString() : null,
            int.TryParse(form["Version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : view.Version,
            Last(form, "Region"),
            Last(form, "TestTo")?.Trim());
    }

    /// <summary>The page with these values, where not given those in force.</summary>
    public PageState ToState(MailServerView view) => new()
    {
        Form = Form.Or(view.Form),
        Version = Version,
        Region = Region,
        TestTo = TestTo,
        AsksPassword = Password is not null,
        IsTyped = true,
    };

    /// <summary>The values with what a test found: <c>security,port</c>, either of them empty.</summary>
    public MailServerForm WithRemedy()
    {
        var parts = Argument.Split(',', 2);
        var security = SecurityWords.Parse(parts[0]) is { } known ? SecurityWords.Of(known) : Form.Security;
        var port = parts.Length > 1 && parts[1].Length > 0 ? parts[1] : Form.Port;
        return Form with { Security = security, Port = port };
    }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(PostedForm)} {Action}"; // never the password

    static MailServerForm ReadForm(IFormCollection form) => new()
    {
        Configuration = Last(form, nameof(MailServerForm.Configuration)),
        Preset = Last(form, nameof(MailServerForm.Preset)),
        Host = Last(form, nameof(MailServerForm.Host)),
        Port = Last(form, nameof(MailServerForm.Port)),
        Security = Last(form, nameof(MailServerForm.Security)),
        Anonymous = Last(form, nameof(MailServerForm.Anonymous)),
        UserName = Last(form, nameof(MailServerForm.UserName)),
        Mechanism = Last(form, nameof(MailServerForm.Mechanism)),
        From = Last(form, nameof(MailServerForm.From)),
        SenderName = Last(form, nameof(MailServerForm.SenderName)),
        ReplyTo = Last(form, nameof(MailServerForm.ReplyTo)),
        EnvelopeSender = Last(form, nameof(MailServerForm.EnvelopeSender)),
        EhloName = Last(form, nameof(MailServerForm.EhloName)),
        SubjectPrefix = Last(form, nameof(MailServerForm.SubjectPrefix)),
        TrustedCertificates = Last(form, nameof(MailServerForm.TrustedCertificates)),
        PinnedCertificate = Last(form, nameof(MailServerForm.PinnedCertificate)),
        Trust = Last(form, nameof(MailServerForm.Trust)),
        ChosenCertificates = All(form, nameof(MailServerForm.ChosenCertificates)),
        Revocation = Last(form, nameof(MailServerForm.Revocation)),
        ClientCertificate = Last(form, nameof(MailServerForm.ClientCertificate)),
    };

    // A group of check boxes is preceded by a hidden empty value, so that none is told from not sent.
    static string? All(IFormCollection form, string name) => form.TryGetValue(name, out var values) ? string.Join(' ', values.Where(value => value is { Length: > 0 })) : null;

    // A check box is preceded by a hidden "false": the last value counts. What was not sent is null: keep what is stored.
    static string? Last(IFormCollection form, string name) => form.TryGetValue(name, out var values) ? values[^1] ?? "" : null;
}
