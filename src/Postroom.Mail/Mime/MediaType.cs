using System.Buffers;

namespace Postroom.Mail.Mime;

/// <summary>A media type with its parameters, <c>text/plain; charset=utf-8</c> (RFC 2045 §5.1).</summary>
public sealed record MediaType
{
    static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`{|}~");

    MediaType(string type, string subtype, HeaderParameters parameters)
    {
        Type = type;
        Subtype = subtype;
        Parameters = parameters;
    }

    /// <summary>What a part without a Content-Type is (RFC 2045 §5.2).</summary>
    public static MediaType TextPlain { get; } = new("text", "plain", HeaderParameters.None);

    /// <summary>Bytes of a kind unknown (RFC 2046 §4.5.1).</summary>
    public static MediaType OctetStream { get; } = new("application", "octet-stream", HeaderParameters.None);

    /// <summary>The top-level type in lower case, such as <c>text</c>.</summary>
    public string Type { get; }

    /// <summary>The subtype in lower case, such as <c>plain</c>.</summary>
    public string Subtype { get; }

    /// <summary>The parameters, decoded (RFC 2231).</summary>
    public HeaderParameters Parameters { get; }

    /// <summary>Type and subtype without parameters.</summary>
    public string Name => $"{Type}/{Subtype}";

    /// <summary>Reads a media type as a header or a caller gives it. Never throws.</summary>
    /// <param name="text">The value; null gives null.</param>
    /// <returns>Null when the text does not begin with type/subtype.</returns>
    public static MediaType? Parse(string? text)
    {
        if (text is null) return null;
        var parameters = HeaderParameters.Parse(text, out var main);
        var slash = main.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return null;
        var type = main[..slash].Trim();
        var subtype = main[(slash + 1)..].Trim();
        if (!IsName(type) || !IsName(subtype)) return null;
        return new MediaType(type.ToLowerInvariant(), subtype.ToLowerInvariant(), parameters);
    }

    /// <summary>Whether this is the type, subtype and case aside.</summary>
    public bool Is(string type) => string.Equals(Type, type, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether this is the type and subtype, case aside.</summary>
    public bool Is(string type, string subtype) =>
        Is(type) && string.Equals(Subtype, subtype, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenCharacters);

    // 127 is the longest name that can be registered (RFC 6838 §4.2).
    static bool IsName(string name) => name.Length <= 127 && IsToken(name);
}
