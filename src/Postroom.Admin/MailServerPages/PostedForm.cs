using System.Globalization;
using Microsoft.AspNetCore.Http;
using Postroom.Diagnosis.Remedies;
using Postroom.MailServers;

namespace Postroom.Admin.MailServerPages;

/// <summary>The mail server page as it was sent.</summary>
/// <param name="Action">The button: <c>save</c>, <c>test</c>, <c>send</c>, <c>preset</c>, <c>use</c>, <c>try</c>, <c>password</c> or <c>cancel</c>.</param>
/// <param name="Argument">What stands behind the colon of the button's value; empty: nothing.</param>
/// <param name="Form">The values. Inputs that are locked were not sent and stay null.</param>
/// <param name="Password">The password typed; null: there was no input for it.</param>
/// <param name="Version">The version the values were made from.</param>
/// <param name="Region">The region chosen.</param>
/// <param name="TestTo">Who gets a test message.</param>
/// <param name="DetectFor">Whom to find settings for.</param>
sealed record PostedForm(
    string Action, string Argument, MailServerForm Form, string? Password, int Version, string? Region, string? TestTo, string? DetectFor)
{
    /// <summary>The name of the input that carries the certificate that a test showed.</summary>
    public const string ShownField = "Shown";

    /// <summary>The name of the master switch's check box.</summary>
    public const string NotificationsField = "SendNotifications";

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
            Last(form, "TestTo")?.Trim(),
            Last(form, nameof(DetectFor))?.Trim())
        {
            Secrets = ReadSecrets(form),
            Shown = form[ShownField].ToString(),
            SendsNotifications = Last(form, NotificationsField) switch { null => null, "true" => true, _ => false },
        };
    }

    /// <summary>All secrets typed. Null or empty: not given.</summary>
    public SignInSecrets Secrets { get; init; } = SignInSecrets.None;

    /// <summary>The certificate that a test showed, DER in base64; empty: none.</summary>
    public string Shown { get; init; } = "";

    /// <summary>Whether notifications are to be sent at all; null: not asked.</summary>
    public bool? SendsNotifications { get; init; }

    /// <summary>The page with these values, where not given those in force.</summary>
    public PageState ToState(MailServerView view) => new()
    {
        Form = Form.Or(view.Form),
        Version = Version,
        Region = Region,
        TestTo = TestTo,
        DetectFor = DetectFor,
        AsksPassword = Password is not null || Secrets != SignInSecrets.None,
        IsTyped = true,
        SendsNotifications = SendsNotifications,
    };

    /// <summary>The values with what a test found.</summary>
    public MailServerForm WithRemedy() => SuggestedSettings.Apply(Form, Argument);

    /// <summary>Whether a secret was typed.</summary>
    public bool HasSecret => Secrets is not { Password: null or "", ClientSecret: null or "", RefreshToken: null or "", ServiceAccountKey: null or "" };

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(PostedForm)} {Action}"; // never the password

    static MailServerForm ReadForm(IFormCollection form) => new()
    {
        Configuration = Last(form, nameof(MailServerForm.Configuration)),
        Preset = Last(form, nameof(MailServerForm.Preset)),
        Host = Last(form, nameof(MailServerForm.Host)),
        Port = Last(form, nameof(MailServerForm.Port)),
        Security = Last(form, nameof(MailServerForm.Security)),
        AddressFamily = Last(form, nameof(MailServerForm.AddressFamily)),
        Anonymous = Last(form, nameof(MailServerForm.Anonymous)),
        UserName = Last(form, nameof(MailServerForm.UserName)),
        Mechanism = Last(form, nameof(MailServerForm.Mechanism)),
        SignIn = Last(form, nameof(MailServerForm.SignIn)),
        Grant = Last(form, nameof(MailServerForm.Grant)),
        TokenEndpoint = Last(form, nameof(MailServerForm.TokenEndpoint)),
        ClientId = Last(form, nameof(MailServerForm.ClientId)),
        Scope = Last(form, nameof(MailServerForm.Scope)),
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

    // Copied from a page, a secret easily has a line end behind it; a password may begin or end with a blank.
    static SignInSecrets ReadSecrets(IFormCollection form) => new()
    {
        Password = Last(form, nameof(SignInSecrets.Password)),
        ClientSecret = Last(form, nameof(SignInSecrets.ClientSecret))?.Trim(),
        RefreshToken = Last(form, nameof(SignInSecrets.RefreshToken))?.Trim(),
        ServiceAccountKey = Last(form, nameof(SignInSecrets.ServiceAccountKey))?.Trim(),
    };

    // A check box is preceded by a hidden "false": the last value counts. What was not sent is null: keep what is stored.
    static string? Last(IFormCollection form, string name) => form.TryGetValue(name, out var values) ? values[^1] ?? "" : null;
}
