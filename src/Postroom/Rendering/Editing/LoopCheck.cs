using Postroom.Rendering.Syntax;

namespace Postroom.Rendering.Editing;

/// <summary>
/// Sees that loops cannot multiply: each walks a list of the model, and within a loop only a list of the entry itself.
/// Then no template runs more turns than the model has entries, times its own loops.
/// </summary>
static class LoopCheck
{
    /// <summary>The blocks a letter may have.</summary>
    public static readonly string[] Blocks = ["if", "unless", "each", "with"];

    /// <summary>Why there can be no loop over a value here: the key of a text; null: there can.</summary>
    public static string? Problem(ModelScope scope, string path) =>
        scope.Find(path) is not { Type: LetterFieldType.List } ? "Template.EachNeedsList"
        : scope.Leaves(path) ? "Template.EachOuter"
        : null;

    /// <summary>
    /// Walks a whole template with its pieces put in, for which nothing else may be relied upon: it may have been saved
    /// by an earlier version.
    /// </summary>
    public static void Walk(Letter letter, IReadOnlyList<TemplateTag> tags, Findings findings)
    {
        var scope = ModelScope.Root(letter);
        var open = new Stack<ModelScope>();
        foreach (var tag in tags)
        {
            switch (tag.Kind)
            {
                case TagKind.Broken:
                    findings.Add(tag.Start, "Template.Broken");
                    break;
                case TagKind.Unescaped:
                    findings.Add(tag.Start, "Template.Unescaped");
                    break;
                case TagKind.Else when tag.Arguments is [{ Value: not "if" }, ..]:
                    findings.Add(tag.Start, "Template.Broken");
                    break;
                case TagKind.Open:
                    open.Push(scope);
                    scope = Open(scope, tag, findings);
                    break;
                case TagKind.Close when open.Count > 0:
                    scope = open.Pop();
                    break;
            }
        }
    }

    static ModelScope Open(ModelScope scope, TemplateTag tag, Findings findings)
    {
        if (!Blocks.Contains(tag.Name))
        {
            findings.Add(tag.Start, "Template.UnknownBlock", tag.Name, string.Join(", ", Blocks));
            return scope;
        }

        if (tag.Arguments is not [{ Key: null, IsText: false } word])
        {
            findings.Add(tag.Start, "Template.BlockNeedsValue", tag.Name);
            return scope;
        }

        if (tag.Name == "each" && Problem(scope, word.Value) is { } problem) findings.Add(tag.Start, problem, word.Value);
        return tag.Name is "each" or "with" ? scope.Inside(word.Value, tag.Name == "each") : scope;
    }
}
