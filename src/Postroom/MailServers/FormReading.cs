using Postroom.Settings;

namespace Postroom.MailServers;

/// <summary>What became of reading a filled-in form.</summary>
public abstract record FormReading
{
    private protected FormReading() { }

    /// <summary>It can be used.</summary>
    /// <param name="Settings">The settings it stands for. A password that was typed is not in them yet.</param>
    /// <param name="Warnings">What is allowed and still unwise.</param>
    public sealed record Valid(MailServerSettings Settings, IReadOnlyList<SettingsProblem> Warnings) : FormReading;

    /// <summary>It cannot.</summary>
    /// <param name="Problems">Everything that is wrong, at least one, in the order of the page.</param>
    public sealed record Invalid(IReadOnlyList<SettingsProblem> Problems) : FormReading;
}
