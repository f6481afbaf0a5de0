using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Postroom.Rendering;
using Postroom.Sandbox;

namespace Postroom.Admin.TemplatePages;

/// <summary>The letter as a document of its own, for the frame in the editor: it may run nothing and load nothing.</summary>
static partial class PreviewFrame
{
    public const string Html = "html";
    public const string Dark = "dark";
    public const string Text = "text";

    /// <summary>Shows a letter.</summary>
    /// <param name="http">The request.</param>
    /// <param name="letter">The letter.</param>
    /// <param name="view"><see cref="Html"/>, <see cref="Dark"/> or <see cref="Text"/>.</param>
    public static IResult Of(HttpContext http, RenderedLetter letter, string? view)
    {
        Protect(http);
        if (view == Text || letter.Html is null) return Page(letter.Subject, $"<pre>{WebUtility.HtmlEncode(letter.Text)}</pre>");
        var html = letter.Images.Aggregate(letter.Html, (page, image) =>
            page.Replace($"cid:{image.ContentId}", $"data:image/png;base64,{Convert.ToBase64String(image.Png.Span)}", StringComparison.Ordinal));
        return Results.Content(Schemed(html, view == Dark), "text/html; charset=utf-8", Encoding.UTF8);
    }

    /// <summary>Says why a letter cannot be shown.</summary>
    public static IResult Problems(HttpContext http, string title, IEnumerable<string> problems)
    {
        Protect(http);
        return Page(title, $"<p>{WebUtility.HtmlEncode(title)}</p><ul>{string.Concat(problems.Select(problem => $"<li>{WebUtility.HtmlEncode(problem)}</li>"))}</ul>");
    }

    // The reader's own scheme must not decide what "light" and "dark" show.
    static string Schemed(string html, bool isDark) =>
        DarkQuery().Replace(html, isDark ? "@media all" : "@media not all")
            .Replace("content=\"light dark\"", isDark ? "content=\"dark\"" : "content=\"light\"", StringComparison.Ordinal);

    static void Protect(HttpContext http) => http.Response.Headers.ContentSecurityPolicy = HtmlSanitizer.FramePolicy + "; frame-ancestors 'self'";

    static IResult Page(string title, string body) => Results.Content(
        $"<!doctype html><html lang=\"{CultureInfo.CurrentUICulture.Name}\"><head><meta charset=\"utf-8\"><title>{WebUtility.HtmlEncode(title)}</title>"
        + "<style>body{margin:16px;font:14px/1.5 sans-serif;color:#1f242c;background:#fff}pre{font:13px/1.5 ui-monospace,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere;margin:0}</style></head>"
        + $"<body>{body}</body></html>",
        "text/html; charset=utf-8",
        Encoding.UTF8);

    [GeneratedRegex(@"@media\s*\(prefers-color-scheme:\s*dark\)", RegexOptions.None, 1_000)]
    private static partial Regex DarkQuery();
}
