using Postroom.Forges.Memory;
using Postroom.Forges.Readers;

namespace Postroom.Forges.Lookups;

/// <summary>What a forge answered of the people of a pull request.</summary>
/// <param name="People">Whom numbers stand for.</param>
/// <param name="Roles">Who is what.</param>
public sealed record ForgeAnswer(IReadOnlyList<ForgeIdentity> People, IReadOnlyList<SeenRole> Roles)
{
    /// <summary>The sighting with what was answered. What the payload says itself stands against it.</summary>
    public Sighting AddTo(Sighting seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        bool IsSaid(SeenRole role) => seen.Present.Concat(seen.Removed).Any(
            known => known.Role == role.Role && known.Who.IsSameAs(role.Who));
        var isWhole = seen.Complete.ToHashSet();
        var hasAuthor = seen.Present.Any(known => known is { Role: PullRequestRole.Author, Who.Login: not null });
        return seen with
        {
            People = [.. seen.People, .. People.Where(person => !seen.People.Any(known => known.Id == person.Id))],
            Present =
            [
                .. seen.Present,
                .. Roles.Where(role => !isWhole.Contains(role.Role) && !IsSaid(role)
                    && !(role.Role == PullRequestRole.Author && hasAuthor)),
            ],
        };
    }

    /// <summary>Reads the bodies of the answers, each without trust, as payloads are read.</summary>
    internal static ForgeAnswer Read(ForgeKind kind, IReadOnlyList<Part> bodies)
    {
        var (people, roles) = (new List<ForgeIdentity>(), new List<SeenRole>());
        foreach (var body in bodies)
        {
            people.AddRange(PeopleInPayload.In(kind, body));
            if (body.IsList) AddList(kind, body, roles);
            else AddPullRequest(kind, body, roles);
        }

        return new ForgeAnswer([.. people.DistinctBy(person => person.Id)], roles);
    }

    static void AddPullRequest(ForgeKind kind, Part body, List<SeenRole> roles)
    {
        Add(kind, PullRequestRole.Author, [body["author"], body["user"]], roles);
        Add(kind, PullRequestRole.Asked, body["reviewers"].Items.Concat(body["requested_reviewers"].Items), roles);
        Add(kind, PullRequestRole.Assignee, body["assignees"].Items, roles);
        foreach (var one in body["participants"].Items)
        {
            var isVerdict = one["approved"].Flag || one["state"].Word.Length > 0;
            Add(kind, isVerdict ? PullRequestRole.Reviewed : PullRequestRole.Participant, [one["user"]], roles);
        }
    }

    // Reviews of GitHub and Gitea; who took part in GitLab.
    static void AddList(ForgeKind kind, Part body, List<SeenRole> roles)
    {
        foreach (var one in body.Items)
        {
            var isVerdict = one["state"].Word is "APPROVED" or "CHANGES_REQUESTED" or "REQUEST_CHANGES" or "DISMISSED";
            var role = isVerdict ? PullRequestRole.Reviewed : PullRequestRole.Participant;
            Add(kind, role, [kind == ForgeKind.GitLab ? one : one["user"]], roles);
        }
    }

    static void Add(ForgeKind kind, PullRequestRole role, IEnumerable<Part> users, List<SeenRole> roles) =>
        roles.AddRange(users.Select(user => PeopleInPayload.IdentityOf(kind, user)).OfType<ForgeIdentity>()
            .Where(who => !roles.Exists(known => known.Role == role && known.Who.IsSameAs(who)))
                .Select(who => new SeenRole(role, who)));
}
