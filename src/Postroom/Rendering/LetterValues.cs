using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postroom.Rendering;

/// <summary>Turns a letter's model into what its template sees: known values alone, each cleaned and bounded by its type.</summary>
static class LetterValues
{
    const int DefaultLine = 200;
    const int DefaultText = 4_000;
    const int DefaultEntries = 100;

    /// <summary>Reads a model.</summary>
    /// <param name="model">What the letter knows.</param>
    /// <param name="json">The values.</param>
    /// <param name="meter">Counts the turns of loops over them.</param>
    /// <exception cref="ArgumentException">A required value is missing or is no address; the message names all of them.</exception>
    public static Dictionary<string, object?> Read(LetterModel model, JsonObject json, RenderMeter meter)
    {
        var isPrivate = json["private"] is JsonValue flag && flag.GetValueKind() == JsonValueKind.True;
        var missing = new List<string>();
        var values = Object(model.Fields, json, new Reading(isPrivate, missing, meter), "");
        if (missing.Count == 0) return values;
        throw new ArgumentException($"The letter needs values it was not given: {string.Join(", ", missing)}.", nameof(json));
    }

    static Dictionary<string, object?> Object(IReadOnlyDictionary<string, LetterField> fields, JsonObject json, Reading reading, string path)
    {
        var values = new Dictionary<string, object?>(fields.Count + 2, StringComparer.Ordinal);
        foreach (var (name, field) in fields)
        {
            if (field.Content && reading.IsPrivate) continue;
            var value = Value(field, json[name], reading, path + name);
            if (value is null && field.Required) reading.Missing.Add(path + name);
            if (value is null) continue;
            values[name] = value;
            if (field.Type == LetterFieldType.Choice) values[name + "Is"] = new Dictionary<string, object?>(StringComparer.Ordinal) { [(string)value] = true };
        }

        return values;
    }

    static object? Value(LetterField field, JsonNode? node, Reading reading, string path) => (field.Type, node) switch
    {
        (_, null) => null,
        (LetterFieldType.Group, JsonObject inner) => Object(field.Fields, inner, reading, path + "."),
        (LetterFieldType.List, JsonArray array) => List(field, array, reading, path),
        (_, JsonValue value) => Scalar(field, value),
        _ => null,
    };

    static LetterList List(LetterField field, JsonArray array, Reading reading, string path)
    {
        var entries = new List<object?>(array.Count);
        foreach (var entry in array.Take(field.Max > 0 ? field.Max : DefaultEntries))
        {
            object? value = (field.Fields.Count, entry) switch
            {
                ( > 0, JsonObject inner) => Object(field.Fields, inner, reading, path + "[]."),
                (0, JsonValue line) => Text(CleanText.Line(Written(line), DefaultLine)),
                _ => null,
            };
            if (value is not null) entries.Add(value);
        }

        return new LetterList(reading.Meter, entries);
    }

    static object? Scalar(LetterField field, JsonValue value) => field.Type switch
    {
        LetterFieldType.Line => Text(CleanText.Line(Written(value), field.Max > 0 ? field.Max : DefaultLine)),
        LetterFieldType.Text => Text(CleanText.Lines(Written(value), field.Max > 0 ? field.Max : DefaultText)),
        LetterFieldType.Url => SafeLink.Of(Written(value)),
        LetterFieldType.Choice => Written(value) is var word && field.Choices.Contains(word) ? word : null,
        LetterFieldType.Flag => value.GetValueKind() == JsonValueKind.True,
        LetterFieldType.Number => value.TryGetValue<long>(out var number) ? number : value.TryGetValue<int>(out var small) ? (long)small : null,
        _ => null,
    };

    // Empty is the same as missing, so that templates ask one question.
    static string? Text(string text) => text.Length == 0 ? null : text;

    static string Written(JsonValue value) =>
        value.TryGetValue<string>(out var text) ? text : Convert.ToString(value.ToString(), CultureInfo.InvariantCulture) ?? "";

    readonly record struct Reading(bool IsPrivate, List<string> Missing, RenderMeter Meter);
}
