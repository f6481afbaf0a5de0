using System.Text.Json.Nodes;

namespace Postroom.Rendering;

/// <summary>Made-up models of a letter, from <c>sample.json</c>: what is common in <c>base</c>, each sample's own in <c>samples</c>, translations in <c>ja</c>.</summary>
public sealed class LetterSamples
{
    readonly JsonObject _file;

    LetterSamples(JsonObject file)
    {
        _file = file;
        Names = [.. Part("samples")?.Select(sample => sample.Key) ?? []];
    }

    /// <summary>The names of the samples, such as <c>opened</c>; the first is shown unless another is asked for.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>A sample, in the language where it is translated.</summary>
    /// <param name="name">Its name; one that is unknown gives the first.</param>
    /// <param name="language">The language tag.</param>
    public JsonObject Get(string? name, string language)
    {
        var model = (JsonObject)(Part("base")?.DeepClone() ?? new JsonObject());
        if (Part("samples")?[name is not null && Names.Contains(name) ? name : Names[0]] is JsonObject own) Merge(model, own);
        if (Part(language) is { } translated) Merge(model, translated, onlyKnown: true);
        return model;
    }

    internal static LetterSamples Parse(string json) => new((JsonObject)JsonNode.Parse(json)!);

    JsonObject? Part(string name) => _file[name] as JsonObject;

    // A translation only replaces what a sample has: it must not add a comment to a sample without one.
    static void Merge(JsonObject into, JsonObject from, bool onlyKnown = false)
    {
        foreach (var (key, value) in from)
        {
            if (onlyKnown && into[key] is null) continue;
            if (into[key] is JsonObject inner && value is JsonObject more) Merge(inner, more, onlyKnown);
            else into[key] = value?.DeepClone();
        }
    }
}
