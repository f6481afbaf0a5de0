using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postroom.People.SingleSignOn;

/// <summary>The providers people may sign on with. Settings document <c>sign-on</c>.</summary>
public sealed record SingleSignOnProviders
{
    /// <summary>The name of the document.</summary>
    public const string Document = "sign-on";

    /// <summary>The most providers.</summary>
    public const int Most = 10;

    /// <summary>All of them, in the order in which they were added, each with an id of its own.</summary>
    public IReadOnlyList<SingleSignOnSettings> Providers { get; init; } = [];

    /// <summary>Those that the sign-in page offers.</summary>
    [JsonIgnore]
    public IReadOnlyList<SingleSignOnSettings> Offered => [.. Providers.Where(one => one.IsOn)];

    /// <summary>An id that no provider has.</summary>
    [JsonIgnore]
    public string NextId => (1 + Numbers.DefaultIfEmpty().Max()).ToString(CultureInfo.InvariantCulture);

    IEnumerable<int> Numbers => Providers.Select(one => int.Parse(one.Id, CultureInfo.InvariantCulture));

    /// <summary>The provider of an id; null: there is none.</summary>
    public SingleSignOnSettings? Find(string? id) => Providers.FirstOrDefault(one => one.Id == id);

    /// <summary>The provider of an issuer, where it is offered; null: it is not.</summary>
    public SingleSignOnSettings? OfferedOf(string issuer) => Offered.FirstOrDefault(one => one.Issuer == issuer);

    /// <summary>These providers and one more, or one of them changed.</summary>
    public SingleSignOnProviders With(SingleSignOnSettings settings) => Find(settings.Id) is null
        ? this with { Providers = [.. Providers, settings] }
        : this with { Providers = [.. Providers.Select(one => one.Id == settings.Id ? settings : one)] };

    /// <summary>These providers but one.</summary>
    public SingleSignOnProviders Without(string id) =>
        this with { Providers = [.. Providers.Where(one => one.Id != id)] };

    /// <summary>Reads the document. One of the time when there could be a single provider is that provider's alone.</summary>
    internal static SingleSignOnProviders Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.TryGetProperty("providers", out _))
            return document.Deserialize(SingleSignOnJson.Default.SingleSignOnProviders) ?? new SingleSignOnProviders();
        return document.Deserialize(SingleSignOnJson.Default.SingleSignOnSettings) is { Issuer.Length: > 0 } only
            ? new SingleSignOnProviders { Providers = [only with { Id = SingleSignOnSettings.FirstId }] }
            : new SingleSignOnProviders();
    }
}
