using Postroom.Rendering.Css;
using Postroom.Rendering.Syntax;

namespace Postroom.Rendering;

/// <summary>A letter in one language, ready to be written any number of times: pieces put in, styles inlined, compiled.</summary>
sealed record CompiledLetter(CompiledTemplate Subject, CompiledTemplate Html, CompiledTemplate Text)
{
    /// <summary>Compiles.</summary>
    /// <exception cref="FormatException">A piece is unknown or does not end.</exception>
    public static CompiledLetter Of(Letter letter, LetterSource source, string language)
    {
        var text = new TemplateExpander(name => letter.Partial(name, "text", language), isHtml: false);
        var html = new TemplateExpander(name => letter.Partial(name, "html", language), isHtml: true);
        return new CompiledLetter(
            LetterEngine.Text.Compile(text.Expand(source.Subject.Trim())),
            LetterEngine.Html.Compile(CssInliner.Inline(html.Expand(source.Html))),
            LetterEngine.Text.Compile(text.Expand(source.Text)));
    }
}
