using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Postroom.Client;

/// <summary>The JSON of the HTTP contract: camelCase, no duplicate fields, strict types.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    AllowDuplicateProperties = false,
    MaxDepth = 16)]
[JsonSerializable(typeof(SendRequest))]
[JsonSerializable(typeof(SendAnswer))]
[JsonSerializable(typeof(MessageAnswer))]
[JsonSerializable(typeof(MovedAnswer))]
[JsonSerializable(typeof(AccountLinkOrder))]
[JsonSerializable(typeof(AccountLinkAnswer))]
[JsonSerializable(typeof(AccountLinkRedemption))]
[JsonSerializable(typeof(AccountLinkRedeemed))]
[JsonSerializable(typeof(EventsAnswer))]
[SuppressMessage("Maintainability", "CA1502", Justification = "The branches are in the generated half, one for each property.")]
public sealed partial class PostroomJson : JsonSerializerContext;
