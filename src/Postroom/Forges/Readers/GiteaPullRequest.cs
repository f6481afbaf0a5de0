using Postroom.Notifications;

namespace Postroom.Forges.Readers;

/// <summary>Reads the pull request out of a payload of Gitea, where a comment may have only an issue in its place.</summary>
static class GiteaPullRequest
{
    public static PullRequest? Read(Part body, out string missing)
    {
        var isIssue = !body["pull_request"].IsObject;
        var part = isIssue ? body["issue"] : body["pull_request"];
        var repository = body["repository"];
        var (number, title) = (part["number"].Positive ?? body["number"].Positive, part["title"].Line);
        var (owner, name) = (PersonOf(repository["owner"]), repository["name"].Line);
        missing = number is null ? "number"
            : title is null ? "title"
            : owner is null ? "repository.owner.login"
            : name is null ? "repository.name"
            : "";
        if (missing.Length > 0) return null;
        return new PullRequest
        {
            Forge = ForgeKind.Gitea.Word(),
            Project = owner!.Login,
            Repository = name!,
            Number = number!.Value,
            Title = title!,
            Description = part["body"].Block,
            Url = UrlOf(part, repository, number.Value),
            Author = PersonOf(part["user"]),
            Reviewers = [.. part["requested_reviewers"].Items.Select(PersonOf).OfType<ForgePerson>()],
            Assignees = [.. part["assignees"].Items.Append(part["assignee"]).Select(PersonOf).OfType<ForgePerson>().DistinctBy(person => person.Login, StringComparer.Ordinal)],
            SourceBranch = part["head"]["ref"].Line ?? part["head_branch"].Line, // The latter in Gogs.
            TargetBranch = part["base"]["ref"].Line ?? part["base_branch"].Line,
            IsDraft = IsDraft(part),
        };
    }

    public static bool IsDraft(Part part) => part["draft"].Flag || DraftTitle.IsMarked(part["title"].Line);

    public static ForgePerson? PersonOf(Part user) => (user["login"].Line ?? user["username"].Line) is { } login
        ? new ForgePerson(login, user["full_name"].Line, ForgeAddress.Usable(user["email"].Text), LanguageOf(user["language"].Text))
        : null;

    static Uri? UrlOf(Part part, Part repository, long number) =>
        part["html_url"].Link
        ?? (repository["html_url"].Link is { } page
            ? ForgeLink.With(page, "/pulls/" + number.ToString(System.Globalization.CultureInfo.InvariantCulture))
            : null);

    static string? LanguageOf(string? tag) =>
        tag is { Length: >= 2 and <= 35 } && tag.All(character => char.IsAsciiLetterOrDigit(character) || character == '-') ? tag : null;
}
