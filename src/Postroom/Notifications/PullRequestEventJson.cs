using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postroom.Notifications;

/// <summary>The stored form of an event: every member is written, null or not.</summary>
[SuppressMessage(
    "Maintainability", "CA1502", Justification = "The branches are in the generated half, one for each property.")]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(PullRequestEvent))]
public sealed partial class PullRequestEventJson : JsonSerializerContext
{
    /// <summary>Writes an event.</summary>
    public static string Write(PullRequestEvent e) => JsonSerializer.Serialize(e, Default.PullRequestEvent);

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    public static PullRequestEvent Read(string json) =>
        JsonSerializer.Deserialize(json, Default.PullRequestEvent) ?? throw new JsonException("An event cannot be null.");
}
