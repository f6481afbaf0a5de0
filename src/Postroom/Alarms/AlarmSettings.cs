using System.Globalization;
using System.Text.Json.Serialization;

namespace Postroom.Alarms;

/// <summary>When an outage is an alarm, and where it is posted (settings document <c>alarms</c>, configuration section <c>Alarms</c>).</summary>
public sealed record AlarmSettings
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Alarms";

    /// <summary>The most minutes an outage may last before it is an alarm: a day.</summary>
    public const int MostMinutes = 1_440;

    /// <summary>The most characters of <see cref="WebhookUrl"/>.</summary>
    public const int LongestUrl = 2_000;

    const string SecretPrefix = "whsec_";

    /// <summary>So many minutes the mail server takes no mail before it is an alarm. The default value is 10; 1 to 1,440. A refused login is one at once.</summary>
    public int OutageMinutes { get; init; } = 10;

    /// <summary>Where alarms are posted, http or https. The default value is empty: nowhere.</summary>
    public string WebhookUrl { get; init; } = "";

    /// <summary>The secret that posts are signed with, protected; empty: there is none.</summary>
    public string ProtectedSecret { get; init; } = "";

    /// <summary>The address of the webhook; null: there is none, or it cannot be used.</summary>
    [JsonIgnore]
    public Uri? Webhook => UriOf(WebhookUrl);

    /// <summary>The address a text names; null: it is no absolute http or https address without a login.</summary>
    public static Uri? UriOf(string text) =>
        text.Length <= LongestUrl && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && uri.UserInfo.Length == 0
            ? uri
            : null;

    /// <summary>The minutes a text names; null: it is no whole number from 1 to <see cref="MostMinutes"/>.</summary>
    public static int? MinutesOf(string text) =>
        int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            && minutes is >= 1 and <= MostMinutes
            ? minutes
            : null;

    /// <summary>Whether a text is a secret as Standard Webhooks has them: <c>whsec_</c> and 24 to 64 bytes in Base64.</summary>
    public static bool IsSecret(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(SecretPrefix, StringComparison.Ordinal) && text.Length <= LongestUrl
            && Convert.TryFromBase64String(text[SecretPrefix.Length..], new byte[LongestUrl], out var bytes)
                && bytes is >= 24 and <= 64;
    }
}
