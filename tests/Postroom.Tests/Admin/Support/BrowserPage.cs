using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Postroom.Tests.Admin.Support;

/// <summary>An answer as a browser has it.</summary>
public sealed record BrowserPage(Uri Address, HttpStatusCode Status, HttpResponseMessage Response, string Html, IHtmlDocument Document)
{
    /// <summary>Where it sends the browser; null: nowhere.</summary>
    public string? Location => (int)Status is >= 300 and < 400 ? Response.Headers.Location?.OriginalString : null;

    public string Path => Address.PathAndQuery;

    public string Title => One("h1").TextContent.Trim();

    /// <summary>All text of the body, blanks folded.</summary>
    public string Text => Fold(Document.Body!.TextContent);

    public string Header(string name) =>
        Response.Headers.TryGetValues(name, out var values) || Response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : "";

    public IElement One(string selector) => Assert.Single(Document.QuerySelectorAll(selector));

    public IReadOnlyList<IElement> All(string selector) => [.. Document.QuerySelectorAll(selector)];

    public string TextOf(string selector) => Fold(One(selector).TextContent);

    public static async Task<BrowserPage> ReadAsync(Uri address, HttpResponseMessage response)
    {
        var html = await response.Content.ReadAsStringAsync();
        return new BrowserPage(address, response.StatusCode, response, html, await new HtmlParser().ParseDocumentAsync(html));
    }

    static string Fold(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
