using System.Text.Json;
using System.Text.Json.Serialization;
using Postroom.Diagnosis.Remedies;

namespace Postroom.Diagnosis.Detection;

/// <summary>Settings that were found for an address or a host. Offered, never applied by themselves.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Source">Where they come from: <c>srv</c>, <c>provider</c>, <c>mx</c> or <c>guess</c>.</param>
/// <param name="Verified">Whether the server answered there, with a certificate that is trusted.</param>
/// <param name="Detail">The one line that matters: what the server offers, or why it was not reached.</param>
public sealed record DetectedSettings(SuggestedSettings Settings, string Source, bool Verified, string Detail)
{
    /// <summary>What a button that uses them says.</summary>
    public required string Action { get; init; }

    /// <summary>What the provider asks for; empty: nothing is known.</summary>
    public IReadOnlyList<string> Requirements { get; init; } = [];
}

/// <summary>What a detection came to. Its JSON is that of <c>postroom test --detect --json</c>.</summary>
/// <param name="Ok">Whether settings were found that answer.</param>
/// <param name="Summary">In one sentence.</param>
/// <param name="Found">The settings, best first; those that answer before those that do not.</param>
public sealed record DetectionResult(bool Ok, string Summary, IReadOnlyList<DetectedSettings> Found)
{
    /// <summary>One JSON object.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DetectionJson.Default.DetectionResult);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(DetectionResult))]
sealed partial class DetectionJson : JsonSerializerContext;
