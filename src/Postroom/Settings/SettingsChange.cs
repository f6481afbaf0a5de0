namespace Postroom.Settings;

/// <summary>One field that differs between two versions, fit for people's eyes: secrets and files are named, never shown.</summary>
/// <param name="Field">The field's name in the configuration, such as <c>Port</c>.</param>
/// <param name="Before">The former value; empty: it was not set.</param>
/// <param name="After">The new value; empty: it is no longer set.</param>
public sealed record SettingsChange(string Field, string Before, string After)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Field}: \"{Before}\" -> \"{After}\"";
}
