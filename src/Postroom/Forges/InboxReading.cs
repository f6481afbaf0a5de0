using Postroom.Accepting;
using Postroom.Forges.Lookups;
using Postroom.Forges.Memory;
using Postroom.Forges.Readers;
using Postroom.Notifications;

namespace Postroom.Forges;

/// <summary>
/// Reads an event of the inbox, and completes it by what is remembered of its pull request and by what its forge
/// answers.
/// </summary>
sealed class InboxReading(IForgeStore forges, IPullRequestMemoryStore memory, ForgeLookup lookup)
{
    /// <summary>What its payload says, and whom it shows.</summary>
    public async Task<ReadEvent> ReadAsync(InboxEvent found, CancellationToken cancellationToken)
    {
        var item = found.Item;
        var nothing = new Sighting { Source = item.Source, At = item.ReceivedAt };
        using var document = ForgeReader.Parse(found.Body);
        if (item.Forge is not { } kind) return ReadNeutral(item, document, nothing);
        if (await forges.FindAsync(item.Source, cancellationToken) is not { } source)
        {
            return new ReadEvent(new ForgeReading.Ignored(ForgeReason.SourceGone()), nothing);
        }

        if (document is null) return new ReadEvent(new ForgeReading.Unreadable(ForgeReason.NotJson()), nothing);
        var delivery = new ForgeDelivery(item.Source, item.EventId, item.EventName, item.ReceivedAt, source.BaseUrl);
        var reading = ForgeReader.Read(kind, delivery, document.RootElement);
        return new ReadEvent(reading, SightingReader.Of(kind, delivery, document.RootElement, reading), source);
    }

    /// <summary>
    /// The event with everybody who is concerned, as far as is known, and all that is to be remembered of it.
    /// </summary>
    public async Task<(CompletedEvent Completed, Sighting Sighting)> CompleteAsync(
        PullRequestEvent e, ReadEvent read, CancellationToken cancellationToken)
    {
        var sighting = read.Sighting;
        var ids = sighting.Present.Select(one => one.Who.Id).OfType<string>().Distinct().ToList();
        var recalled = await memory.RecallAsync(e.Source, ThreadNames.Of(e.PullRequest).Root, ids, cancellationToken);
        var completed = Completion.Of(e, sighting, recalled);
        if (!IsLacking(completed, recalled) || read.Source is not { ProtectedReadToken: not null } source)
        {
            return (completed, sighting);
        }

        if (await lookup.AskAsync(source, e.PullRequest, cancellationToken) is not { } answer)
        {
            return (completed, sighting);
        }

        var fuller = answer.AddTo(sighting);
        return (Completion.Of(e, fuller, recalled), fuller);
    }

    /// <summary>Forgets people and pull requests that no event has mentioned since a moment.</summary>
    public Task ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        memory.ForgetAsync(before, cancellationToken);

    // Somebody is known by number alone, or the story began before it was listened to.
    static bool IsLacking(CompletedEvent completed, Recollection recalled) =>
        completed.UnknownAuthor is not null || completed.UnknownPeople.Count > 0
        || (recalled.Memory.Roles.Count == 0 && completed.Event.Kind is not (
            PullRequestEventKind.Opened or PullRequestEventKind.OpenedAsDraft));

    static ReadEvent ReadNeutral(InboxItem item, System.Text.Json.JsonDocument? document, Sighting nothing)
    {
        var problems = new FieldProblems();
        if (document is not null && NeutralEvents.Read(
            document.RootElement, item.Source, item.EventId, item.ReceivedAt, problems) is { } e)
        {
            return new ReadEvent(new ForgeReading.Happened(e), SightingReader.Of(e, item.ReceivedAt));
        }

        return new ReadEvent(
            new ForgeReading.Unreadable(problems.IsEmpty ? ForgeReason.NotJson()
                : ForgeReason.Missing(problems.ToDictionary().Keys.First())), nothing);
    }
}

/// <summary>An event of the inbox as its payload says it.</summary>
/// <param name="Reading">What happened.</param>
/// <param name="Sighting">Whom it shows.</param>
/// <param name="Source">Where it came from; null: the neutral API, or a forge that is gone.</param>
sealed record ReadEvent(ForgeReading Reading, Sighting Sighting, ForgeSource? Source = null);
