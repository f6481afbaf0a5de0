using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers.OAuth;
using Postroom.MailServers.Trust;

namespace Postroom.MailServers;

/// <summary>The stored form of the settings.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(SecurityNameConverter), typeof(JsonStringEnumConverter<MailServerChoice>), typeof(JsonStringEnumConverter<SignInKind>), typeof(JsonStringEnumConverter<GrantKind>), typeof(JsonStringEnumConverter<TrustMode>), typeof(JsonStringEnumConverter<RevocationCheck>)])]
[JsonSerializable(typeof(MailServerSettings))]
sealed partial class MailServerJson : JsonSerializerContext
{
    public static string Write(MailServerSettings settings) => JsonSerializer.Serialize(settings, Default.MailServerSettings);

    /// <summary>The settings; null: the text is no such document.</summary>
    public static MailServerSettings? Read(string json)
    {
        try
        {
            // The generated reader gives a missing member its type's default and not the record's: anonymous would become a login.
            var whole = JsonSerializer.SerializeToNode(new MailServerSettings(), Default.MailServerSettings)!.AsObject();
            if (JsonNode.Parse(json) is not JsonObject given) return null;
            foreach (var (name, value) in given) whole[name] = value?.DeepClone();
            return whole.Deserialize(Default.MailServerSettings);
        }
        catch (JsonException) { return null; }
    }
}
