using System.Net;
using System.Text;

namespace Postroom.Rendering.Syntax;

/// <summary>
/// Puts the pieces that letters share (<c>{{&gt; button url=link label="Open"}}</c>) into a template, once, when it is
/// read: what remains has only values and blocks, so that styles can be inlined over the whole of it.
/// </summary>
/// <param name="find">Gives a piece by its name; null: there is none.</param>
/// <param name="isHtml">Whether texts given to a piece are escaped for HTML.</param>
sealed class TemplateExpander(Func<string, string?> find, bool isHtml)
{
    const int DeepestNesting = 8;
    const int MaximumLength = 400_000;

    /// <summary>The template without pieces.</summary>
    /// <exception cref="FormatException">A piece is unknown or contains itself.</exception>
    public string Expand(string source) => Expand(source, depth: 0);

    string Expand(string source, int depth)
    {
        if (depth > DeepestNesting) throw new FormatException("The pieces of the letter contain each other.");
        var text = new StringBuilder();
        var at = 0;
        foreach (var tag in TemplateScanner.Scan(source).Where(tag => tag.Kind is TagKind.Partial or TagKind.Comment))
        {
            // A comment is emptied, so that no two readers can differ on where it ends.
            text.Append(source, at, tag.Start - at).Append(tag.Kind == TagKind.Comment ? "{{!}}" : Expand(Given(tag), depth + 1));
            at = tag.End;
            if (text.Length > MaximumLength) throw new FormatException("The letter's template is too long.");
        }

        return text.Append(source, at, source.Length - at).ToString();
    }

    // The piece with the names it was given replaced by what they stand for.
    string Given(TemplateTag call)
    {
        var source = (find(call.Name) ?? throw new FormatException($"There is no piece called {call.Name}.")).TrimEnd('\n');
        var given = new Dictionary<string, TagArgument>(StringComparer.Ordinal);
        foreach (var argument in call.Arguments)
        {
            if (argument.Key is { } key && !given.TryAdd(key, argument)) throw new FormatException($"The piece {call.Name} is given {key} twice.");
        }

        if (given.Count == 0) return source;
        var text = new StringBuilder();
        var at = 0;
        foreach (var tag in TemplateScanner.Scan(source))
        {
            text.Append(source, at, tag.Start - at);
            text.Append(Replace(source, tag, given));
            at = tag.End;
        }

        return text.Append(source, at, source.Length - at).ToString();
    }

    string Replace(string source, TemplateTag tag, Dictionary<string, TagArgument> given)
    {
        if (tag.Kind == TagKind.Value && tag.Arguments.Count == 0 && given.TryGetValue(tag.Name, out var whole))
            return !whole.IsText ? $"{{{{{whole.Value}}}}}" : isHtml ? WebUtility.HtmlEncode(whole.Value) : whole.Value;
        var text = new StringBuilder(source[tag.Start..tag.End]);
        foreach (var word in tag.Arguments.Reverse())
        {
            if (word.IsText || !given.TryGetValue(word.Value, out var value)) continue;
            text.Remove(word.Start - tag.Start, word.End - word.Start).Insert(word.Start - tag.Start, value.IsText ? $"\"{value.Value}\"" : value.Value);
        }

        return text.ToString();
    }
}
