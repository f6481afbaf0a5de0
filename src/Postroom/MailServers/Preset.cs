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
/// <param name="OAuth">What a sign-in by OAuth 2.0 needs; null: there is none.</param>
/// <param name="Regions">Other hosts of the same provider; null: none.</param>
/// <param name="Domains">The domains of its own addresses, such as <c>gmail.com</c>; null: none.</param>
/// <param name="Mx">How the names of the hosts that receive its customers' mail end, such as <c>google.com</c>; null: not known.</param>
/// <param name="SpfInclude">What the provider asks to be included in the SPF record of a domain of one's own (RFC 7208 §5.2); null: nothing, or not known.</param>
/// <param name="OtherSpfIncludes">Includes that do as well, of another data centre or of former days; null: none.</param>
/// <param name="ReplacesEnvelope">
/// Whether the provider puts an envelope sender of its own in the place of ours, such as <c>pm.mtasv.net</c>, so that
/// receivers ask its SPF record and not the one of our domain (RFC 7208 §2.4), and its customers need no include.
/// </param>
/// <param name="SpfSource">Where the provider says what it asks of SPF; null: no such page was found.</param>
public sealed record Preset(
    string Id,
    string? Name,
    string? Host,
    string? HostExample,
    int Port,
    [property: JsonConverter(typeof(SecurityNameConverter))] ConnectionSecurity Security,
    bool Anonymous,
    string? UserName,
    IReadOnlyList<string> Notes,
    Uri Help,
    Uri Source,
    PresetOAuth? OAuth,
    IReadOnlyList<PresetRegion>? Regions,
    IReadOnlyList<string>? Domains = null,
    IReadOnlyList<string>? Mx = null,
    string? SpfInclude = null,
    IReadOnlyList<string>? OtherSpfIncludes = null,
    bool ReplacesEnvelope = false,
    Uri? SpfSource = null)
{
    /// <summary>The name to show.</summary>
    public string NameIn(CultureInfo language) => Name ?? Texts.GetIn(language, $"Preset.Name.{Id}");

    /// <summary>What the provider asks for, one sentence or two each.</summary>
    public IReadOnlyList<string> NotesIn(CultureInfo language) => [.. Notes.Select(note => Texts.GetIn(language, $"Preset.Note.{note}"))];

    /// <summary>Whether a host is this provider's, in any region.</summary>
    public bool HasHost(string host) =>
        host.Equals(Host, StringComparison.OrdinalIgnoreCase) || Regions?.Any(region => host.Equals(region.Host, StringComparison.OrdinalIgnoreCase)) == true
        // Where the host differs for each contract, only what follows its first dot is the provider's.
        || (HostExample is { } example && host.EndsWith(example[example.IndexOf('.', StringComparison.Ordinal)..], StringComparison.OrdinalIgnoreCase));

    /// <summary>What is to be included in SPF by those who send over one of its hosts; null: nothing, or not known.</summary>
    public string? SpfIncludeOf(string host) =>
        Regions?.FirstOrDefault(region => host.Equals(region.Host, StringComparison.OrdinalIgnoreCase))?.SpfInclude ?? SpfInclude;

    /// <summary>The host that those of a domain send through: that of the region whose domain or exchanger theirs is, else the first.</summary>
    /// <param name="domain">The domain of the address, ASCII.</param>
    /// <param name="exchangers">The hosts that receive its mail.</param>
    /// <returns>The host; null: it differs for each contract.</returns>
    public string? HostFor(string domain, IReadOnlyList<string> exchangers) =>
        (Regions?.FirstOrDefault(region => region.Domains?.Contains(domain, StringComparer.OrdinalIgnoreCase) == true)
            ?? Regions?.FirstOrDefault(region => region.Mx?.Any(end => exchangers.Any(host => EndsWith(host, end))) == true))?.Host ?? Host;

    /// <summary>Whether these are the provider's own addresses.</summary>
    /// <param name="domain">The domain, ASCII.</param>
    public bool HasDomain(string domain) =>
        Domains?.Contains(domain, StringComparer.OrdinalIgnoreCase) == true
        || Regions?.Any(region => region.Domains?.Contains(domain, StringComparer.OrdinalIgnoreCase) == true) == true;

    /// <summary>Whether a host name is one, or lies below it.</summary>
    internal static bool EndsWith(string host, string end) =>
        host.Equals(end, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + end, StringComparison.OrdinalIgnoreCase);

    /// <summary>The form filled in; what the preset does not know is not given.</summary>
    /// <param name="region">The id of a region; null: the first host.</param>
    public MailServerForm Fill(string? region = null) => new()
    {
        Configuration = "custom",
        Preset = Id,
        Host = Regions?.FirstOrDefault(known => known.Id == region)?.Host ?? Host,
        Port = Port.ToString(CultureInfo.InvariantCulture),
        Security = SecurityNames.Of(Security),
        Anonymous = Anonymous ? "true" : "false",
        UserName = UserName,
        Mechanism = "",
        SignIn = OAuth is { IsUsual: true } ? "oauth2" : "password",
        Grant = OAuth?.Grant,
        TokenEndpoint = OAuth?.TokenEndpoint,
        Scope = OAuth?.Scope,
    };
}

/// <summary>What a sign-in by OAuth 2.0 needs at a provider.</summary>
/// <param name="IsUsual">Whether it is the way to sign in there, and a password is not.</param>
/// <param name="Grant">A word of <see cref="MailServers.OAuth.OAuthNames.Grants"/>.</param>
/// <param name="TokenEndpoint">The token endpoint, <c>{tenant}</c> where each organisation has its own.</param>
/// <param name="Scope">The scope.</param>
/// <param name="Source">Where the values were found.</param>
public sealed record PresetOAuth(bool IsUsual, string Grant, string TokenEndpoint, string Scope, Uri Source);

/// <summary>One of several hosts of a provider.</summary>
/// <param name="Id">A stable name, such as <c>eu-west-1</c>.</param>
/// <param name="Name">The provider's own name for it.</param>
/// <param name="Host">The host.</param>
/// <param name="SpfInclude">What is to be included in SPF there; null: the same as for the other hosts.</param>
/// <param name="Domains">The domains of the provider's own addresses there; null: none of its own.</param>
/// <param name="Mx">How the names of the hosts that receive mail there end; null: not known.</param>
public sealed record PresetRegion(
    string Id, string Name, string Host, string? SpfInclude = null, IReadOnlyList<string>? Domains = null, IReadOnlyList<string>? Mx = null);
