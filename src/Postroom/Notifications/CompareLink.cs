namespace Postroom.Notifications;

/// <summary>
/// Finds the page of a forge that shows what a push changed. Where each forge has it is in its own documents.
/// </summary>
public static class CompareLink
{
    const int LongestId = 64; // SHA-256 in hexadecimal digits

    /// <summary>The page; null: the forge has none, or too little is known.</summary>
    public static Uri? Of(PullRequestEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        var (from, to) = (e.PreviousCommit, e.Commit);
        if (!IsHash(from) || !IsHash(to) || RepositoryOf(e.PullRequest) is not { } repository) return null;
        var page = e.PullRequest.Forge switch
        {
            "github" or "gitea" => $"{repository}/compare/{from}...{to}",
            "gitlab" => $"{repository}/-/compare/{from}...{to}",
            "bitbucket-server" => $"{repository}/compare/diff?sourceBranch={to}&targetBranch={from}",
            _ => null,
        };
        return page is null ? null : new Uri(page);
    }

    static bool IsHash(string? id) => id is { Length: >= 7 and <= LongestId } && id.All(char.IsAsciiHexDigit);

    // The page of a pull request is under that of its repository, on every forge.
    static string? RepositoryOf(PullRequest pullRequest)
    {
        if (pullRequest.Url is not { } url) return null;
        var page = url.GetLeftPart(UriPartial.Path);
        string[] parts = ["/-/merge_requests/", "/pull-requests/", "/pulls/", "/pull/"];
        var at = parts.Select(part => page.LastIndexOf(part, StringComparison.Ordinal)).FirstOrDefault(at => at > 0);
        return at > 0 ? page[..at] : null;
    }
}
