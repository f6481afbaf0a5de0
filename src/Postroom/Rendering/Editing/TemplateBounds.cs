using Postroom.Rendering.Syntax;

namespace Postroom.Rendering.Editing;

/// <summary>
/// What a template may hold at most, so that reading, compiling and writing it take a time that nobody notices. The
/// figures are several times what the largest letter of the product needs.
/// </summary>
static class TemplateBounds
{
    /// <summary>The most tags of one part as it is typed.</summary>
    public const int MaximumTags = 500;

    /// <summary>The most tags of one part once its pieces have been put in.</summary>
    public const int MaximumTagsWithPieces = 1_500;

    /// <summary>How deep blocks may stand in each other.</summary>
    public const int MaximumDepth = 20;

    /// <summary>The most characters of a name or text within a tag.</summary>
    public const int MaximumWord = 300;

    /// <summary>The most words of a tag.</summary>
    public const int MaximumWords = 20;

    /// <summary>How deep HTML elements may stand in each other.</summary>
    public const int MaximumHtmlDepth = 60;

    /// <summary>The most HTML elements of a part as it is typed.</summary>
    public const int MaximumElements = 2_000;

    /// <summary>The most attributes of one element.</summary>
    public const int MaximumAttributes = 40;

    /// <summary>The most characters of one part once styles are inlined.</summary>
    public const int MaximumInlined = 1_000_000;

    /// <summary>Whether a part stays within the bounds; what goes beyond is reported once, where it begins.</summary>
    public static bool Allow(IReadOnlyList<TemplateTag> tags, int most, Findings findings)
    {
        if (tags.Count > most) return Refuse(tags[most].Start, "Template.TooManyTags", most);
        var depth = 0;
        foreach (var tag in tags)
        {
            if (tag.Kind == TagKind.Open && ++depth > MaximumDepth) return Refuse(tag.Start, "Template.TooDeep", MaximumDepth);
            if (tag.Kind == TagKind.Close) depth = Math.Max(depth - 1, 0);
            if (tag.Name.Length > MaximumWord || tag.Arguments.Any(IsTooLong)) return Refuse(tag.Start, "Template.WordTooLong", MaximumWord);
            if (tag.Arguments.Count > MaximumWords) return Refuse(tag.Start, "Template.TooManyWords", MaximumWords);
        }

        return true;

        static bool IsTooLong(TagArgument word) => word.Value.Length > MaximumWord || word.Key?.Length > MaximumWord;

        bool Refuse(int at, string key, int bound)
        {
            findings.Add(at, key, bound);
            return false;
        }
    }
}
