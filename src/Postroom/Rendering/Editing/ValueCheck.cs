using Postroom.Rendering.Syntax;

namespace Postroom.Rendering.Editing;

/// <summary>Walks the tags of a template: blocks that close, pieces and helpers that exist, values the letter knows.</summary>
sealed class ValueCheck(Letter letter, string format, string language, Findings findings)
{
    readonly Stack<(TemplateTag Tag, ModelScope Scope)> _open = new();
    ModelScope _scope = ModelScope.Root(letter);

    /// <summary>Walks.</summary>
    public void Walk(List<TemplateTag> tags)
    {
        foreach (var tag in tags) One(tag);
        foreach (var (tag, _) in _open) findings.Add(tag.Start, "Template.NotClosed", tag.Name);
    }

    void One(TemplateTag tag)
    {
        switch (tag.Kind)
        {
            case TagKind.Broken: findings.Add(tag.Start, "Template.Broken"); break;
            case TagKind.Unescaped: findings.Add(tag.Start, "Template.Unescaped"); break;
            case TagKind.Open: Open(tag); break;
            case TagKind.Else when _open.Count == 0: findings.Add(tag.Start, "Template.ElseAlone"); break;
            case TagKind.Else when tag.Arguments is [{ Value: "if" }]: findings.Add(tag.Start, "Template.BlockNeedsValue", "if"); break;
            case TagKind.Else: foreach (var word in tag.Arguments.Where(word => word.Value != "if")) Path(tag, word); break;
            case TagKind.Close: Close(tag); break;
            case TagKind.Partial: Piece(tag); break;
            case TagKind.Value when tag.Arguments.Count == 0: Path(tag.Start, tag.Name); break;
            case TagKind.Value: Helper(tag); break;
        }
    }

    void Open(TemplateTag tag)
    {
        _open.Push((tag, _scope));
        if (!LoopCheck.Blocks.Contains(tag.Name))
        {
            findings.Add(tag.Start, "Template.UnknownBlock", tag.Name, string.Join(", ", LoopCheck.Blocks));
            return;
        }

        if (tag.Arguments is not [{ Key: null, IsText: false } word])
        {
            findings.Add(tag.Start, "Template.BlockNeedsValue", tag.Name);
            return;
        }

        Path(tag, word);
        if (tag.Name == "each" && _scope.Knows(word.Value) && LoopCheck.Problem(_scope, word.Value) is { } problem) findings.Add(tag.Start, problem, word.Value);
        if (tag.Name is "each" or "with") _scope = _scope.Inside(word.Value, tag.Name == "each");
    }

    void Close(TemplateTag tag)
    {
        if (_open.Count == 0) { findings.Add(tag.Start, "Template.CloseAlone", tag.Name); return; }
        var (open, scope) = _open.Pop();
        _scope = scope;
        if (open.Name != tag.Name) findings.Add(tag.Start, "Template.CloseOther", tag.Name, open.Name);
    }

    void Piece(TemplateTag tag)
    {
        if (letter.Partial(tag.Name, format, language) is null) findings.Add(tag.Start, "Template.UnknownPiece", tag.Name);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in tag.Arguments)
        {
            if (word.Key is { } key && !names.Add(key)) findings.Add(tag.Start, "Template.ArgumentTwice", key);
            // Put into the piece, it would be a tag that nobody has looked at.
            if (word.IsText && word.Value.Contains("{{", StringComparison.Ordinal)) findings.Add(word.Start, "Template.Broken");
            Path(tag, word);
        }
    }

    void Helper(TemplateTag tag)
    {
        var known = format == "html" ? LetterEngine.HtmlHelpers : LetterEngine.Helpers;
        if (!known.Contains(tag.Name)) findings.Add(tag.Start, "Template.UnknownHelper", tag.Name, string.Join(", ", known));
        foreach (var word in tag.Arguments) Path(tag, word);
    }

    void Path(TemplateTag tag, TagArgument word)
    {
        if (!word.IsText && !word.Value.All(char.IsAsciiDigit)) Path(tag.Start, word.Value);
    }

    void Path(int at, string path)
    {
        if (findings.IsFull || _scope.Knows(path)) return;
        // What is two letters away has nearly the same length; the rest need not be looked at.
        var close = _scope.Names.Where(name => Math.Abs(name.Length - path.Length) <= 2).MinBy(name => Distance(name, path));
        if (close is not null && Distance(close, path) <= 2) findings.Add(at, "Template.UnknownValueClose", path, close);
        else findings.Add(at, "Template.UnknownValue", path);
    }

    // Damerau would be finer; this is enough for "emial".
    static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var change = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j] + 1, row[j - 1] + 1));
            }
        }

        return row[^1];
    }
}
