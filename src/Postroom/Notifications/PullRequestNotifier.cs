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
        var handled = new HandledEvent
        {
            Event = e,
            Names = names,
            ReceivedAt = time.GetUtcNow(),
            Recipients = await RecipientsAsync(e, names, cancellationToken),
            Settings = settings.Current,
        };
        if (!await notices.RecordAsync(handled, cancellationToken)) return;

        var told = handled.Recipients.Count(recipient => recipient.NotSent is null);
        Handled(e.Source, e.EventId, e.Kind, names.Label, told, handled.Recipients.Count - told);
        if (told > 0) signal.Raise();
    }

    async Task<IReadOnlyList<Recipient>> RecipientsAsync(PullRequestEvent e, ThreadNames names, CancellationToken cancellationToken)
    {
        var logins = Recipients.Everybody(e).Select(person => person.Login).Concat(Recipients.MentionedIn(e))
            .Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var people = new EventPeople(
            await directory.FindAsync(e.Source, logins, cancellationToken),
            await choices.WatchersAsync(new Watch(e.Source, e.PullRequest.Project, e.PullRequest.Repository, e.PullRequest.Number), cancellationToken));
        var concerned = Recipients.Of(e, people);
        var standings = await choices.ReadAsync(
            [.. concerned.Select(recipient => recipient.Person?.Id).OfType<Guid>()], e.Source, names.Root, cancellationToken);
        return [.. concerned.Select(recipient => Routing.Of(recipient, StandingOf(recipient), settings.Current.Enabled))];

        PersonStanding StandingOf(Recipient recipient) =>
            recipient.Person is { } person ? standings.GetValueOrDefault(person.Id, PersonStanding.Default) : PersonStanding.Default;
    }

    static List<DirectoryEntry> TaughtBy(PullRequestEvent e) =>
    [
        .. Recipients.Everybody(e).Where(person => !person.IsBot && (person.Email ?? person.Name ?? person.Language) is not null)
            .DistinctBy(person => person.Login, StringComparer.OrdinalIgnoreCase)
            .Select(person => new DirectoryEntry(e.Source, person.Login, person.Name, person.Email, person.Language)),
    ];

    [LoggerMessage(14001, LogLevel.Information, "Event {EventId} of {Source}: {Kind} of {PullRequest}; {Told} people are told, {NotTold} are not")]
    partial void Handled(string source, string eventId, PullRequestEventKind kind, string pullRequest, int told, int notTold);
}
