using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Postroom.Rendering.Syntax;

namespace Postroom.Rendering.Editing;

/// <summary>Looks for what has no place in a letter: scripts, forms, event handlers, images from elsewhere, values where they could break out.</summary>
static partial class HtmlCheck
{
    static readonly HashSet<string> Forbidden =
    [
        "script", "form", "input", "button", "textarea", "select", "iframe", "frame", "frameset", "object", "embed", "applet", "link", "base",
        "svg", "math", "audio", "video", "source", "template", "noscript", "dialog",
    ];

    static readonly string[] Loading = ["src", "srcset", "background", "poster", "data", "lowsrc", "dynsrc"];

    /// <summary>Looks.</summary>
    public static void Walk(Letter letter, string source, List<TemplateTag> tags, Findings findings)
    {
        var blank = Blank(source, tags);
        using var document = new HtmlParser(new HtmlParserOptions { IsKeepingSourceReferences = true }).ParseDocument(blank);
        foreach (var element in document.All)
        {
            var at = element.SourceReference?.Position.Index ?? -1;
            if (at < 0) continue;
            if (Forbidden.Contains(element.LocalName)) findings.Add(at, "Template.Element", element.LocalName);
            if (element.LocalName == "meta" && element.HasAttribute("http-equiv")) findings.Add(at, "Template.Element", "meta http-equiv");
        }

        foreach (Match tag in StartTag().Matches(blank)) Attributes(letter, source, tag, tags, findings);
        if (Loader().Match(blank) is { Success: true } load) findings.Add(load.Index, "Template.StyleLoads");
    }

    static void Attributes(Letter letter, string source, Match tag, List<TemplateTag> tags, Findings findings)
    {
        var (names, values) = (tag.Groups["name"].Captures, tag.Groups["value"].Captures);
        var inside = tags.Where(found => found.Start >= tag.Index && found.End <= tag.Index + tag.Length && found.Kind == TagKind.Value).ToList();
        foreach (Capture name in names)
        {
            var value = values.FirstOrDefault(value => value.Index > name.Index && !names.Any(other => other.Index > name.Index && other.Index < value.Index));
            if (name.Value.StartsWith("on", StringComparison.OrdinalIgnoreCase)) findings.Add(name.Index, "Template.EventHandler", name.Value);
            if (value is null) continue;
            var own = inside.Where(found => found.Start >= value.Index && found.End <= value.Index + value.Length).ToList();
            inside.RemoveAll(own.Contains);
            if (value.Value[0] is not ('"' or '\'')) foreach (var found in own) findings.Add(found.Start, "Template.Unquoted", found.Name);
            Value(letter, name.Value.ToLowerInvariant(), source.Substring(value.Index, value.Length).Trim('"', '\'').Trim(), own, name.Index, findings);
        }

        // A value that is in the tag but in no attribute could become an attribute.
        foreach (var found in inside) findings.Add(found.Start, "Template.Unquoted", found.Name);
    }

    static void Value(Letter letter, string name, string value, List<TemplateTag> tags, int at, Findings findings)
    {
        if (Loading.Contains(name) && value is not ("{{product.logo}}" or "") && !value.StartsWith("cid:", StringComparison.OrdinalIgnoreCase))
            findings.Add(at, "Template.RemoteImage", name);
        if (name is "href" or "xlink:href" && !IsLink(letter, value, tags)) findings.Add(at, "Template.NoLink", value.Length > 60 ? value[..60] : value);
        if (name == "style") foreach (var tag in tags.Where(tag => !tag.Name.StartsWith("product.accent", StringComparison.Ordinal))) findings.Add(tag.Start, "Template.InStyle", tag.Name);
    }

    // A whole address, or one value that can only be an address: the renderer lets no other scheme through.
    static bool IsLink(Letter letter, string value, List<TemplateTag> tags)
    {
        if (tags is [var only] && value == $"{{{{{only.Name}}}}}") return only.Name is "url" || Type(letter, only.Name) == LetterFieldType.Url;
        return Web().IsMatch(value) || value.StartsWith('#');
    }

    // Within a loop the value is the entry's: the last word tells.
    static LetterFieldType? Type(Letter letter, string path)
    {
        var root = ModelScope.Root(letter);
        if (root.Find(path.Replace("../", "", StringComparison.Ordinal).Replace("@root.", "", StringComparison.Ordinal)) is { } field) return field.Type;
        return letter.Model.Fields.Values.Where(list => list.Type == LetterFieldType.List)
            .Select(list => new ModelScope(list.Fields, null).Find(path)?.Type).FirstOrDefault(type => type is not null);
    }

    // Letters and not blanks, so that a value without quotes is still seen to be one.
    static string Blank(string source, List<TemplateTag> tags)
    {
        var letters = source.ToCharArray();
        foreach (var at in tags.SelectMany(tag => Enumerable.Range(tag.Start, tag.End - tag.Start)).Where(at => letters[at] != '\n')) letters[at] = 'x';
        return new string(letters);
    }

    [GeneratedRegex("""<[a-z][^\s/>]*(?:[\s/]+(?<name>[^\s>=/]+)(?:\s*=\s*(?<value>"[^"]*"|'[^']*'|[^\s>"']+))?)*[\s/]*>""", RegexOptions.IgnoreCase, 1_000)]
    private static partial Regex StartTag();

    [GeneratedRegex(@"@import|url\s*\(|expression\s*\(|-moz-binding|behavior\s*:", RegexOptions.IgnoreCase, 1_000)]
    private static partial Regex Loader();

    [GeneratedRegex(@"^(?:https?://|mailto:)[^\s{]", RegexOptions.IgnoreCase, 1_000)]
    private static partial Regex Web();
}
