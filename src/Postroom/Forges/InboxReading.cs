using Postroom.Accepting;
using Postroom.Forges.Memory;
using Postroom.Forges.Readers;
using Postroom.Notifications;

namespace Postroom.Forges;

/// <summary>Reads an event of the inbox, and completes it by what is remembered of its pull request.</summary>
sealed class InboxReading(IForgeStore forges, IPullRequestMemoryStore memory)
{
    /// <summary>What its payload says, and whom it shows.</summary>
    public async Task<(ForgeReading Reading, Sighting Sighting)> ReadAsync(InboxEvent found, CancellationToken cancellationToken)
    {
        var item = found.Item;
        var nothing = new Sighting { Source = item.Source, At = item.ReceivedAt };
        using var document = ForgeReader.Parse(found.Body);
        if (item.Forge is not { } kind) return ReadNeutral(item, document, nothing);
        if (await forges.FindAsync(item.Source, cancellationToken) is not { } source) return (new ForgeReading.Ignored(ForgeReason.SourceGone()), nothing);
        if (document is null) return (new ForgeReading.Unreadable(ForgeReason.NotJson()), nothing);
        var delivery = new ForgeDelivery(item.Source, item.EventId, item.EventName, item.ReceivedAt, source.BaseUrl);
        var reading = ForgeReader.Read(kind, delivery, document.RootElement);
        return (reading, SightingReader.Of(kind, delivery, document.RootElement, reading));
    }

    /// <summary>The event with everybody who is concerned, as far as is known.</summary>
    public async Task<CompletedEvent> CompleteAsync(PullRequestEvent e, Sighting sighting, CancellationToken cancellationToken)
    {
        var ids = sighting.Present.Select(one => one.Who.Id).OfType<string>().Distinct().ToList();
        return Completion.Of(e, sighting, await memory.RecallAsync(e.Source, ThreadNames.Of(e.PullRequest).Root, ids, cancellationToken));
    }

    /// <summary>Forgets people and pull requests that no event has mentioned since a moment.</summary>
    public Task ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) => memory.ForgetAsync(before, cancellationToken);

    static (ForgeReading, Sighting) ReadNeutral(InboxItem item, System.Text.Json.JsonDocument? document, Sighting nothing)
    {
        var problems = new FieldProblems();
        if (document is not null && NeutralEvents.Read(document.RootElement, item.Source, item.EventId, item.ReceivedAt, problems) is { } e)
            return (new ForgeReading.Happened(e), SightingReader.Of(e, item.ReceivedAt));
        return (new ForgeReading.Unreadable(problems.IsEmpty ? ForgeReason.NotJson() : ForgeReason.Missing(problems.ToDictionary().Keys.First())), nothing);
    }
}
