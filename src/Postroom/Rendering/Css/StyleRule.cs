namespace Postroom.Rendering.Css;

/// <summary>One declaration as it was written.</summary>
/// <param name="Property">The property, in lower case.</param>
/// <param name="Value">The value's source text, without <c>!important</c>.</param>
/// <param name="IsImportant">Whether it had <c>!important</c>.</param>
readonly record struct StyleDeclaration(string Property, string Value, bool IsImportant);

/// <summary>One rule as it was written.</summary>
/// <param name="Selectors">The selectors between the commas.</param>
/// <param name="Declarations">The declarations.</param>
/// <param name="Source">The whole rule.</param>
sealed record StyleRule(IReadOnlyList<string> Selectors, IReadOnlyList<StyleDeclaration> Declarations, string Source);
