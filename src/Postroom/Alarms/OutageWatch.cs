using System.Globalization;
using Microsoft.Extensions.Logging;
using Postroom.Languages;
using Postroom.Outbox;
using Postroom.People.Accounts;

namespace Postroom.Alarms;

/// <summary>
/// Raises one alarm when the route has taken no mail for the time that is set, or its login is refused, and clears it when
/// mail flows again. While the only way out is the broken one, the alarm is in the console and at the webhook; the letter
/// comes with the all-clear.
/// </summary>
public sealed partial class OutageWatch(
    ReadyMessages ready, IOutageLog log, AlarmSettingsStore settings, AlarmLetters letters, TimeProvider time, ILogger<OutageWatch> logger)
{
    /// <summary>The one route there is.</summary>
    public const string Route = "mail-server";

    /// <summary>So much of what a server said is kept with an outage.</summary>
    const int LongestReason = 1_000;

    // What no waiting heals: somebody has to enter another password or secret.
    static readonly HashSet<string> Credentials = new(StringComparer.Ordinal)
    {
        "credentials-refused", "auth-wrong", "account-disabled", "google-app-password", "microsoft-password-off", "microsoft-smtp-auth-disabled",
        "ses-credentials", "program-access-off", "password-change-needed", "token-secret-wrong", "token-secret-expired", "token-client-wrong",
        "token-grant-refused", "token-refused", "server-not-genuine",
    };

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var hasWebhook = settings.Current.Webhook is not null;
        if (ready.Pause is { } pause)
        {
            var reason = pause.Reason.Length <= LongestReason ? pause.Reason : pause.Reason[..LongestReason];
            var outage = await log.MeetAsync(new OutageSighting(Route, pause.Cause ?? "", reason, pause.Since), cancellationToken);
            if (outage.RaisedAt is null && IsDue(outage, pause) && await log.RaiseAsync(outage.Id, hasWebhook, cancellationToken)) Raised(Route, outage.Since, reason);
        }
        else if (ready.SpokeAt is { } flowedAt && await log.ClearAsync(Route, flowedAt, hasWebhook, cancellationToken) is { } cleared)
        {
            if (cleared.RaisedAt is null) return;
            Cleared(Route, cleared.Since);
            await letters.SendAsync(string.Create(CultureInfo.InvariantCulture, $"outage-{cleared.Id}"), cleared.Since, culture => WordsOf(cleared, culture), cancellationToken);
        }
    }

    // A pause that is older than the outage was seen before the last all-clear: it has to last.
    bool IsDue(Outage outage, SendingPause pause) =>
        time.GetUtcNow() - outage.Since >= TimeSpan.FromMinutes(settings.Current.OutageMinutes)
        || (pause.Since >= outage.Since && Credentials.Contains(outage.Cause));

    AlarmText WordsOf(Outage outage, CultureInfo culture) => new(
        Texts.GetIn(culture, "Alarm.Outage.Cleared.Title"),
        Texts.GetIn(culture, "Alarm.Outage.Cleared.Cause", Moment(outage.Since), Moment(outage.ClearedAt ?? time.GetUtcNow()), outage.Reason),
        Texts.GetIn(culture, "Alarm.Outage.Cleared.Remedy"),
        "/alarms");

    static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    [LoggerMessage(17005, LogLevel.Error,
        "Alarm: {Route} has accepted no mail since {Since:u}. All mail waits. Test the mail server in the console. " +
        "{Reason}")]
    partial void Raised(string route, DateTimeOffset since, string reason);

    [LoggerMessage(17006, LogLevel.Information,
        "All clear: {Route} accepts mail again after an outage since {Since:u}.")]
    partial void Cleared(string route, DateTimeOffset since);
}
