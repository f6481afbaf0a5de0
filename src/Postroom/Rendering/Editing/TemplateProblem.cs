using System.Globalization;
using Postroom.Languages;

namespace Postroom.Rendering.Editing;

/// <summary>One thing that keeps a template from being saved.</summary>
/// <param name="Part">Where: <c>Subject</c>, <c>Html</c> or <c>Text</c>.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="MessageKey">The key of its text in <see cref="Texts"/>.</param>
/// <param name="Args">What goes into the text.</param>
public sealed record TemplateProblem(string Part, int Line, int Column, string MessageKey, params IReadOnlyList<object> Args)
{
    /// <summary>The text in the language of the reader of the page, without the place.</summary>
    public string Text => TextIn(CultureInfo.CurrentUICulture);

    /// <summary>The text in the given language.</summary>
    public string TextIn(CultureInfo language) => Texts.GetIn(language, MessageKey, [.. Args]);

    /// <inheritdoc/>
    public override string ToString() => $"{Part} {Line}:{Column} {TextIn(CultureInfo.InvariantCulture)}";
}
