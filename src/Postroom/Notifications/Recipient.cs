using Postroom.People;

namespace Postroom.Notifications;

/// <summary>Somebody an event concerns.</summary>
/// <param name="Login">Their login; empty: only the person is known.</param>
/// <param name="Person">Who that is; null: the directory does not know the login.</param>
/// <param name="Kind">What they are told: of several reasons the strongest.</param>
/// <param name="Reason">Why.</param>
/// <param name="IsImmediate">Whether it goes out at once.</param>
/// <param name="NotSent">Why they are not told after all; null: they are.</param>
public sealed record Recipient(
    string Login, Person? Person, NoticeKind Kind, RecipientReason Reason, bool IsImmediate, NotSentReason? NotSent = null)
{
    /// <summary>The weaker reasons on which the event concerns them too, strongest first: told where they do not wish to hear of the stronger.</summary>
    public IReadOnlyList<NoticeReason> Further { get; init; } = [];

    /// <summary>Every reason, strongest first.</summary>
    public IEnumerable<NoticeReason> Reasons => Further.Prepend(new NoticeReason(Kind, Reason));
}

/// <summary>A reason on which an event concerns somebody.</summary>
/// <param name="Kind">What they are told on it.</param>
/// <param name="Reason">Why.</param>
public sealed record NoticeReason(NoticeKind Kind, RecipientReason Reason);

/// <summary>Who the people of an event are.</summary>
/// <param name="ByLogin">The persons behind logins, found without regard to case.</param>
/// <param name="Watchers">Who watches the pull request or its repository on their own wish.</param>
public sealed record EventPeople(IReadOnlyDictionary<string, Person> ByLogin, IReadOnlyList<Person> Watchers)
{
    /// <summary>Who is named for the first time in the text that the event brings, by login.</summary>
    public IReadOnlyList<string> Named { get; init; } = [];

    /// <summary>Nobody is known.</summary>
    public static EventPeople Nobody { get; } = new(new Dictionary<string, Person>(), []);
}

/// <summary>Why somebody is not told of something.</summary>
public enum NotSentReason
{
    /// <summary>They did it themselves.</summary>
    OwnAction = 0,

    /// <summary>They do not wish to hear of such things.</summary>
    Preference = 1,

    /// <summary>No address is known.</summary>
    NoAddress = 2,

    /// <summary>Notifications are switched off.</summary>
    SwitchedOff = 3,

    /// <summary>They have unsubscribed, from this pull request or from all.</summary>
    Unsubscribed = 4,

    /// <summary>It could not be sent before it was too old.</summary>
    Expired = 5,
}
