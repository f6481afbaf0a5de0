using Postroom.Notifications;

namespace Postroom.Forges.Memory;

/// <summary>
/// Finds the persons behind identities: as the event names them, as its payload shows them, as they are remembered.
/// </summary>
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

    /// <summary>
    /// The persons, each once; the numbers of those whose login is unknown go to <paramref name="unknown"/>.
    /// </summary>
    public List<ForgePerson> Of(IEnumerable<ForgeIdentity> identities, List<string> unknown)
    {
        var found = new List<ForgePerson>();
        foreach (var identity in identities)
        {
            var current = identity.Id is { } id ? _byId.GetValueOrDefault(id) : null;
            var who = current?.FilledFrom(identity) ?? identity;
            if (who.Login is { } login) Add(found, who, login);
            else unknown.Add(who.Id ?? "");
        }

        return found;
    }

    void Add(List<ForgePerson> found, ForgeIdentity who, string login)
    {
        var isThere = found.Exists(other => other.Login.Equals(login, StringComparison.OrdinalIgnoreCase));
        if (!isThere) found.Add(PersonOf(who, login));
    }

    ForgePerson PersonOf(ForgeIdentity who, string login) => _inEvent.TryGetValue(login, out var named)
        ? named with { Name = named.Name ?? who.Name, IsBot = named.IsBot || who.IsBot }
        : new ForgePerson(login, who.Name, IsBot: who.IsBot);
}
