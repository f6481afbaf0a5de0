using Postroom.Notifications;
using Postroom.Settings;

namespace Postroom.Admin.PreferencePages;

/// <summary>What the page of sending and digests shows.</summary>
public sealed record SendingState
{
    /// <summary>The settings as typed, else those in force.</summary>
    public NotificationSettings Settings { get; init; } = new();

    /// <summary>What was typed and not taken; null: nothing.</summary>
    public NotificationSettings? Typed { get; init; }

    /// <summary>The version the form is made from; 0: none was saved.</summary>
    public int Version { get; init; }

    /// <summary>The names of the settings given from outside.</summary>
    public IReadOnlySet<string> Locked { get; init; } = new HashSet<string>();

    /// <summary>What is wrong with what was typed.</summary>
    public IReadOnlyList<SettingsProblem> Problems { get; init; } = [];

    /// <summary>The notices not sent, newest first.</summary>
    public IReadOnlyList<UnsentNotice> Notices { get; init; } = [];

    /// <summary>What is searched for; null: nothing.</summary>
    public string? Text { get; init; }

    /// <summary>The reason looked for; null: any.</summary>
    public NotSentReason? Reason { get; init; }

    /// <summary>Where the list goes on; null: it begins with the newest.</summary>
    public long? Before { get; init; }

    /// <summary>Where the next page goes on; null: this is the last.</summary>
    public long? Next { get; init; }

    /// <summary>What was done just now: <c>saved</c>, <c>conflict</c>; null: nothing.</summary>
    public string? Done { get; init; }
}
