using System.Text.Json.Serialization;

namespace Postroom.Sqlite.Notifications;

/// <summary>The stored form of timings: topic to timing, both as numbers.</summary>
[JsonSerializable(typeof(Dictionary<int, int>))]
sealed partial class ChoiceJson : JsonSerializerContext;
