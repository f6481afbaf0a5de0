using Postroom.Notifications;

namespace Postroom.Forges.Readers;

/// <summary>Reads the pull request out of a payload of GitHub, where a comment of the conversation has only an issue in its place.</summary>
static class GitHubPullRequest
{
    public static PullRequest? Read(Part body, out string missing)
    {
        var isIssue = !body["pull_request"].IsObject;
        var part = isIssue ? body["issue"] : body["pull_request"];
        var name = isIssue ? "issue" : "pull_request";
        var (number, title) = (part["number"].Positive, part["title"].Line);
        var (owner, repositoryName) = (body["repository"]["owner"]["login"].Line, body["repository"]["name"].Line);
        missing = number is null ? name + ".number"
            : title is null ? name + ".title"
            : owner is null ? "repository.owner.login"
            : repositoryName is null ? "repository.name"
            : "";
        if (missing.Length > 0) return null;
        return new PullRequest
        {
            Forge = ForgeKind.GitHub.Word(),
            Project = owner!,
            Repository = repositoryName!,
            Number = number!.Value,
            Title = title!,
            Description = part["body"].Block,
            Url = (isIssue ? part["pull_request"]["html_url"].Link : null) ?? part["html_url"].Link,
            Author = GitHubReader.PersonOf(part["user"]),
            Reviewers = Reviewers(part, body),
            Assignees = [.. part["assignees"].Items.Select(GitHubReader.PersonOf).OfType<ForgePerson>()],
            SourceBranch = part["head"]["ref"].Line,
            TargetBranch = part["base"]["ref"].Line,
            IsDraft = part["draft"].Flag,
        };
    }

    /// <summary>A person, or a team under the name <c>organization/team</c>, to which the directory may know a mailing list.</summary>
    public static ForgePerson? ReviewerOf(Part part, Part body) =>
        GitHubReader.PersonOf(part)
        ?? (part["slug"].Line is { } team && body["repository"]["owner"]["login"].Line is { } owner
            ? new ForgePerson($"{owner}/{team}", part["name"].Line)
            : null);

    static List<ForgePerson> Reviewers(Part part, Part body) =>
        [.. part["requested_reviewers"].Items.Concat(part["requested_teams"].Items).Select(reviewer => ReviewerOf(reviewer, body)).OfType<ForgePerson>()];
}
