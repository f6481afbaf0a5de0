namespace Postroom.Notifications.Choices;

/// <summary>How a person wants to be told. Language and time zone are the person's own and stand in the directory.</summary>
public sealed record PersonChoices
{
    /// <summary>Nothing was chosen.</summary>
    public static PersonChoices Default { get; } = new();

    /// <summary>When to tell of which topic; a missing one: as the rules of recipients say.</summary>
    public IReadOnlyDictionary<NoticeTopic, NoticeTiming> Timing { get; init; } = new Dictionary<NoticeTopic, NoticeTiming>();

    /// <summary>When to tell of which kind, against what holds for its topic; a missing one: as the topic.</summary>
    public IReadOnlyDictionary<NoticeKind, NoticeTiming> KindTiming { get; init; } = new Dictionary<NoticeKind, NoticeTiming>();

    /// <summary>Whether mail has no HTML part. The default value is false.</summary>
    public bool IsTextOnly { get; init; }

    /// <summary>Whether mail only says that something happened, without titles and texts. The default value is false.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>When to tell of a kind; null: as the rules of recipients say.</summary>
    public NoticeTiming? TimingOf(NoticeKind kind) =>
        KindTiming.TryGetValue(kind, out var own) || Timing.TryGetValue(NoticeKinds.TopicOf(kind), out own) ? own : null;

    /// <summary>The reasons a person wishes to hear of, in the same order; empty: none.</summary>
    public NoticeReason[] Wished(IEnumerable<NoticeReason> reasons)
    {
        ArgumentNullException.ThrowIfNull(reasons);
        return [.. reasons.Where(reason => TimingOf(reason.Kind) != NoticeTiming.Off)];
    }
}

/// <summary>When a person is told of a topic.</summary>
public enum NoticeTiming
{
    /// <summary>At once, in a mail of its own.</summary>
    Immediately = 0,

    /// <summary>In the digest of the pull request.</summary>
    Digest = 1,

    /// <summary>Never.</summary>
    Off = 2,
}

/// <summary>Where a person stands towards one pull request.</summary>
/// <param name="Choices">How they want to be told.</param>
/// <param name="IsUnsubscribed">Whether they unsubscribed from it, or from all.</param>
public sealed record PersonSubscription(PersonChoices Choices, bool IsUnsubscribed)
{
    /// <summary>Nothing was chosen.</summary>
    public static PersonSubscription Default { get; } = new(PersonChoices.Default, IsUnsubscribed: false);
}
