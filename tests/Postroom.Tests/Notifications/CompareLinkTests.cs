using Postroom.Notifications;
using static Postroom.Tests.Notifications.Events;

namespace Postroom.Tests.Notifications;

/// <summary>The page that shows what a push changed.</summary>
public sealed class CompareLinkTests
{
    const string From = "19ce02d4f1";
    const string To = "b81d3370aa";

    [Theory]
    [InlineData("github", "https://github.com/octo/wiki/pull/7", $"https://github.com/octo/wiki/compare/{From}...{To}")]
    [InlineData(
        "gitea", "https://git.example/octo/wiki/pulls/7", $"https://git.example/octo/wiki/compare/{From}...{To}")]
    [InlineData("gitlab", "https://gitlab.example/a/b/wiki/-/merge_requests/7",
        $"https://gitlab.example/a/b/wiki/-/compare/{From}...{To}")]
    [InlineData("bitbucket-server", "https://git.example/projects/P/repos/wiki/pull-requests/7",
        $"https://git.example/projects/P/repos/wiki/compare/diff?sourceBranch={To}&targetBranch={From}")]
    public void Each_forge_has_it_under_the_page_of_the_repository(string forge, string page, string expected) =>
        Assert.Equal(expected, CompareLink.Of(Push(forge, page, From, To))?.AbsoluteUri);

    [Theory]
    [InlineData("other", "https://github.com/octo/wiki/pull/7", From, To)]
    [InlineData("github", "https://github.com/octo/wiki", From, To)]
    [InlineData("github", "https://github.com/octo/wiki/pull/7", null, To)]
    [InlineData("github", "https://github.com/octo/wiki/pull/7", From, "../../evil")]
    public void Where_too_little_is_known_there_is_none(string forge, string page, string? from, string to) =>
        Assert.Null(CompareLink.Of(Push(forge, page, from, to)));

    static PullRequestEvent Push(string forge, string page, string? from, string to) =>
        Of(PullRequestEventKind.Pushed, Ann) with
        {
            PreviousCommit = from,
            Commit = to,
            PullRequest = Seven with { Forge = forge, Url = new Uri(page) },
        };
}
