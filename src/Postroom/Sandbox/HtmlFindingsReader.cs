using System.Net;
using Postroom.HtmlReading;

namespace Postroom.Sandbox;

/// <summary>Finds in the tags of a mail what a mail program would mind.</summary>
sealed class HtmlFindingsReader(HtmlFindings findings, Func<string, bool> knowsContentId)
{
    /// <summary>So much of a value is looked at; an address of that length is cut by mail programs.</summary>
    const int LongestValue = 4_000;

    /// <summary>The name of an attribute in lower case; longer ones are none that matters.</summary>
    public static string NameOf(HtmlScanner scanner, HtmlAttribute attribute) =>
        scanner.NameOf(attribute) is { Length: <= 40 } name ? name.ToString().ToLowerInvariant() : "";

    /// <summary>Looks at a start tag.</summary>
    public void Read(HtmlScanner scanner, string element)
    {
        if (element == "image") element = "img"; // as a browser does (WHATWG HTML §13.2.6.4.7)
        if (!HtmlAllowList.IsAllowed(element) && !HtmlAllowList.IsUnremarkable(element)) findings.AddRemovedElement(element);
        var (hasAlt, source) = (false, "");
        foreach (var attribute in scanner.Attributes)
        {
            var name = NameOf(scanner, attribute);
            switch (name)
            {
                case "alt": hasAlt = true; break;
                case "src" when element == "img": source = ValueOf(scanner, attribute); break;
                case "background": findings.AddBlockedUrl(ValueOf(scanner, attribute).Trim()); break;
                case "style": StyleFilter.Addresses(ValueOf(scanner, attribute), findings.AddBlockedUrl); break;
                case "href" when element == "a": Link(ValueOf(scanner, attribute)); break;
            }
        }

        if (element == "img") Image(source, hasAlt);
    }

    void Link(string href)
    {
        if (SafeUrl.Link(href) is { } link && link.StartsWith("http:", StringComparison.OrdinalIgnoreCase)) findings.AddInsecureLink(link);
    }

    void Image(string source, bool hasAlt)
    {
        if (!hasAlt) findings.ImagesWithoutAlt++;
        source = SafeUrl.Strip(source);
        if (source.Length == 0 || source.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase)) return;
        if (SafeUrl.ContentId(source) is not { } id) findings.AddBlockedUrl(source);
        else if (!knowsContentId(id)) findings.AddBrokenContentId(id);
    }

    static string ValueOf(HtmlScanner scanner, HtmlAttribute attribute)
    {
        var value = scanner.ValueOf(attribute);
        return WebUtility.HtmlDecode(value[..Math.Min(value.Length, LongestValue)].ToString());
    }
}
