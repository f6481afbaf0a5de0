using System.Text.RegularExpressions;
using Postroom.HtmlReading;
using Postroom.Rendering.Syntax;

namespace Postroom.Rendering.Editing;

/// <summary>
/// Looks for what has no place in a letter: scripts, forms, event handlers, images from elsewhere, values where they
/// could break out. Reads tags in their order, without a tree, so that it takes no longer than the text is long.
/// </summary>
sealed partial class HtmlCheck
{
    static readonly HashSet<string> Forbidden =
    [
        "script", "form", "input", "button", "textarea", "select", "iframe", "frame", "frameset", "object", "embed", "applet", "link", "base",
        "svg", "math", "audio", "video", "source", "template", "noscript", "dialog",
    ];

    static readonly string[] Loading = ["src", "srcset", "background", "poster", "data", "lowsrc", "dynsrc"];

    readonly Letter _letter;
    readonly string _source;
    readonly Findings _findings;
    readonly HtmlScanner _scanner;
    readonly HtmlNesting _nesting = new();
    readonly List<TemplateTag> _values;
    int _nextValue;
    int _elements;

    HtmlCheck(Letter letter, string source, string blank, List<TemplateTag> tags, Findings findings)
    {
        _letter = letter;
        _source = source;
        _findings = findings;
        _scanner = new HtmlScanner(blank);
        _values = tags.FindAll(tag => tag.Kind == TagKind.Value);
    }

    /// <summary>Looks.</summary>
    public static void Walk(Letter letter, string source, List<TemplateTag> tags, Findings findings)
    {
        var blank = Blank(source, tags);
        new HtmlCheck(letter, source, blank, tags, findings).Walk();
        if (Loader().Match(blank) is { Success: true } load) findings.Add(load.Index, "Template.StyleLoads");
    }

    void Walk()
    {
        while (!_findings.IsFull && _scanner.Next())
        {
            var token = _scanner.Current;
            if (token.Kind == HtmlTokenKind.EndTag) _nesting.CloseTo(_nesting.LeftAfterEnd(token.Name));
            if (token.Kind == HtmlTokenKind.Unfinished) _findings.Add(token.Start, "Template.TagNotClosed");
            if (token.Kind != HtmlTokenKind.StartTag) continue;
            if (!Open(token)) return;
            Element(token);
            Attributes(token);
        }
    }

    // False: there is too much of it, and the rest is not looked at.
    bool Open(HtmlToken token)
    {
        _nesting.CloseTo(_nesting.LeftBy(token.Name));
        if (!HtmlNesting.IsVoid(token.Name)) _nesting.Open(token.Name);
        return Allow(_nesting.Depth, TemplateBounds.MaximumHtmlDepth, "Template.HtmlTooDeep", token)
            && Allow(++_elements, TemplateBounds.MaximumElements, "Template.TooManyElements", token)
            && Allow(_scanner.AttributeCount, TemplateBounds.MaximumAttributes, "Template.TooManyAttributes", token);
    }

    bool Allow(int count, int most, string key, HtmlToken token)
    {
        if (count > most) _findings.Add(token.Start, key, most);
        return count <= most;
    }

    void Element(HtmlToken token)
    {
        if (Forbidden.Contains(token.Name)) _findings.Add(token.Start, "Template.Element", token.Name);
        var refreshes = token.Name == "meta" && _scanner.Attributes.Any(attribute => Name(attribute) == "http-equiv");
        if (refreshes) _findings.Add(token.Start, "Template.Element", "meta http-equiv");
    }

    void Attributes(HtmlToken token)
    {
        var inside = ValuesIn(token);
        foreach (var attribute in _scanner.Attributes)
        {
            var name = Name(attribute);
            if (name.StartsWith("on", StringComparison.Ordinal)) _findings.Add(attribute.NameStart, "Template.EventHandler", name);
            if (!attribute.HasValue) continue;
            var own = inside.FindAll(found => found.Start >= attribute.ValueStart && found.End <= attribute.ValueEnd);
            inside.RemoveAll(own.Contains);
            if (attribute.Quote == '\0') Unquoted(own);
            Value(name, _source[attribute.ValueStart..attribute.ValueEnd].Trim(), own, attribute.NameStart);
        }

        // A value that is in the tag but in no attribute could become an attribute.
        Unquoted(inside);
    }

    void Unquoted(List<TemplateTag> values)
    {
        foreach (var found in values) _findings.Add(found.Start, "Template.Unquoted", found.Name);
    }

    void Value(string name, string value, List<TemplateTag> tags, int at)
    {
        var isOurs = value is "{{product.logo}}" or "" || value.StartsWith("cid:", StringComparison.OrdinalIgnoreCase);
        if (Loading.Contains(name) && !isOurs) _findings.Add(at, "Template.RemoteImage", name);
        if (name is "href" or "xlink:href" && !IsLink(value, tags))
            _findings.Add(at, "Template.NoLink", value.Length > 60 ? value[..60] : value);
        if (name != "style") return;
        foreach (var tag in tags.Where(tag => !tag.Name.StartsWith("product.accent", StringComparison.Ordinal)))
            _findings.Add(tag.Start, "Template.InStyle", tag.Name);
    }

    // A whole address, or one value that can only be an address: the renderer lets no other scheme through.
    bool IsLink(string value, List<TemplateTag> tags)
    {
        if (tags is [var only] && value == $"{{{{{only.Name}}}}}")
            return only.Name is "url" || Type(only.Name) == LetterFieldType.Url;
        return Web().IsMatch(value) || value.StartsWith('#');
    }

    // Within a loop the value is the entry's: the last word tells.
    LetterFieldType? Type(string path)
    {
        var root = ModelScope.Root(_letter);
        var bare = path.Replace("../", "", StringComparison.Ordinal).Replace("@root.", "", StringComparison.Ordinal);
        if (root.Find(bare) is { } field) return field.Type;
        return _letter.Model.Fields.Values.Where(list => list.Type == LetterFieldType.List)
            .Select(list => new ModelScope(list.Fields, null).Find(path)?.Type).FirstOrDefault(type => type is not null);
    }

    // Both stand in the order of the source, so that each value is passed over once.
    List<TemplateTag> ValuesIn(HtmlToken token)
    {
        while (_nextValue < _values.Count && _values[_nextValue].Start < token.Start) _nextValue++;
        var inside = new List<TemplateTag>();
        for (; _nextValue < _values.Count && _values[_nextValue].End <= token.End; _nextValue++)
            inside.Add(_values[_nextValue]);
        return inside;
    }

    string Name(HtmlAttribute attribute) => _scanner.NameOf(attribute).ToString().ToLowerInvariant();

    // Letters and not blanks, so that a value without quotes is still seen to be one.
    static string Blank(string source, List<TemplateTag> tags)
    {
        var letters = source.ToCharArray();
        foreach (var tag in tags)
        {
            for (var at = tag.Start; at < tag.End; at++)
            {
                if (letters[at] != '\n') letters[at] = 'x';
            }
        }

        return new string(letters);
    }

    [GeneratedRegex(@"@import|url\s*\(|expression\s*\(|-moz-binding|behavior\s*:", RegexOptions.IgnoreCase, 1_000)]
    private static partial Regex Loader();

    [GeneratedRegex(@"^(?:https?://|mailto:)[^\s{]", RegexOptions.IgnoreCase, 1_000)]
    private static partial Regex Web();
}
