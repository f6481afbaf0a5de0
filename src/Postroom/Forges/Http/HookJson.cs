using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postroom.Forges.Http;

/// <summary>What a sender of an event is answered.</summary>
/// <param name="Id">The sender's own id of the event.</param>
/// <param name="State"><c>received</c>, <c>ignored</c>, <c>failed</c> or <c>duplicate</c>.</param>
/// <param name="Reason">Why it was not received; null: it was.</param>
sealed record HookAnswer(string Id, string State, string? Reason);

/// <summary>What a connection test is answered.</summary>
/// <param name="Answer"><c>pong</c>.</param>
/// <param name="Signed">Whether the test was signed with the right secret.</param>
sealed record PongAnswer(string Answer, bool Signed);

/// <summary>The answers as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HookAnswer))]
[JsonSerializable(typeof(PongAnswer))]
sealed partial class HookJson : JsonSerializerContext;
