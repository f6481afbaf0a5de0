using System.Net.Http.Headers;
using Postroom.Forges.Readers;
using Postroom.Notifications;

namespace Postroom.Forges.Lookups;

/// <summary>Where a forge answers who is concerned by a pull request, and how it is asked. Pure functions.</summary>
public static class ForgeApi
{
    static readonly Uri GitHubCom = new("https://api.github.com/");
    static readonly Uri GitLabCom = new("https://gitlab.com/api/v4/");
    static readonly Uri BitbucketOrg = new("https://api.bitbucket.org/2.0/");

    /// <summary>
    /// The address under which the forge of a source is asked; null: its events leave nobody out, or its address is not
    /// set.
    /// </summary>
    public static Uri? BaseOf(ForgeSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Kind switch
        {
            ForgeKind.GitHub when source.BaseUrl is null || IsAt(source.BaseUrl, "github.com")
                || IsAt(source.BaseUrl, "www.github.com") => GitHubCom,
            // Subdomains of GitHub's own cloud have their interface under another name, all other servers under a path.
            ForgeKind.GitHub when source.BaseUrl.IdnHost.EndsWith(".ghe.com", StringComparison.OrdinalIgnoreCase) =>
                new Uri($"https://api.{source.BaseUrl.IdnHost}/"),
            ForgeKind.GitHub => Under(source.BaseUrl, "/api/v3/"),
            ForgeKind.GitLab => source.BaseUrl is null ? GitLabCom : Under(source.BaseUrl, "/api/v4/"),
            ForgeKind.Gitea => source.BaseUrl is null ? null : Under(source.BaseUrl, "/api/v1/"),
            ForgeKind.BitbucketCloud => BitbucketOrg,
            _ => null,
        };
    }

    /// <summary>Whether the sources of this kind can be asked at all.</summary>
    public static bool IsAsked(ForgeKind kind) => kind != ForgeKind.BitbucketServer;

    /// <summary>What is asked: the pull request first, then who reviewed it, where that is apart.</summary>
    internal static IReadOnlyList<Uri> QuestionsOf(ForgeSource source, PullRequest pullRequest)
    {
        if (BaseOf(source) is not { } api) return [];
        var number = pullRequest.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var (project, name) = (pullRequest.Project, pullRequest.Repository);
        var repository = Uri.EscapeDataString(project) + "/" + Uri.EscapeDataString(name);
        var whole = Uri.EscapeDataString(project + "/" + name);
        string[] paths = source.Kind switch
        {
            ForgeKind.GitLab => [$"projects/{whole}/merge_requests/{number}", "/participants?per_page=100"],
            ForgeKind.GitHub or ForgeKind.Gitea =>
                [$"repos/{repository}/pulls/{number}", "/reviews?per_page=100&limit=50"],
            _ => [$"repositories/{repository}/pullrequests/{number}"],
        };
        return [.. paths.Select((path, place) => new Uri(api, place == 0 ? path : paths[0] + path))];
    }

    /// <summary>The request, with the token.</summary>
    internal static HttpRequestMessage RequestOf(ForgeKind kind, Uri question, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, question);
        request.Headers.Authorization = new AuthenticationHeaderValue(
            kind == ForgeKind.Gitea ? "token" : "Bearer", token);
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.UserAgent.ParseAdd("Postroom");
        return request;
    }

    static bool IsAt(Uri url, string host) => url.IdnHost.Equals(host, StringComparison.OrdinalIgnoreCase);

    static Uri? Under(Uri baseUrl, string path) =>
        ForgeLink.Web(baseUrl.GetLeftPart(UriPartial.Path).TrimEnd('/') + path);
}
