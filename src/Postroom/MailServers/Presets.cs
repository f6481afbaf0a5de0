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

    /// <summary>The one whose host this is, in any of its regions; null: none.</summary>
    /// <param name="host">The host name.</param>
    public static Preset? OfHost(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return HostNameRules.IsLoopback(host) ? null : All.FirstOrDefault(preset => preset.HasHost(host));
    }

    /// <summary>The one whose own addresses are in this domain; null: none.</summary>
    /// <param name="domain">The domain, ASCII.</param>
    public static Preset? OfDomain(string domain) => All.FirstOrDefault(preset => preset.HasDomain(domain));

    /// <summary>The one whose customers' mail this host receives; null: none.</summary>
    /// <param name="exchanger">The host of an MX record.</param>
    public static Preset? OfExchanger(string exchanger)
    {
        ArgumentNullException.ThrowIfNull(exchanger);
        return All.FirstOrDefault(preset => preset.Mx?.Any(end => Preset.EndsWith(exchanger, end)) == true);
    }

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
