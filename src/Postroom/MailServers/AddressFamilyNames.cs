using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postroom.MailServers;

/// <summary>The words for address families that form, files and environment use.</summary>
public static class AddressFamilyNames
{
    /// <summary>The words that stand for one family alone.</summary>
    public static IReadOnlyList<string> One { get; } = ["ipv4", "ipv6"];

    /// <summary>The word for a family.</summary>
    public static string Of(AddressFamily family) => family == AddressFamily.InterNetwork ? "ipv4" : "ipv6";

    /// <summary>The family for a word, whatever its case; null: it stands for both, or there is no such word.</summary>
    public static AddressFamily? Parse(string? word) => word?.Trim().ToLowerInvariant() switch
    {
        "ipv4" => AddressFamily.InterNetwork,
        "ipv6" => AddressFamily.InterNetworkV6,
        _ => null,
    };
}

sealed class AddressFamilyNameConverter : JsonConverter<AddressFamily?>
{
    public override AddressFamily? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        AddressFamilyNames.Parse(reader.GetString());

    public override void Write(Utf8JsonWriter writer, AddressFamily? value, JsonSerializerOptions options)
    {
        if (value is { } family) writer.WriteStringValue(AddressFamilyNames.Of(family));
        else writer.WriteNullValue();
    }
}
