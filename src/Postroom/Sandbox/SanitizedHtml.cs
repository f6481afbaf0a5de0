namespace Postroom.Sandbox;

/// <summary>HTML that can do no harm, with what was found on the way.</summary>
/// <param name="Html">A fragment for the body of a page, to be served under <see cref="HtmlSanitizer.FramePolicy"/>.</param>
/// <param name="Findings">What the original has that a mail program would mind.</param>
public sealed record SanitizedHtml(string Html, HtmlFindings Findings);

/// <summary>What was found in a mail's HTML.</summary>
public sealed class HtmlFindings
{
    /// <summary>The most of each kind that are kept.</summary>
    public const int Maximum = 100;

    /// <summary>Longer ones are cut: they are read, not followed.</summary>
    const int LongestText = 200;

    readonly List<string> _blockedUrls = [];
    readonly List<string> _brokenContentIds = [];
    readonly List<string> _insecureLinks = [];
    readonly SortedSet<string> _removedElements = new(StringComparer.Ordinal);

    /// <summary>Addresses of images and the like on other servers, which were not loaded.</summary>
    public IReadOnlyList<string> BlockedUrls => _blockedUrls;

    /// <summary>Content-IDs that a <c>cid:</c> link names and no part has.</summary>
    public IReadOnlyList<string> BrokenContentIds => _brokenContentIds;

    /// <summary>Links without TLS, <c>http://</c>.</summary>
    public IReadOnlyList<string> InsecureLinks => _insecureLinks;

    /// <summary>Names of elements that mail programs take out, such as <c>form</c> and <c>script</c>.</summary>
    public IReadOnlyCollection<string> RemovedElements => _removedElements;

    /// <summary>How many images have no <c>alt</c>, so that nothing is read out or shown in their place.</summary>
    public int ImagesWithoutAlt { get; internal set; }

    /// <summary>Whether a part was left out because it is too long or nested too deeply.</summary>
    public bool IsCut { get; internal set; }

    internal void AddBlockedUrl(string url) => Add(_blockedUrls, url);

    internal void AddBrokenContentId(string id) => Add(_brokenContentIds, id);

    internal void AddInsecureLink(string url) => Add(_insecureLinks, url);

    internal void AddRemovedElement(string name)
    {
        if (_removedElements.Count < Maximum) _removedElements.Add(name.Length > 40 ? name[..40] : name);
    }

    static void Add(List<string> list, string text)
    {
        if (text.Length > LongestText) text = string.Concat(text.AsSpan(0, LongestText), "…");
        if (list.Count < Maximum && !list.Contains(text)) list.Add(text);
    }
}
