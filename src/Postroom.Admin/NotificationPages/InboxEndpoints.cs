using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.Forges;
using Postroom.People;
using Postroom.Settings;

namespace Postroom.Admin.NotificationPages;

/// <summary>The inbox of events: what came in, what became of it, and once more.</summary>
static class InboxEndpoints
{
    const int RowsOnAPage = 50;
    const int LongestShown = 200_000;

    static readonly JsonWriterOptions Pretty = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/notifications/inbox", ListAsync);
        routes.MapGet("/notifications/inbox/{id:long}", ShowAsync);
        routes.MapPost("/notifications/inbox/{id:long}/replay", ReplayAsync).RequireAuthorization(PeoplePolicies.Operator);
        routes.MapPost("/notifications/inbox/replay-failed", ReplayFailedAsync).RequireAuthorization(PeoplePolicies.Operator);
    }

    static async Task<IResult> ListAsync(
        HttpContext http, IForgeStore forges, IEventInbox inbox, string? q, string? state, string? source, string? before, string? replayed)
    {
        var filter = new InboxFilter(
            string.IsNullOrWhiteSpace(q)
                ? null
                : q.Trim(), InboxText.Parse(state), string.IsNullOrWhiteSpace(source) ? null : source,
            long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null);
        // One more than is shown tells whether there is a next page.
        var rows = await inbox.SearchAsync(filter, RowsOnAPage + 1, http.RequestAborted);
        return Pages.Show<InboxPage>(
            (nameof(InboxPage.Filter), filter),
            (nameof(InboxPage.Rows), (IReadOnlyList<InboxItem>)[.. rows.Take(RowsOnAPage)]),
            (nameof(InboxPage.HasMore), rows.Count > RowsOnAPage),
            (nameof(InboxPage.Forges), await forges.ListAsync(http.RequestAborted)),
            (nameof(InboxPage.Replayed), int.TryParse(replayed, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null));
    }

    static async Task<IResult> ShowAsync(HttpContext http, IForgeStore forges, IEventInbox inbox, long id, string? done)
    {
        if (await inbox.FindAsync(id, http.RequestAborted) is not { } found) return ErrorPages.Show(StatusCodes.Status404NotFound);
        return Pages.Show<InboxEventPage>(
            (nameof(InboxEventPage.Found), found),
            (nameof(InboxEventPage.Source), await forges.FindAsync(found.Item.Source, http.RequestAborted)),
            (nameof(InboxEventPage.Payload), PrettyOf(found.Body)),
            (nameof(InboxEventPage.WasReplayed), done == "replayed"));
    }

    static async Task<IResult> ReplayAsync(HttpContext http, ConsoleRequest here, IEventInbox inbox, InboxSignal signal, IAuditLog audit, long id)
    {
        if (!await inbox.ReplayAsync(id, http.RequestAborted)) return ErrorPages.Show(StatusCodes.Status404NotFound);
        signal.Raise();
        var number = id.ToString(CultureInfo.InvariantCulture);
        await audit.AddAsync(new AuditEntry(here.Now, here.Actor, "event.replayed", number, null), CancellationToken.None);
        return Results.LocalRedirect(here.Url($"/notifications/inbox/{number}?done=replayed"));
    }

    static async Task<IResult> ReplayFailedAsync(HttpContext http, ConsoleRequest here, IEventInbox inbox, InboxSignal signal, IAuditLog audit)
    {
        var count = (await inbox.ReplayFailedAsync(http.RequestAborted)).ToString(CultureInfo.InvariantCulture);
        signal.Raise();
        await audit.AddAsync(new AuditEntry(here.Now, here.Actor, "event.replayed", "failed", count), CancellationToken.None);
        return Results.LocalRedirect(here.Url("/notifications/inbox?replayed=" + count));
    }

    // A huge payload is shown from its beginning: the page stays one that a browser can hold.
    static string PrettyOf(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty) return "";
        try
        {
            using var document = JsonDocument.Parse(body);
            var written = new System.Buffers.ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(written, Pretty)) document.RootElement.WriteTo(writer);
            return Cut(Encoding.UTF8.GetString(written.WrittenSpan));
        }
        catch (JsonException)
        {
            return Cut(Encoding.UTF8.GetString(body.Span));
        }
    }

    static string Cut(string text) => text.Length <= LongestShown ? text : text[..LongestShown] + "\n…";
}
