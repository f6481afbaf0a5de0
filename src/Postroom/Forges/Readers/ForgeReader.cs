using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Postroom.Accepting.Http;
using Postroom.Forges.Readers.Details;
using Postroom.Notifications;

namespace Postroom.Forges.Readers;

/// <summary>Reads what a forge sent. Whatever the bytes are, the answer is a reading and never an exception.</summary>
static class ForgeReader
{
    const int Deepest = 64;

    // A push of 2,048 commits, the most GitHub sends, has some 60,000.
    const int MostFields = 250_000;

    static readonly TimeSpan ClocksDiffer = TimeSpan.FromHours(1);
    static readonly JsonDocumentOptions Strict = new() { MaxDepth = Deepest };

    /// <summary>Reads a body.</summary>
    public static ForgeReading Read(ForgeKind kind, ForgeDelivery delivery, ReadOnlyMemory<byte> json)
    {
        using var document = Parse(json);
        return document is null ? new ForgeReading.Unreadable(ForgeReason.NotJson()) : Read(kind, delivery, document.RootElement);
    }

    /// <summary>Reads a body that was parsed.</summary>
    public static ForgeReading Read(ForgeKind kind, ForgeDelivery delivery, JsonElement root)
    {
        try
        {
            var body = new Part(root);
            var reading = kind switch
            {
                ForgeKind.BitbucketServer => BitbucketReader.Read(delivery, body),
                ForgeKind.GitHub => GitHubReader.Read(delivery, body),
                ForgeKind.GitLab => GitLabReader.Read(delivery, body),
                ForgeKind.Gitea => GiteaReader.Read(delivery, body),
                ForgeKind.BitbucketCloud => BitbucketCloudReader.Read(delivery, body),
                _ => throw new ArgumentOutOfRangeException(nameof(kind)),
            };
            return reading is ForgeReading.Happened { PullRequestEvent: var e }
                ? new ForgeReading.Happened(EventDetails.AddTo(Bounded(e, delivery), kind, body))
                : reading;
        }
        catch (InvalidOperationException)
        {
            // A text with half a surrogate pair, which JSON allows to be written and no string can hold (RFC 8259 §8.2).
            return new ForgeReading.Unreadable(ForgeReason.NotJson());
        }
    }

    /// <summary>The pull request that a payload is about, whether anybody is told of it or not; null: none, or not all that names it.</summary>
    public static PullRequest? PullRequestOf(ForgeKind kind, ForgeDelivery delivery, Part body) => kind switch
    {
        ForgeKind.BitbucketServer => BitbucketReader.PullRequestOf(body["pullRequest"], delivery.BaseUrl, out _),
        ForgeKind.GitHub when body["pull_request"].IsObject || body["issue"]["pull_request"].IsObject => GitHubPullRequest.Read(body, out _),
        ForgeKind.GitLab when body["object_kind"].Word == "merge_request" => GitLabMergeRequest.Read(body, body["object_attributes"], out _),
        ForgeKind.GitLab when body["merge_request"].IsObject && body["object_kind"].Word == "note" => GitLabMergeRequest.Read(body, body["merge_request"], out _),
        ForgeKind.BitbucketCloud when body["pullrequest"].IsObject => BitbucketCloudReader.PullRequestOf(body, out _),
        ForgeKind.Gitea when GiteaReader.IsAboutPullRequest(body) => GiteaPullRequest.Read(body, out _),
        _ => null,
    };

    /// <summary>The document; null: it is no JSON object in UTF-8, too deep, or has too many fields.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> json)
    {
        if (!Utf8.IsValid(json.Span) || !new JsonBounds(MostFields, MostFields).Pass(json.Span)) return null;
        try
        {
            var text = json.Span.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json;
            var document = JsonDocument.Parse(text, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whose payload it is by the marks that only one forge has; null: it has none of them.</summary>
    public static ForgeKind? MarkOf(JsonElement root)
    {
        var body = new Part(root);
        if (body["eventKey"].Exists) return ForgeKind.BitbucketServer;
        if (body["pullrequest"].IsObject) return ForgeKind.BitbucketCloud;
        if (body["object_kind"].Exists || body["object_attributes"].Exists) return ForgeKind.GitLab;
        if (body["repository"].IsObject || body["sender"].IsObject) return body["sender"]["node_id"].Exists ? ForgeKind.GitHub : null;
        return null;
    }

    // A forge whose clock is wrong must not put a digest off for years.
    static PullRequestEvent Bounded(PullRequestEvent e, ForgeDelivery delivery) =>
        e.At > delivery.ReceivedAt + ClocksDiffer ? e with { At = delivery.ReceivedAt } : e;
}
