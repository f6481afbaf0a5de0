using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Postroom.Notifications;

/// <summary>The stored form of the settings.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NotificationSettings))]
sealed partial class NotificationSettingsJson : JsonSerializerContext
{
    public static string Write(NotificationSettings settings) => JsonSerializer.Serialize(settings, Default.NotificationSettings);

    /// <summary>The settings; null: the text is no such document.</summary>
    public static NotificationSettings? Read(string json)
    {
        try
        {
            // The generated reader gives a missing member its type's default and not the record's: a new switch would be off.
            var whole = JsonSerializer.SerializeToNode(new NotificationSettings(), Default.NotificationSettings)!.AsObject();
            if (JsonNode.Parse(json) is not JsonObject given) return null;
            foreach (var (name, value) in given) whole[name] = value?.DeepClone();
            return whole.Deserialize(Default.NotificationSettings);
        }
        catch (JsonException) { return null; }
    }
}
