using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postroom.MailServers;

/// <summary>The well-known providers, from <c>presets.json</c>.</summary>
public static class Presets
{
    /// <summary>All of them, in the order in which the page shows them.</summary>
    public static IReadOnlyList<Preset> All { get; } = Load();

    /// <summary>The one with this id; null: there is none.</summary>
    public static Preset? Find(string? id) => All.FirstOrDefault(preset => preset.Id == id);

    /// <summary>The one whose server this is; null: nobody's that we know.</summary>
    /// <param name="host">The host of a mail server.</param>
    public static Preset? FindByHost(string host) => All.FirstOrDefault(preset => preset.Owns(host));

    static List<Preset> Load()
    {
        using var file = typeof(Presets).Assembly.GetManifestResourceStream("Postroom.MailServers.presets.json")
            ?? throw new InvalidOperationException("presets.json is not in the assembly.");
        return JsonSerializer.Deserialize(file, PresetJson.Default.ListPreset)
            ?? throw new InvalidOperationException("presets.json is empty.");
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(List<Preset>))]
sealed partial class PresetJson : JsonSerializerContext;
