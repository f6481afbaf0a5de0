using Postroom.Forges.Memory;

namespace Postroom.Forges.Readers;

/// <summary>
/// Reads the roles for which GitLab sends numbers: the author's always, those of reviewers and assignees where its
/// version does.
/// </summary>
static class GitLabRoles
{
    /// <summary>Who is what by number, and of which roles these are everybody.</summary>
    public static (IReadOnlyList<SeenRole> Roles, IReadOnlyList<PullRequestRole> Complete) Of(Part body)
    {
        var part = body["merge_request"].IsObject ? body["merge_request"] : body["object_attributes"];
        var (roles, complete) = (new List<SeenRole>(), new List<PullRequestRole>());
        if (part["author_id"].Positive is not null) roles.Add(Numbered(PullRequestRole.Author, part["author_id"]));
        AddAll(PullRequestRole.Asked, part["reviewer_ids"], body["reviewers"], body["changes"]["reviewers"]);
        AddAll(PullRequestRole.Assignee, part["assignee_ids"], body["assignees"], body["changes"]["assignees"]);
        // Versions before several assignees: one number, or none.
        if (complete.Contains(PullRequestRole.Assignee)) return (roles, complete);
        var (one, change) = (part["assignee_id"], body["changes"]["assignee_id"]);
        if (one.Positive is not null) roles.Add(Numbered(PullRequestRole.Assignee, one));
        if (one.Positive is not null || change.IsObject) complete.Add(PullRequestRole.Assignee);
        return (roles, complete);

        void AddAll(PullRequestRole role, Part ids, Part people, Part change)
        {
            roles.AddRange(ids.Items.Where(id => id.Positive is not null).Select(id => Numbered(role, id)));
            roles.AddRange(change["current"].Items.Where(person => person["username"].Line is not null)
                .Select(person => new SeenRole(role,
                    new ForgeIdentity(person["id"].Id, person["username"].Line, person["name"].Line))));
            if (ids.IsList || people.IsList || change["current"].IsList) complete.Add(role);
        }
    }

    static SeenRole Numbered(PullRequestRole role, Part id) => new(role, new ForgeIdentity(id.Id, null));
}
