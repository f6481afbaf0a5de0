using Postroom.Notifications;

namespace Postroom.Forges.Memory;

/// <summary>Finds the persons behind identities: as the event names them, as its payload shows them, as they are remembered.</summary>
sealed class KnownPeople
{
    readonly Dictionary<string, ForgePerson> _inEvent = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, ForgeIdentity> _byId = new(StringComparer.Ordinal);

    public KnownPeople(PullRequestEvent e, Sighting seen, Recollection recalled)
    {
        foreach (var person in Recipients.Everybody(e)) _inEvent.TryAdd(person.Login, person);
        foreach (var (id, who) in recalled.ById) _byId[id] = who;
        foreach (var who in seen.People.Where(who => who.Id is not null)) _byId[who.Id!] = who;
    }

    /// <summary>The persons, each once; the numbers of those whose login is unknown go to <paramref name="unknown"/>.</summary>
    public List<ForgePerson> Of(IEnumerable<ForgeIdentity> identities, List<string> unknown)
    {
        var found = new List<ForgePerson>();
        foreach (var identity in identities)
        {
            var who = identity.Id is { } id && _byId.TryGetValue(id, out var current) ? current.FilledFrom(identity) : identity;
            if (who.Login is null) unknown.Add(who.Id ?? "");
            else if (!found.Exists(other => other.Login.Equals(who.Login, StringComparison.OrdinalIgnoreCase))) found.Add(PersonOf(who, who.Login));
        }

        return found;
    }

    ForgePerson PersonOf(ForgeIdentity who, string login) => _inEvent.TryGetValue(login, out var named)
        ? named with { Name = named.Name ?? who.Name, IsBot = named.IsBot || who.IsBot }
        : new ForgePerson(login, who.Name, IsBot: who.IsBot);
}
