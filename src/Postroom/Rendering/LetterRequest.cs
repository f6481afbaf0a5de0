using System.Text.Json.Nodes;
using Postroom.Languages;

namespace Postroom.Rendering;

/// <summary>A letter to be written.</summary>
public sealed record LetterRequest
{
    /// <summary>Which letter, such as <c>pull-request</c>; <see cref="LetterCatalog.All"/> has them.</summary>
    public required string Letter { get; init; }

    /// <summary>The recipient's language; English where the letter does not have it.</summary>
    public required Language Language { get; init; }

    /// <summary>What goes into the letter, camelCase, by the letter's model. Values are never trusted: they are cleaned, bounded and escaped.</summary>
    public required JsonObject Model { get; init; }

    /// <summary>Whether the recipient wants plain text alone. The default value is <see langword="false"/>.</summary>
    public bool TextOnly { get; init; }

    /// <summary>Whether the HTML must do without images. The default value is <see langword="false"/>.</summary>
    public bool NoImages { get; init; }
}
