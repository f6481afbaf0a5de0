using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Postroom.Sandbox;

namespace Postroom.Admin.MailViews;

/// <summary>
/// The page in the frame: the HTML of a mail made harmless. Only here is it parsed, a few at a time, and no longer than
/// somebody waits for it.
/// </summary>
sealed class MailFrame(SandboxMail mail) : IResult
{
    /// <summary>So many are read at once: mail is sent by the other processors meanwhile.</summary>
    static readonly SemaphoreSlim Readers = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        SanitizedHtml? html;
        await Readers.WaitAsync(httpContext.RequestAborted);
        try { html = mail.SafeHtml(httpContext.RequestAborted); }
        finally { Readers.Release(); }

        var header = mail.Headers.FirstOrDefault(header => header.Name.Equals("Subject", StringComparison.OrdinalIgnoreCase));
        var subject = WebUtility.HtmlEncode(MailFiles.Line(header?.Value ?? ""));
        var page = $$"""
            <!doctype html><html lang="{{CultureInfo.CurrentUICulture.Name}}"><head><meta charset="utf-8"><title>{{subject}}</title><base target="_blank">
            <style>body{margin:12px;font-family:sans-serif;overflow-wrap:anywhere}img{max-width:100%}</style></head><body>{{html?.Html}}</body></html>
            """;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        await httpContext.Response.WriteAsync(page, Encoding.UTF8, httpContext.RequestAborted);
    }
}
