using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postroom.People.SignOn;

/// <summary>The providers people may sign on with. Settings document <c>sign-on</c>.</summary>
public sealed record SignOnProviders
{
    /// <summary>The name of the document.</summary>
    public const string Document = "sign-on";

    /// <summary>The most providers.</summary>
    public const int Most = 10;

    /// <summary>All of them, in the order in which they were added, each with an id of its own.</summary>
    public IReadOnlyList<SignOnSettings> Providers { get; init; } = [];

    /// <summary>Those that the sign-in page offers.</summary>
    [JsonIgnore]
    public IReadOnlyList<SignOnSettings> Offered => [.. Providers.Where(one => one.IsOn)];

    /// <summary>An id that no provider has.</summary>
    [JsonIgnore]
    public string NextId => (1 + Numbers.DefaultIfEmpty().Max()).ToString(CultureInfo.InvariantCulture);

    IEnumerable<int> Numbers => Providers.Select(one => int.Parse(one.Id, CultureInfo.InvariantCulture));

    /// <summary>The provider of an id; null: there is none.</summary>
    public SignOnSettings? Find(string? id) => Providers.FirstOrDefault(one => one.Id == id);

    /// <summary>The provider of an issuer, where it is offered; null: it is not.</summary>
    public SignOnSettings? OfferedOf(string issuer) => Offered.FirstOrDefault(one => one.Issuer == issuer);

    /// <summary>These providers and one more, or one of them changed.</summary>
    public SignOnProviders With(SignOnSettings settings) => Find(settings.Id) is null
        ? this with { Providers = [.. Providers, settings] }
        : this with { Providers = [.. Providers.Select(one => one.Id == settings.Id ? settings : one)] };

    /// <summary>These providers but one.</summary>
    public SignOnProviders Without(string id) => this with { Providers = [.. Providers.Where(one => one.Id != id)] };

    /// <summary>Reads the document. One of the time when there could be a single provider is that provider's alone.</summary>
    internal static SignOnProviders Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.TryGetProperty("providers", out _))
            return document.Deserialize(SignOnJson.Default.SignOnProviders) ?? new SignOnProviders();
        return document.Deserialize(SignOnJson.Default.SignOnSettings) is { Issuer.Length: > 0 } only
            ? new SignOnProviders { Providers = [only with { Id = SignOnSettings.FirstId }] }
            : new SignOnProviders();
    }
}
