using Microsoft.Extensions.Logging;
using Postroom.Notifications.Choices;
using Postroom.People;

namespace Postroom.Notifications;

/// <summary>The one way in for what happened to pull requests: says who is told, and has it on disk when it returns.</summary>
public sealed partial class PullRequestNotifier(
    PeopleDirectory directory,
    INoticeStore notices,
    IChoiceStore choices,
    NotificationSettingsStore settings,
    NoticeSignal signal,
    TimeProvider time,
    ILogger<PullRequestNotifier> logger)
{
    /// <summary>Handles an event once: a repeat with the same source and id changes nothing.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was kept; trying again is right.</exception>
    public async Task HandleAsync(PullRequestEvent e, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(e);
        await directory.LearnAsync(TaughtBy(e), cancellationToken);
        var names = ThreadNames.Of(e.PullRequest);
        var earlier = await EarlierAsync(e, names, cancellationToken);
        var told = AsReply(e, earlier);
        var handled = new HandledEvent
        {
            Event = told,
            Names = names,
            ReceivedAt = time.GetUtcNow(),
            Recipients = await RecipientsAsync(told, names, earlier, cancellationToken),
            Settings = settings.Current,
        };
        if (!await notices.RecordAsync(handled, cancellationToken)) return;

        var count = handled.Recipients.Count(recipient => recipient.NotSent is null);
        Handled(e.Source, e.EventId, told.Kind, names.Label, count, handled.Recipients.Count - count);
        if (count > 0) signal.Raise();
    }

    // Asked only where the answer matters: most events bring no text, or a new one.
    Task<EarlierText> EarlierAsync(PullRequestEvent e, ThreadNames names, CancellationToken cancellationToken)
    {
        var text = EventText.Of(e);
        var discussion = e is { Kind: PullRequestEventKind.Commented, Comment.ParentId: null } ? e.Comment.Discussion : null;
        return text is { IsEdit: true } || discussion is not null
            ? notices.EarlierAsync(e.Source, names.Root, text?.Key ?? "", discussion, cancellationToken)
            : Task.FromResult(EarlierText.None);
    }

    // A comment in a discussion answers the first one in it, where that was seen. Where it was not, it is a comment.
    static PullRequestEvent AsReply(PullRequestEvent e, EarlierText earlier) =>
        earlier.Answered is { } first && e is { Kind: PullRequestEventKind.Commented, Comment: { } comment } && comment.Id != first
            ? e with { Kind = PullRequestEventKind.Replied, Comment = comment with { ParentId = first } }
            : e;

    async Task<IReadOnlyList<Recipient>> RecipientsAsync(PullRequestEvent e, ThreadNames names, EarlierText earlier, CancellationToken cancellationToken)
    {
        var named = EventText.Of(e)?.NewNames(earlier.Named) ?? [];
        var logins = Recipients.Everybody(e).Select(person => person.Login).Concat(named)
            .Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var byLogin = await directory.FindAsync(e.Source, logins, cancellationToken);
        var watchers = await choices.WatchersAsync(Watch.Of(e), cancellationToken);
        var concerned = Recipients.Of(e, new EventPeople(byLogin, watchers) { Named = named });
        var subscriptions = await choices.ReadAsync(
            [.. concerned.Select(recipient => recipient.Person?.Id).OfType<Guid>()], e.Source, names.Root, cancellationToken);
        return [.. concerned.Select(recipient => Routing.Of(recipient, SubscriptionOf(recipient), settings.Current.Enabled))];

        PersonSubscription SubscriptionOf(Recipient recipient) =>
            recipient.Person is { } person
                ? subscriptions.GetValueOrDefault(person.Id, PersonSubscription.Default)
                : PersonSubscription.Default;
    }

    static List<DirectoryEntry> TaughtBy(PullRequestEvent e) =>
    [
        .. Recipients.Everybody(e).Where(person => !person.IsBot && (person.Email ?? person.Name ?? person.Language) is not null)
            .DistinctBy(person => person.Login, StringComparer.OrdinalIgnoreCase)
            .Select(person => new DirectoryEntry(e.Source, person.Login, person.Name, person.Email, person.Language)),
    ];

    [LoggerMessage(14001, LogLevel.Information,
        "Event {EventId} of {Source}: {Kind} of {PullRequest}; {Told} people are notified, {NotTold} are not")]
    partial void Handled(string source, string eventId, PullRequestEventKind kind, string pullRequest, int told, int notTold);
}
