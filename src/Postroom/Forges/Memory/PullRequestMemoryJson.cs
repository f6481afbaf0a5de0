using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postroom.Forges.Memory;

/// <summary>The stored form of what is remembered of a pull request.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(PullRequestMemory))]
public sealed partial class PullRequestMemoryJson : JsonSerializerContext
{
    /// <summary>Writes a memory.</summary>
    public static string Write(PullRequestMemory memory) => JsonSerializer.Serialize(memory, Default.PullRequestMemory);

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    public static PullRequestMemory Read(string json) =>
        JsonSerializer.Deserialize(json, Default.PullRequestMemory) ?? throw new JsonException(
            "A memory cannot be null.");
}
