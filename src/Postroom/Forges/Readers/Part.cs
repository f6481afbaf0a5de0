using System.Globalization;
using System.Text.Json;

namespace Postroom.Forges.Readers;

/// <summary>A part of a payload, read without trust: what has another type than asked for is as good as missing.</summary>
readonly record struct Part(JsonElement Element)
{
    const int MostItems = 500;
    const int LongestId = 100;

    static readonly string[] TimeForms =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss 'UTC'", "yyyy-MM-dd HH:mm:ss zzz", "yyyy-MM-dd HH:mm:ss K",
    ];

    /// <summary>The part of this name.</summary>
    public Part this[string name] =>
        Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(name, out var value) ? new Part(value) : default;

    /// <summary>Whether it is an object.</summary>
    public bool IsObject => Element.ValueKind == JsonValueKind.Object;

    /// <summary>Whether it is a list.</summary>
    public bool IsList => Element.ValueKind == JsonValueKind.Array;

    /// <summary>Whether it is there and not null.</summary>
    public bool Exists => Element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    public bool Flag => Element.ValueKind == JsonValueKind.True;

    /// <summary>The text as it was sent; null: it is no text.</summary>
    public string? Text => Element.ValueKind == JsonValueKind.String ? Element.GetString() : null;

    /// <summary>The text in one line; null: none.</summary>
    public string? Line => ForgeText.Line(Text);

    /// <summary>The text in many lines; null: none.</summary>
    public string? Block => ForgeText.Block(Text);

    /// <summary>A word to be compared, such as an action; empty: none.</summary>
    public string Word => Text is { Length: <= LongestId } text ? text : "";

    /// <summary>A whole number; null: none.</summary>
    public long? Number => Element.ValueKind == JsonValueKind.Number && Element.TryGetInt64(out var number) ? number : null;

    /// <summary>A number that counts from 1; null: none.</summary>
    public long? Positive => Number is > 0 ? Number : null;

    /// <summary>The number of a line of a file; null: none.</summary>
    public int? LineNumber => Number is { } line and > 0 and <= int.MaxValue ? (int)line : null;

    /// <summary>An id, be it a number or a text; null: none.</summary>
    public string? Id => Number is { } number ? number.ToString(CultureInfo.InvariantCulture) : ForgeText.Line(Text, LongestId);

    /// <summary>An address of the web; null: none, or one that is not http or https.</summary>
    public Uri? Link => ForgeLink.Web(Text);

    /// <summary>A time, as text or in milliseconds since 1970; null: none.</summary>
    public DateTimeOffset? Time
    {
        get
        {
            if (Number is { } milliseconds and > 0 and < 253_402_300_800_000) return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
            return Text is { Length: <= 40 } text
                && DateTimeOffset.TryParseExact(
                    text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                && time.Year > 1970 ? time : null;
        }
    }

    /// <summary>The items of a list; none when it is no list.</summary>
    public IEnumerable<Part> Items =>
        Element.ValueKind == JsonValueKind.Array ? Element.EnumerateArray().Take(MostItems).Select(item => new Part(item)) : [];

    /// <summary>The first item of a list.</summary>
    public Part First => Items.FirstOrDefault();
}
