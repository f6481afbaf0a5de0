using System.Text.Json;
using Postroom.Forges.Memory;

namespace Postroom.Forges.Readers;

/// <summary>Finds everybody in a payload of whom it has both number and login, wherever they stand in it.</summary>
static class PeopleInPayload
{
    /// <summary>Everybody, each number once, in the order of appearance.</summary>
    public static IReadOnlyList<ForgeIdentity> In(ForgeKind kind, Part body)
    {
        var found = new Dictionary<string, ForgeIdentity>(StringComparer.Ordinal);
        if (kind == ForgeKind.GitLab)
        {
            if (WhoActs(body) is { } actor) found.Add(actor.Id!, actor);
            foreach (var part in new[] { body["object_attributes"], body["merge_request"] })
            {
                AddAssignee(body, part, found);
            }
        }

        Walk(kind, body, found);
        return [.. found.Values];
    }

    static bool IsBot(ForgeKind kind, string login, string type) => kind switch
    {
        ForgeKind.GitLab => GitLabReader.IsBot(login),
        ForgeKind.BitbucketCloud => BitbucketCloudReader.IsBot(type),
        _ => type is "Bot" or "SERVICE",
    };

    // Old versions of GitLab send whom it is assigned to without a number, and the number beside it.
    static void AddAssignee(Part body, Part part, Dictionary<string, ForgeIdentity> found)
    {
        var user = part["assignee"].IsObject ? part["assignee"] : body["assignee"];
        if (part["assignee_id"].Positive is null || user["id"].Exists || user["username"].Line is not { } login) return;
        var id = part["assignee_id"].Id!;
        found.TryAdd(id, new ForgeIdentity(id, login, user["name"].Line));
    }

    static void Walk(ForgeKind kind, Part part, Dictionary<string, ForgeIdentity> found)
    {
        switch (part.Element.ValueKind)
        {
            case JsonValueKind.Object:
                if (IdentityOf(kind, part) is { Id: { } id } who && !found.ContainsKey(id)) found.Add(id, who);
                foreach (var property in part.Element.EnumerateObject())
                    if (found.Count < Sighting.MostPeople) Walk(kind, new Part(property.Value), found);
                break;
            case JsonValueKind.Array:
                foreach (var item in part.Element.EnumerateArray())
                    if (found.Count < Sighting.MostPeople) Walk(kind, new Part(item), found);
                break;
            default:
                break;
        }
    }

    /// <summary>Who an object of a payload is; null: it is nobody, or has not both number and login.</summary>
    public static ForgeIdentity? IdentityOf(ForgeKind kind, Part part)
    {
        var (id, login, name) = kind switch
        {
            ForgeKind.GitLab when part["user_id"].Number is not null =>
                (part["user_id"], part["user_username"].Exists ? part["user_username"] : part["username"],
                    part["user_name"]),
            ForgeKind.GitLab => (part["id"], part["username"], part["name"]),
            ForgeKind.BitbucketCloud when !part["display_name"].Exists => default,
            ForgeKind.BitbucketCloud => (part["uuid"], part["account_id"].Exists ? part["account_id"]
                : part["username"], part["display_name"]),
            // Projects and repositories have a number and a name as well; a slug and a name that is shown are a user's.
            ForgeKind.BitbucketServer when !part["displayName"].Exists => default,
            ForgeKind.BitbucketServer => (part["id"], part["name"], part["displayName"]),
            _ => (part["id"], part["login"], part[kind == ForgeKind.Gitea ? "full_name" : "name"]),
        };
        return (id.Number is not null || kind == ForgeKind.BitbucketCloud) && id.Id is not null
            && login.Line is { } known
            ? new ForgeIdentity(id.Id, known, name.Line, IsBot(kind, known, part["type"].Word))
            : null;
    }

    /// <summary>
    /// Who acts, with the number. Old versions of GitLab send it without: but who opens is the author, who comments
    /// wrote the
    /// comment, and an update names who made it. Null: it has its number, or none can be told.
    /// </summary>
    public static ForgeIdentity? WhoActs(Part body)
    {
        var (user, attributes) = (body["user"], body["object_attributes"]);
        if (user["id"].Exists || user["username"].Line is not { } login) return null;
        var isFirst = body["object_kind"].Word == "note" ? attributes["action"].Word is "" or "create"
            : attributes["action"].Word == "open";
        var id = isFirst ? attributes["author_id"] : body["changes"]["updated_by_id"]["current"];
        return id.Positive is null ? null : new ForgeIdentity(id.Id, login, user["name"].Line);
    }
}
