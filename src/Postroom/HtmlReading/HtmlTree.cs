using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using AngleSharp.Text;

namespace Postroom.HtmlReading;

/// <summary>Reads HTML into a tree, and gives up on a tree that grows beyond its bounds.</summary>
static class HtmlTree
{
    /// <summary>The most elements. A parser may make many of few tags: it opens formatting anew in every paragraph.</summary>
    public const int MaximumElements = 30_000;

    /// <summary>The deepest nesting. Work of the parser for each tag grows with it.</summary>
    public const int MaximumDepth = 250;

    /// <summary>Reads.</summary>
    /// <exception cref="HtmlTreeTooLargeException">The tree would be larger than can be dealt with.</exception>
    /// <exception cref="OperationCanceledException">The caller has left.</exception>
    public static IHtmlDocument Parse(string html, CancellationToken cancellationToken) =>
        Parser(BrowsingContext.New(), cancellationToken).ParseDocument(html);

    /// <summary>A parser with these bounds, for one document.</summary>
    public static HtmlParser Parser(IBrowsingContext context, CancellationToken cancellationToken)
    {
        var count = 0;
        var last = default(IElement);
        return new HtmlParser(new HtmlParserOptions { IsKeepingSourceReferences = true, OnCreated = Created }, context);

        void Created(IElement element, TextPosition position)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++count > MaximumElements || DepthOf(last) > MaximumDepth) throw new HtmlTreeTooLargeException();
            last = element;
        }
    }

    // Of the element before this one, since this one has no place in the tree yet.
    static int DepthOf(INode? node)
    {
        var depth = 0;
        for (; node is not null && depth <= MaximumDepth; node = node.Parent) depth++;
        return depth;
    }
}

/// <summary>The HTML makes a tree that is larger or deeper than can be dealt with.</summary>
sealed class HtmlTreeTooLargeException() : Exception("The HTML has too many elements, or they stand too deep in each other.");
