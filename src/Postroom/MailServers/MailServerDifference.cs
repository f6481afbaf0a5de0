using System.Security.Cryptography;
using System.Text;
using Postroom.Settings;

namespace Postroom.MailServers;

/// <summary>What changed between two versions, fit for the audit log.</summary>
static class MailServerDifference
{
    public static IReadOnlyList<SettingsChange> Between(MailServerSettings before, MailServerSettings after)
    {
        var (old, now) = (MailServerForm.Of(before), MailServerForm.Of(after));
        var changes = MailServerForm.Fields
            .Select(field => new SettingsChange(field.Name, Shown(field, old), Shown(field, now)))
            .Where(change => change.Before != change.After)
            .ToList();
        changes.AddRange(SecretField.All
            .Where(field => field.Stored(before)?.Protected != field.Stored(after)?.Protected)
            .Select(field => new SettingsChange(field.Name, field.Stored(before) is null ? "" : "***", field.Stored(after) is null ? "" : "*** (changed)")));
        return changes;
    }

    public static string? Text(IReadOnlyList<SettingsChange> changes) => changes.Count == 0 ? null : string.Join('\n', changes);

    // Certificates are long: their fingerprint tells whether they are the same.
    static string Shown(FormField field, MailServerForm form)
    {
        var value = field.Get(form) ?? "";
        return field.Name == nameof(MailServerForm.TrustedCertificates) && value.Length > 0
            ? $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)))[..16]}"
            : value;
    }
}
