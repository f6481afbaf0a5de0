namespace Postroom.Rendering;

/// <summary>A letter the product can write.</summary>
public sealed class Letter
{
    internal Letter(string name, string folder, LetterModel model, LetterSamples samples)
    {
        Name = name;
        Folder = folder;
        Model = model;
        Samples = samples;
    }

    /// <summary>Its name, such as <c>pull-request</c>.</summary>
    public string Name { get; }

    /// <summary>What it knows.</summary>
    public LetterModel Model { get; }

    /// <summary>Made-up models to look at it with.</summary>
    public LetterSamples Samples { get; }

    /// <summary>Its folder, such as <c>PullRequest</c>.</summary>
    internal string Folder { get; }

    /// <summary>The templates that come with the product, in the language or else in English.</summary>
    /// <param name="language">The language tag.</param>
    public LetterSource BuiltIn(string language) => new(Part("subject", language), Part("html", language), Part("text", language));

    /// <summary>A piece that several letters share, such as <c>button</c>; null: there is none.</summary>
    internal string? Partial(string name, string format, string language) =>
        LetterCatalog.File(Folder, $"{name}.{format}", language) ?? LetterCatalog.File(Folder, name, language);

    string Part(string part, string language) =>
        LetterCatalog.File(Folder, part, language) ?? throw new InvalidOperationException($"The letter {Name} has no {part}.");
}
