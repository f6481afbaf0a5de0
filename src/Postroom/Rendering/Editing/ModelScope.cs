namespace Postroom.Rendering.Editing;

/// <summary>What a template sees at one place: the values of the letter, or within a loop those of an entry.</summary>
/// <param name="Fields">The values by name; null: it is not known, because an outer name was not either.</param>
/// <param name="Outer">What <c>../</c> leads to; null: nothing.</param>
sealed record ModelScope(IReadOnlyDictionary<string, LetterField>? Fields, ModelScope? Outer)
{
    const string FromRoot = "@root.";
    const string Up = "../";

    /// <summary>The names to choose from.</summary>
    public IEnumerable<string> Names => Fields is null ? [] : Fields.SelectMany(known =>
        known.Value.Type == LetterFieldType.Group ? known.Value.Fields.Keys.Select(inner => $"{known.Key}.{inner}").Prepend(known.Key) : [known.Key]);

    /// <summary>Whether this is an entry of a loop.</summary>
    bool IsEntry { get; init; }

    /// <summary>Whether it was reached by a path that led out of the loop around it.</summary>
    bool IsOutside { get; init; }

    bool IsInLoop => IsEntry || (Outer?.IsInLoop ?? false);

    /// <summary>What a letter's template sees at its beginning.</summary>
    public static ModelScope Root(Letter letter) =>
        new(letter.Model.Fields.Concat(LetterModel.Common).ToDictionary(field => field.Key, field => field.Value), null);

    /// <summary>What is seen within a block.</summary>
    public ModelScope Inside(string path, bool isLoop)
    {
        var field = Find(path);
        var isWrong = field is null || (isLoop && field.Type != LetterFieldType.List);
        var fields = IsThis(path) && !isLoop ? Fields : isWrong ? null : field!.Fields;
        return new ModelScope(fields, this) { IsEntry = isLoop, IsOutside = !isLoop && (IsOutside || Leaves(path)) };
    }

    /// <summary>Whether a path leads out of the entry of the innermost loop, to what is the same for every turn of it.</summary>
    public bool Leaves(string path)
    {
        if (!IsInLoop) return false;
        if (IsOutside || path.StartsWith("@root", StringComparison.Ordinal)) return true;
        var scope = this;
        while (path.StartsWith(Up, StringComparison.Ordinal) && scope is { IsEntry: false, Outer: { } outer })
        {
            scope = outer;
            path = path[Up.Length..];
        }

        return path.StartsWith("..", StringComparison.Ordinal);
    }

    /// <summary>Whether there is such a value.</summary>
    public bool Knows(string path)
    {
        if (IsThis(path) || path is "@index" or "@first" or "@last" or "@key") return true;
        if (path.StartsWith(FromRoot, StringComparison.Ordinal)) return Top().KnowsOwn(path[FromRoot.Length..]);
        if (path.StartsWith(Up, StringComparison.Ordinal)) return Outer?.Knows(path[Up.Length..]) ?? false;
        return KnowsOwn(path);
    }

    /// <summary>The value; null: there is none of that name.</summary>
    public LetterField? Find(string path)
    {
        if (path.StartsWith(FromRoot, StringComparison.Ordinal)) return Top().FindOwn(path[FromRoot.Length..]);
        return path.StartsWith(Up, StringComparison.Ordinal) ? Outer?.Find(path[Up.Length..]) : FindOwn(path);
    }

    static bool IsThis(string path) => path is "this" or ".";

    bool KnowsOwn(string path)
    {
        if (Fields is null || FindOwn(path) is not null) return true;
        var words = Words(path);
        return words.Length > 1 && words[^2].EndsWith("Is", StringComparison.Ordinal)
            && FindOwn(string.Join('.', [.. words[..^2], words[^2][..^2]])) is { Type: LetterFieldType.Choice } choice && choice.Choices.Contains(words[^1]);
    }

    LetterField? FindOwn(string path)
    {
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
