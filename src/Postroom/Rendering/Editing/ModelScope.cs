namespace Postroom.Rendering.Editing;

/// <summary>What a template sees at one place: the values of the letter, or within a loop those of an entry.</summary>
/// <param name="Fields">The values by name; null: it is not known, because an outer name was not either.</param>
/// <param name="Outer">What <c>../</c> leads to; null: nothing.</param>
sealed record ModelScope(IReadOnlyDictionary<string, LetterField>? Fields, ModelScope? Outer)
{
    /// <summary>What a letter's template sees at its beginning.</summary>
    public static ModelScope Root(Letter letter) =>
        new(letter.Model.Fields.Concat(LetterModel.Common).ToDictionary(field => field.Key, field => field.Value), null);

    /// <summary>The names to choose from.</summary>
    public IEnumerable<string> Names => Fields is null ? [] : Fields.SelectMany(known =>
        known.Value.Type == LetterFieldType.Group ? known.Value.Fields.Keys.Select(inner => $"{known.Key}.{inner}").Prepend(known.Key) : [known.Key]);

    /// <summary>What is seen within a block.</summary>
    public ModelScope Inside(string path, bool isLoop)
    {
        var field = Find(path);
        return new ModelScope(field is null ? null : isLoop && field.Type != LetterFieldType.List ? null : field.Fields, this);
    }

    /// <summary>Whether there is such a value.</summary>
    public bool Knows(string path)
    {
        if (path is "this" or "." or "@index" or "@first" or "@last" or "@key") return true;
        if (path.StartsWith("@root.", StringComparison.Ordinal)) return Top().Knows(path[6..]);
        if (path.StartsWith("../", StringComparison.Ordinal)) return Outer?.Knows(path[3..]) ?? false;
        if (Fields is null || Find(path) is not null) return true;
        var words = Words(path);
        return words.Length > 1 && words[^2].EndsWith("Is", StringComparison.Ordinal)
            && Find(string.Join('.', [.. words[..^2], words[^2][..^2]])) is { Type: LetterFieldType.Choice } choice && choice.Choices.Contains(words[^1]);
    }

    /// <summary>The value; null: there is none of that name.</summary>
    public LetterField? Find(string path)
    {
        if (path.StartsWith("@root.", StringComparison.Ordinal)) return Top().Find(path[6..]);
        if (path.StartsWith("../", StringComparison.Ordinal)) return Outer?.Find(path[3..]);
        var fields = Fields;
        var field = default(LetterField);
        foreach (var word in Words(path))
        {
            if (fields is null || !fields.TryGetValue(word, out field)) return null;
            fields = field.Type == LetterFieldType.Group ? field.Fields : null;
        }

        return field;
    }

    ModelScope Top() => Outer?.Top() ?? this;

    static string[] Words(string path) => (path.StartsWith("this.", StringComparison.Ordinal) ? path[5..] : path).Split('.');
}
