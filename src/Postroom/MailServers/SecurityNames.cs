using System.Text.Json;
using System.Text.Json.Serialization;
using Postroom.Mail.Smtp.Client;

namespace Postroom.MailServers;

/// <summary>The four words for connection security that files, environment, API and command line use.</summary>
public static class SecurityNames
{
    /// <summary>The words in the order of <see cref="ConnectionSecurity"/>.</summary>
    public static IReadOnlyList<string> All { get; } = ["none", "starttls-if-available", "starttls", "tls"];

    /// <summary>The word for a value.</summary>
    public static string Of(ConnectionSecurity security) => All[(int)security];

    /// <summary>The value for a word, whatever its case; null: there is no such word.</summary>
    public static ConnectionSecurity? Parse(string? word)
    {
        for (var i = 0; i < All.Count; i++)
            if (All[i].Equals(word?.Trim(), StringComparison.OrdinalIgnoreCase)) return (ConnectionSecurity)i;
        return null;
    }
}

sealed class SecurityNameConverter : JsonConverter<ConnectionSecurity>
{
    public override ConnectionSecurity Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        SecurityNames.Parse(reader.GetString())
            ?? throw new JsonException($"The security is none of {string.Join(", ", SecurityNames.All)}.");

    public override void Write(Utf8JsonWriter writer, ConnectionSecurity value, JsonSerializerOptions options) =>
        writer.WriteStringValue(SecurityNames.Of(value));
}
