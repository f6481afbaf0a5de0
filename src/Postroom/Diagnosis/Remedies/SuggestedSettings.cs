using System.Globalization;
using System.Text.Json.Serialization;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;

namespace Postroom.Diagnosis.Remedies;

/// <summary>Settings to use instead, by their names on the mail server page. Those that are null stay as they are.</summary>
public sealed record SuggestedSettings
{
    /// <summary>The host name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Host { get; init; }

    /// <summary>The port.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Port { get; init; }

    /// <summary>A word of <see cref="SecurityNames"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Security { get; init; }

    /// <summary>A word of <see cref="AddressFamilyNames"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AddressFamily { get; init; }

    /// <summary>Whether nothing is sent to sign in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Anonymous { get; init; }

    /// <summary>The user name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UserName { get; init; }

    /// <summary>The login method; <c>auto</c>: the strongest offered.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Mechanism { get; init; }

    /// <summary>The From address.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? From { get; init; }

    /// <summary>The envelope sender; empty: the From address.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EnvelopeSender { get; init; }

    /// <summary>The name said in EHLO.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EhloName { get; init; }

    /// <summary>SHA-256 of the certificate to accept, for those who have compared it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PinnedCertificate { get; init; }

    /// <summary>The id of the provider, such as <c>gmail</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Preset { get; init; }

    /// <summary>Whether something else than the trust is to be changed.</summary>
    internal bool HasAlternative => this with { PinnedCertificate = null } != new SuggestedSettings();

    /// <summary>Another way to connect.</summary>
    internal static SuggestedSettings Alternative(int port, ConnectionSecurity security) =>
        new() { Port = port, Security = SecurityNames.Of(security) };

    /// <summary>As a button sends it: <c>Security=tls&amp;Port=465</c>.</summary>
    public string ToQuery() => string.Join('&', Fields.Where(field => field.Value is not null).Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value!)}"));

    /// <summary>The form with what a button sent put in; what is no such setting is left out.</summary>
    /// <param name="form">The form.</param>
    /// <param name="query">What <see cref="ToQuery"/> gave.</param>
    public static MailServerForm Apply(MailServerForm form, string query)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(query);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)).Where(pair => pair.Length == 2))
            form = Put(form, pair[0], Uri.UnescapeDataString(pair[1]));
        return form;
    }

    IEnumerable<(string Name, string? Value)> Fields =>
    [
        (nameof(Host), Host),
        (nameof(Port), Port?.ToString(CultureInfo.InvariantCulture)),
        (nameof(Security), Security),
        (nameof(AddressFamily), AddressFamily),
        (nameof(Anonymous), Anonymous switch { null => null, true => "true", false => "false" }),
        (nameof(UserName), UserName),
        (nameof(Mechanism), Mechanism),
        (nameof(From), From),
        (nameof(EnvelopeSender), EnvelopeSender),
        (nameof(EhloName), EhloName),
        (nameof(PinnedCertificate), PinnedCertificate),
        (nameof(Preset), Preset),
    ];

    static MailServerForm Put(MailServerForm form, string name, string value) => name switch
    {
        nameof(Host) => form with { Host = value },
        nameof(Port) => form with { Port = value },
        nameof(Security) => form with { Security = value },
        nameof(AddressFamily) => form with { AddressFamily = value },
        nameof(Anonymous) => form with { Anonymous = value },
        nameof(UserName) => form with { UserName = value },
        nameof(Mechanism) => form with { Mechanism = value == "auto" ? "" : value },
        nameof(From) => form with { From = value },
        nameof(EnvelopeSender) => form with { EnvelopeSender = value },
        nameof(EhloName) => form with { EhloName = value },
        nameof(PinnedCertificate) => form with { PinnedCertificate = value, Trust = "pin" },
        nameof(Preset) => form with { Preset = value },
        _ => form,
    };
}
