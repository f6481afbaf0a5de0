using System.Text.Json;

namespace Postroom.Settings;

/// <summary>
/// The address at which this Postroom really answers: links begin with it until a site URL is set. The program that listens
/// says it, never a request, and keeps it for the commands that run beside it.
/// </summary>
public sealed class ServedAddress(ISettingsStore store, TimeProvider time)
{
    const string Document = "served-address";

    /// <summary>The address where nobody has said another.</summary>
    public static readonly Uri Usual = new("http://localhost:8025");

    volatile Uri _current = Usual;

    /// <summary>The address, no slash at its end.</summary>
    public Uri Current => _current;

    /// <summary>What people can open of an address that was bound: all addresses of a machine (0.0.0.0, ::) are none in a browser.</summary>
    public static Uri Open(Uri bound)
    {
        ArgumentNullException.ThrowIfNull(bound);
        return bound.Host is "0.0.0.0" or "[::]" ? new UriBuilder(bound.Scheme, "localhost", bound.Port).Uri : bound;
    }

    /// <summary>Says where this program listens.</summary>
    public void Use(Uri bound) => _current = Open(bound);

    /// <summary>Keeps it for commands.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        var saved = await store.ReadAsync(Document, cancellationToken);
        var json = JsonSerializer.Serialize(_current.AbsoluteUri, ServedAddressJson.Default.String);
        if (saved?.Json != json) await store.SaveAsync(Document, json, saved?.Version ?? 0, "postroom", time.GetUtcNow(), cancellationToken);
    }

    /// <summary>Takes what the program that listens, or listened last, has kept.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(Document, cancellationToken) is { } saved
            && Uri.TryCreate(JsonSerializer.Deserialize(saved.Json, ServedAddressJson.Default.String), UriKind.Absolute, out var address))
        {
            _current = address;
        }
    }
}

/// <summary>The JSON of the document.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
sealed partial class ServedAddressJson : System.Text.Json.Serialization.JsonSerializerContext;
