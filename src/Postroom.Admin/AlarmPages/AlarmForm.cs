using System.Globalization;
using Postroom.Alarms;
using Postroom.Settings;

namespace Postroom.Admin.AlarmPages;

/// <summary>The form of the alarms page.</summary>
/// <param name="Minutes">Minutes of an outage, as typed.</param>
/// <param name="Url">The webhook, as typed.</param>
public sealed record AlarmForm(string Minutes, string Url)
{
    /// <summary>The form with what is in force.</summary>
    public AlarmForm(AlarmSettings settings)
        : this(settings.OutageMinutes.ToString(CultureInfo.InvariantCulture), settings.WebhookUrl)
    {
    }

    /// <summary>What is wrong with it.</summary>
    public IReadOnlyList<SettingsProblem> Problems { get; init; } = [];

    /// <summary>What was done just now: <c>saved</c> or <c>conflict</c>; null: nothing.</summary>
    public string? Done { get; init; }

    /// <summary>A new secret, shown this once; null: there is none.</summary>
    public string? Secret { get; init; }
}
