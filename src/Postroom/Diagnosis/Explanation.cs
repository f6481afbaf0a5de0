using System.Text.Json.Serialization;
using Postroom.Diagnosis.Remedies;
using Postroom.MailServers.Replies;

namespace Postroom.Diagnosis;

/// <summary>A reply or a failure in words people can act on. Its JSON is that of <c>postroom explain --json</c>.</summary>
/// <param name="Id">A stable name, such as <c>auth-wrong</c>.</param>
/// <param name="Cause">What happened.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="Who">Who has to do it, a word of <see cref="WhoActs"/>.</param>
/// <param name="Retry">What Postroom does with the message, a word of <see cref="RetryClass"/>.</param>
public sealed record Explanation(string Id, string Cause, string Remedy, string Who, string Retry)
{
    /// <summary>Where more about it is written, as addresses; empty: nowhere.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>Other settings that may help; null: none are known.</summary>
    [JsonIgnore]
    public SuggestedSettings? Settings { get; init; }

    /// <summary>One JSON object.</summary>
    public string ToJson() => System.Text.Json.JsonSerializer.Serialize(this, ExplanationJson.Default.Explanation);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Explanation))]
sealed partial class ExplanationJson : JsonSerializerContext;
