using System.Text;
using Microsoft.AspNetCore.Http;

namespace Postroom.Forges;

/// <summary>What the headers of a webhook say.</summary>
/// <param name="Kind">Which forge sent it.</param>
/// <param name="EventName">The finest name of the event, in one line.</param>
/// <param name="DeliveryId">The forge's id of the delivery; null: it sends none.</param>
sealed record ForgeHeaders(ForgeKind Kind, string EventName, string? DeliveryId)
{
    const int Longest = 200;

    static readonly string[] Kept =
    [
        "Content-Type", "User-Agent", "X-Event-Key", "X-Request-Id", "X-Hook-UUID", "X-Request-UUID", "X-Attempt-Number", "X-Bitbucket-Type", "X-GitHub-Event", "X-GitHub-Delivery", "X-GitHub-Hook-ID",
        "X-Gitlab-Event", "X-Gitlab-Event-UUID", "X-Gitlab-Webhook-UUID", "X-Gitlab-Instance", "Idempotency-Key", "webhook-id", "webhook-timestamp",
        "X-Gitea-Event", "X-Gitea-Event-Type", "X-Gitea-Delivery", "X-Forgejo-Event", "X-Forgejo-Event-Type", "X-Forgejo-Delivery",
        "X-Gogs-Event", "X-Gogs-Delivery",
    ];

    /// <summary>Whether the forge only asks whether somebody is there.</summary>
    public bool IsPing => Kind switch
    {
        ForgeKind.BitbucketServer or ForgeKind.BitbucketCloud => EventName == "diagnostics:ping",
        ForgeKind.GitHub => EventName == "ping",
        _ => false,
    };

    /// <summary>Tells which forge it is. Gitea sends GitHub's headers as well, so GitHub is asked last. Null: no forge.</summary>
    public static ForgeHeaders? Of(IHeaderDictionary headers)
    {
        string? One(params string[] names) => names.Select(name => Value(headers, name)).FirstOrDefault(value => value is not null);
        if (One("X-Forgejo-Event-Type", "X-Forgejo-Event") is { } forgejo) return new(ForgeKind.Gitea, forgejo, One("X-Forgejo-Delivery", "X-Gitea-Delivery"));
        if (One("X-Gitea-Event-Type", "X-Gitea-Event") is { } gitea) return new(ForgeKind.Gitea, gitea, One("X-Gitea-Delivery"));
        if (One("X-Gogs-Event-Type", "X-Gogs-Event") is { } gogs) return new(ForgeKind.Gitea, gogs, One("X-Gogs-Delivery"));
        // X-Gitlab-Event-UUID is not asked: events that one event set off share it.
        if (One("X-Gitlab-Event") is { } gitlab) return new(ForgeKind.GitLab, gitlab, One("webhook-id", "Idempotency-Key"));
        // A try after a failed one has the same id and a higher X-Attempt-Number.
        if (One("X-Hook-UUID") is not null && One("X-Event-Key") is { } cloud) return new(ForgeKind.BitbucketCloud, cloud, One("X-Request-UUID"));
        if (One("X-Event-Key") is { } bitbucket) return new(ForgeKind.BitbucketServer, bitbucket, One("X-Request-Id"));
        return One("X-GitHub-Event") is { } github ? new(ForgeKind.GitHub, github, One("X-GitHub-Delivery")) : null;
    }

    /// <summary>
    /// Whether the plug-in Post Webhooks for Bitbucket Server sent it: the names of Bitbucket Cloud's events from a server of one's own,
    /// in bodies that are neither's, and unsigned.
    /// </summary>
    public static bool IsPostWebhooks(IHeaderDictionary headers) =>
        Value(headers, "X-Event-Key") is { } key && Value(headers, "X-Hook-UUID") is null
        && (key.StartsWith("pullrequest:", StringComparison.Ordinal) || string.Equals(Value(headers, "X-Bitbucket-Type"), "server", StringComparison.OrdinalIgnoreCase));

    /// <summary>The headers worth keeping, one a line. No signature, token or login is among them.</summary>
    public static string Keep(IHeaderDictionary headers)
    {
        var kept = new StringBuilder();
        foreach (var name in Kept)
            if (Value(headers, name) is { } value) kept.Append(name).Append(": ").Append(value).Append('\n');
        return kept.ToString();
    }

    static string? Value(IHeaderDictionary headers, string name) => Readers.ForgeText.Line(headers[name].FirstOrDefault(), Longest);
}
