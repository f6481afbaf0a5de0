using System.Globalization;
using Postroom.Notifications;

namespace Postroom.Forges.Readers;

/// <summary>Reads the merge request out of a payload of GitLab.</summary>
static class GitLabMergeRequest
{
    public static PullRequest? Read(Part body, Part part, out string missing)
    {
        var project = part["target"]["path_with_namespace"].Exists ? part["target"] : body["project"];
        var path = project["path_with_namespace"].Line ?? "";
        var slash = path.LastIndexOf('/');
        var (number, title) = (part["iid"].Positive, part["title"].Line);
        missing = number is null ? "iid"
            : title is null ? "title"
            : slash <= 0 || slash == path.Length - 1 ? "project.path_with_namespace"
            : "";
        if (missing.Length > 0) return null;
        var people = body["reviewers"].Items.Concat(part["reviewers"].Items).ToList();
        var assignees = body["assignees"].Items.Concat(part["assignees"].Items).Append(body["assignee"]).Append(part["assignee"]).ToList();
        return new PullRequest
        {
            Forge = ForgeKind.GitLab.Word(),
            Project = path[..slash],
            Repository = path[(slash + 1)..],
            Number = number!.Value,
            Title = title!,
            Description = part["description"].Block,
            Url = UrlOf(body, part, project, number.Value),
            Author = AuthorOf(part["author_id"].Id, body, [body["user"], .. people, .. assignees]),
            Reviewers = Distinct(people),
            Assignees = Distinct(assignees),
            SourceBranch = part["source_branch"].Line,
            TargetBranch = part["target_branch"].Line,
            IsDraft = IsDraft(part),
        };
    }

    public static bool IsDraft(Part part) => part["draft"].Exists || part["work_in_progress"].Exists
        ? part["draft"].Flag || part["work_in_progress"].Flag
        : DraftTitle.IsMarked(part["title"].Line);

    static Uri? UrlOf(Part body, Part part, Part project, long number)
    {
        if (part["url"].Link is { } own) return own;
        if (body["object_kind"].Word == "note" && body["object_attributes"]["url"].Link is { } note) return ForgeLink.With(note, "");
        return project["web_url"].Link is { } web
            ? ForgeLink.With(web, "/-/merge_requests/" + number.ToString(CultureInfo.InvariantCulture))
            : null;
    }

    // The payload has the author's number alone: the name is known when the author is somebody else in it as well.
    static ForgePerson? AuthorOf(string? id, Part body, IEnumerable<Part> people)
    {
        if (id is null) return null;
        if (PeopleInPayload.WhoActs(body)?.Id == id) return GitLabReader.PersonOf(body["user"]);
        return people.Where(person => person["id"].Id == id).Select(GitLabReader.PersonOf).FirstOrDefault(person => person is not null);
    }

    static List<ForgePerson> Distinct(IEnumerable<Part> people) =>
        [.. people.Select(GitLabReader.PersonOf).OfType<ForgePerson>().DistinctBy(person => person.Login, StringComparer.Ordinal)];
}
