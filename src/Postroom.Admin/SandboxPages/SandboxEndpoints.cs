using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.MailViews;
using Postroom.Admin.Shell;
using Postroom.People;
using Postroom.Sandbox;

namespace Postroom.Admin.SandboxPages;

/// <summary>The built-in mailbox: its list, its messages and their parts.</summary>
static class SandboxEndpoints
{
    const int RowsOnAPage = 50;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sandbox", ListAsync);
        routes.MapPost("/sandbox/clear", ClearAsync).RequireAuthorization(PeoplePolicies.Operator);
        routes.MapGet("/sandbox/{id:long}", ShowAsync);
        routes.MapGet("/sandbox/{id:long}/html", (HttpContext http, SandboxLooks looks, long id) =>
            looks.PartAsync(http, id, new LookedAt(MailViewName.Html, IsFrame: true), bytes => MailFiles.Html(http, SandboxMail.Read(bytes))));
        routes.MapGet("/sandbox/{id:long}/files/{index:int}", (HttpContext http, SandboxLooks looks, long id, int index) =>
            looks.PartAsync(http, id, LookedAt.File(index), bytes => MailFiles.File(http, SandboxMail.Read(bytes), index)));
        routes.MapGet("/sandbox/{id:long}/source", (HttpContext http, SandboxLooks looks, long id) =>
            looks.PartAsync(http, id, LookedAt.Download, bytes => MailFiles.Source(http, bytes, string.Create(CultureInfo.InvariantCulture, $"sandbox-{id}"))));
    }

    static async Task<IResult> ListAsync(HttpContext http, ISandboxMailbox mailbox, string? q, string? before, string? done)
    {
        var text = string.IsNullOrWhiteSpace(q) ? null : q.Trim();
        long? beforeId = long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
        // One more than is shown tells whether there is a next page.
        var rows = await mailbox.ListAsync(text, beforeId, RowsOnAPage + 1, http.RequestAborted);
        return Pages.Show<SandboxListPage>(
            (nameof(SandboxListPage.Rows), (IReadOnlyList<SandboxSummary>)[.. rows.Take(RowsOnAPage)]),
            (nameof(SandboxListPage.HasMore), rows.Count > RowsOnAPage),
            (nameof(SandboxListPage.Text), text),
            (nameof(SandboxListPage.IsFirst), beforeId is null),
            (nameof(SandboxListPage.WasCleared), done == "cleared"));
    }

    static Task<IResult> ShowAsync(HttpContext http, SandboxLooks looks, long id, string? view) => looks.PageAsync(http, id, view);

    static async Task<IResult> ClearAsync(HttpContext http, ConsoleRequest here, ISandboxMailbox mailbox)
    {
        await mailbox.ClearAsync(http.RequestAborted);
        return Results.LocalRedirect(here.Url("/sandbox?done=cleared"));
    }
}
