using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Postroom.Alarms;

/// <summary>
/// What configuration gives in the section <see cref="AlarmSettings.Section"/>, as it is written there; null: not
/// given.
/// </summary>
sealed class OutsideAlarms
{
    /// <summary>See <see cref="AlarmSettings.OutageMinutes"/>.</summary>
    public string? OutageMinutes { get; set; }

    /// <summary>See <see cref="AlarmSettings.WebhookUrl"/>.</summary>
    public string? WebhookUrl { get; set; }

    /// <summary>The secret that posts are signed with.</summary>
    public string? WebhookSecret { get; set; }
}

/// <summary>Refuses at the start what cannot be used, so that nobody waits for an alarm that goes nowhere.</summary>
sealed class OutsideAlarmRules(IConfiguration configuration) : IValidateOptions<OutsideAlarms>
{
    static readonly string[] Known =
        [nameof(OutsideAlarms.OutageMinutes), nameof(OutsideAlarms.WebhookUrl), nameof(OutsideAlarms.WebhookSecret)];

    public ValidateOptionsResult Validate(string? name, OutsideAlarms options)
    {
        var failures = new ValidateOptionsResultBuilder();
        if (options.OutageMinutes is { Length: > 0 } minutes && AlarmSettings.MinutesOf(minutes) is null)
        {
            failures.AddError(
                $"is \"{minutes}\": write a whole number from 1 to {AlarmSettings.MostMinutes}.",
                Key(nameof(options.OutageMinutes)));
        }

        // The path of a webhook is often its secret, so it is not repeated.
        if (options.WebhookUrl is { Length: > 0 } url && AlarmSettings.UriOf(url.Trim()) is null)
        {
            failures.AddError(
                "is not a web address: write one with http:// or https:// and without a login.",
                Key(nameof(options.WebhookUrl)));
        }
        if (options.WebhookSecret is { Length: > 0 } secret && !AlarmSettings.IsSecret(secret.Trim()))
        {
            failures.AddError(
                "is not a secret: write whsec_ and 24 to 64 random bytes in Base64.",
                Key(nameof(options.WebhookSecret)));
        }
        foreach (var unknown in configuration.GetSection(AlarmSettings.Section).GetChildren().Select(one => one.Key).Where(IsUnknown))
            failures.AddError($"is not a setting: choose one of {string.Join(", ", Known)}.", Key(unknown));
        return failures.Build();
    }

    static bool IsUnknown(string key) => !Known.Contains(key, StringComparer.OrdinalIgnoreCase);

    static string Key(string field) => $"{AlarmSettings.Section}:{field}";
}
