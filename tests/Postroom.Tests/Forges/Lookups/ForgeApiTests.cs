using Postroom.Forges;
using Postroom.Forges.Lookups;
using Postroom.Notifications;

namespace Postroom.Tests.Forges.Lookups;

public sealed class ForgeApiTests
{
    [Theory]
    [InlineData(ForgeKind.GitHub, null, "https://api.github.com/")]
    [InlineData(ForgeKind.GitHub, "https://github.com", "https://api.github.com/")]
    [InlineData(ForgeKind.GitHub, "https://git.example.com/", "https://git.example.com/api/v3/")]
    [InlineData(ForgeKind.GitHub, "https://octo.ghe.com", "https://api.octo.ghe.com/")]
    [InlineData(ForgeKind.GitLab, null, "https://gitlab.com/api/v4/")]
    [InlineData(ForgeKind.GitLab, "https://git.example.com/lab", "https://git.example.com/lab/api/v4/")]
    [InlineData(ForgeKind.Gitea, "https://git.example.com", "https://git.example.com/api/v1/")]
    [InlineData(ForgeKind.Gitea, null, null)]
    [InlineData(ForgeKind.BitbucketCloud, "https://elsewhere.example", "https://api.bitbucket.org/2.0/")]
    [InlineData(ForgeKind.BitbucketServer, "https://git.example.com", null)]
    public void Each_kind_is_asked_at_its_own_address(ForgeKind kind, string? baseUrl, string? api) =>
        Assert.Equal(api, ForgeApi.BaseOf(Source(kind, baseUrl))?.AbsoluteUri);

    [Theory]
    [InlineData(ForgeKind.GitLab, "projects/tea%2Fpots%2Fkettle/merge_requests/12", "projects/tea%2Fpots%2Fkettle/merge_requests/12/participants?per_page=100")]
    [InlineData(ForgeKind.GitHub, "repos/tea%2Fpots/kettle/pulls/12", "repos/tea%2Fpots/kettle/pulls/12/reviews?per_page=100&limit=50")]
    [InlineData(ForgeKind.BitbucketCloud, "repositories/tea%2Fpots/kettle/pullrequests/12", null)]
    public void What_a_payload_says_stays_within_the_path(ForgeKind kind, string first, string? second)
    {
        var pullRequest = new PullRequest { Forge = "x", Project = "tea/pots", Repository = "kettle", Number = 12, Title = "t" };
        var source = Source(kind, null);

        var paths = ForgeApi.QuestionsOf(source, pullRequest).Select(question => question.AbsoluteUri[ForgeApi.BaseOf(source)!.AbsoluteUri.Length..]);

        Assert.Equal(second is null ? [first] : [first, second], paths);
    }

    [Theory, InlineData("../../user"), InlineData("a?x=1"), InlineData("@evil.example")]
    public void No_name_leads_to_another_host_or_path(string repository)
    {
        var pullRequest = new PullRequest { Forge = "x", Project = "tea", Repository = repository, Number = 12, Title = "t" };

        Assert.All(
            ForgeApi.QuestionsOf(Source(ForgeKind.GitHub, null), pullRequest),
            question => Assert.StartsWith("https://api.github.com/repos/tea/", question.AbsoluteUri, StringComparison.Ordinal));
    }

    static ForgeSource Source(ForgeKind kind, string? baseUrl) => new()
    {
        Id = "source",
        Kind = kind,
        Name = "Work",
        BaseUrl = baseUrl is null ? null : new Uri(baseUrl),
        ProtectedSecret = "x",
        CreatedAt = default,
        SecretSetAt = default,
    };
}
