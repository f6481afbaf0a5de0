using System.Globalization;
using System.Text.Json.Serialization;
using Postroom.Languages;
using Postroom.Mail.Smtp.Client;

namespace Postroom.MailServers;

/// <summary>The values of a well-known provider (product rows M12, M13), one row of <c>presets.json</c>.</summary>
/// <param name="Id">A stable name, such as <c>gmail</c>.</param>
/// <param name="Name">The provider's own name; null: a text of ours, see <see cref="NameIn"/>.</param>
/// <param name="Host">The host; null: it differs for each contract, see <paramref name="HostExample"/>.</param>
/// <param name="HostExample">What the host looks like where it differs for each contract; else null.</param>
/// <param name="Port">The port.</param>
/// <param name="Security">How the connection is protected.</param>
/// <param name="Anonymous">Whether nothing is sent to sign in.</param>
/// <param name="UserName">The user name where it is the same for everybody; else null.</param>
/// <param name="Notes">The ids of what the provider asks for.</param>
/// <param name="Help">The provider's page for people.</param>
/// <param name="Source">Where the values were found.</param>
/// <param name="Regions">Other hosts of the same provider; null: none.</param>
/// <param name="SpfInclude">What the provider asks to be included in the SPF record of a domain of one's own (RFC 7208 §5.2); null: nothing, or not known.</param>
public sealed record Preset(
    string Id,
    string? Name,
    string? Host,
    string? HostExample,
    int Port,
    [property: JsonConverter(typeof(SecurityWordConverter))] ConnectionSecurity Security,
    bool Anonymous,
    string? UserName,
    IReadOnlyList<string> Notes,
    Uri Help,
    Uri Source,
    IReadOnlyList<PresetRegion>? Regions,
    string? SpfInclude)
{
    /// <summary>Whether a mail server's host is this provider's.</summary>
    /// <param name="host">The host.</param>
    public bool Owns(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (host.Equals(Host, StringComparison.OrdinalIgnoreCase)) return true;
        if (Regions?.Any(region => region.Host.Equals(host, StringComparison.OrdinalIgnoreCase)) == true) return true;

        // Where the host differs for each contract, only what follows its first dot is the provider's.
        return HostExample is { } example && host.EndsWith(example[example.IndexOf('.', StringComparison.Ordinal)..], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The name to show.</summary>
    public string NameIn(CultureInfo language) => Name ?? Texts.GetIn(language, $"Preset.Name.{Id}");

    /// <summary>What the provider asks for, one sentence or two each.</summary>
    public IReadOnlyList<string> NotesIn(CultureInfo language) => [.. Notes.Select(note => Texts.GetIn(language, $"Preset.Note.{note}"))];

    /// <summary>The form filled in; what the preset does not know is not given.</summary>
    /// <param name="region">The id of a region; null: the first host.</param>
    public MailServerForm Fill(string? region = null) => new()
    {
        Configuration = "custom",
        Preset = Id,
        Host = Regions?.FirstOrDefault(known => known.Id == region)?.Host ?? Host,
        Port = Port.ToString(CultureInfo.InvariantCulture),
        Security = SecurityWords.Of(Security),
        Anonymous = Anonymous ? "true" : "false",
        UserName = UserName,
    };
}

/// <summary>One of several hosts of a provider.</summary>
/// <param name="Id">A stable name, such as <c>eu-west-1</c>.</param>
/// <param name="Name">The provider's own name for it.</param>
/// <param name="Host">The host.</param>
public sealed record PresetRegion(string Id, string Name, string Host);
