using System.Net;
using Postroom.Settings;

namespace Postroom.MailServers;

/// <summary>The settings of one moment, stored and from outside put together.</summary>
sealed class SettingsSnapshot
{
    /// <summary>Before anything was loaded.</summary>
    public static SettingsSnapshot Empty { get; } = Of(new MailServerSettings(), 0, OutsideMailServer.None, new HostIdentity(null, IPAddress.Loopback));

    /// <summary>The stored version; 0: none.</summary>
    public required int Version { get; init; }

    /// <summary>What is stored.</summary>
    public required MailServerSettings Stored { get; init; }

    /// <summary>What is in force.</summary>
    public required MailServerSettings Effective { get; init; }

    /// <summary>Who mail is from.</summary>
    public required SenderIdentity Identity { get; init; }

    /// <summary>What keeps the server from being used.</summary>
    public required IReadOnlyList<SettingsProblem> Problems { get; init; }

    /// <summary>What is allowed and still unwise, or missing.</summary>
    public required IReadOnlyList<SettingsProblem> Warnings { get; init; }

    public static SettingsSnapshot Of(MailServerSettings stored, int version, OutsideMailServer outside, HostIdentity host)
    {
        var (effective, problems) = MailServerSettingsRules.ReadAll(outside.Form, stored, outside.Secrets);
        // An app may name its own From, so a missing one asks for attention and stops nothing.
        var missing = problems.Where(problem => problem.MessageKey == "Problem.From.Missing").ToList();
        return new SettingsSnapshot
        {
            Version = version,
            Stored = stored,
            Effective = effective,
            Identity = MailServerResolver.Identity(effective, host),
            Problems = [.. problems.Except(missing)],
            Warnings = [.. missing, .. MailServerSettingsRules.Warnings(effective)],
        };
    }

    public MailServerView View(OutsideMailServer outside) =>
        new(Version, MailServerForm.Of(Effective), Has(SecretField.Password, outside), outside.LockedFields, Problems, Warnings)
        {
            Secrets = SecretField.All.Where(field => Has(field, outside)).Select(field => field.Name).ToHashSet(),
        };

    bool Has(SecretField field, OutsideMailServer outside) => field.Typed(outside.Secrets) is { Length: > 0 } || field.Stored(Stored) is not null;
}
