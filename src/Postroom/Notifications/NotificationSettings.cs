using Postroom.Settings;

namespace Postroom.Notifications;

/// <summary>How notifications are sent (settings document <c>notifications</c>, configuration section <c>Notifications</c>).</summary>
public sealed record NotificationSettings
{
    /// <summary>The name of the document and of the configuration section.</summary>
    public const string Section = "Notifications";

    /// <summary>The longest time of either kind: a day.</summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromDays(1);

    /// <summary>"Send email notifications". Off: what happens is recorded as not sent. The default value is true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whether links, resets and invitations are sent. The default value is true.</summary>
    public bool AccountMail { get; init; } = true;

    /// <summary>A digest goes out when its pull request was quiet for so long. The default value is 10 minutes; at most a day.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A digest goes out when its oldest item waited so long. The default value is 30 minutes; at least <see cref="Quiet"/>, at most a day.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The most notification mails one person gets within an hour; more wait and grow together. The default value is 30; 1 to 1,000.</summary>
    public int MostMailsPerHour { get; init; } = 30;

    /// <summary>
    /// Whether mail of what one person did shows their name beside the sender's address, as in "Anna Ito (Postroom)".
    /// The
    /// default value is true.
    /// </summary>
    public bool ShowsActor { get; init; } = true;

    /// <summary>When a digest is due.</summary>
    /// <param name="oldestAt">When its oldest item came.</param>
    /// <param name="newestAt">When its newest item came.</param>
    public DateTimeOffset DueAt(DateTimeOffset oldestAt, DateTimeOffset newestAt)
    {
        var (quiet, longest) = (newestAt + Quiet, oldestAt + Longest);
        return quiet < longest ? quiet : longest;
    }

    /// <summary>What is wrong with the values, all at once.</summary>
    public IReadOnlyList<SettingsProblem> Problems() =>
    [
        .. Range(nameof(Quiet), Quiet >= TimeSpan.Zero && Quiet <= LongestTime, "Problem.Notifications.Time"),
        .. Range(nameof(Longest), Longest >= Quiet && Longest <= LongestTime, "Problem.Notifications.Longest"),
        .. Range(nameof(MostMailsPerHour), MostMailsPerHour is >= 1 and <= 1_000, "Problem.Notifications.Most"),
    ];

    static IEnumerable<SettingsProblem> Range(string field, bool isFine, string messageKey) =>
        isFine ? [] : [new SettingsProblem(field, messageKey)];
}
