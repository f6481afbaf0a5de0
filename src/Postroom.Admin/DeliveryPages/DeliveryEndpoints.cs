using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Accepting;
using Postroom.Admin.MailViews;
using Postroom.Admin.Shell;
using Postroom.Outbox;
using Postroom.People;
using Postroom.Sandbox;
using Postroom.Settings;

namespace Postroom.Admin.DeliveryPages;

/// <summary>What became of mail: the search, and one message with all that happened to it.</summary>
static class DeliveryEndpoints
{
    const int RowsOnAPage = 50;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/deliveries", ListAsync);
        routes.MapGet("/deliveries/{id:guid}", ShowAsync);
        routes.MapPost("/deliveries/{id:guid}/retry", RetryAsync).RequireAuthorization(PeoplePolicies.Operator);
        routes.MapPost("/deliveries/{id:guid}/cancel", CancelAsync).RequireAuthorization(PeoplePolicies.Operator);
        routes.MapGet("/deliveries/{id:guid}/mail", MailAsync);
        routes.MapGet("/deliveries/{id:guid}/mail/html", (HttpContext http, DeliveryMail mail, Guid id) =>
            mail.PartAsync(http, id, new LookedAt(MailViewName.Html, IsFrame: true), bytes => MailFiles.Html(http, SandboxMail.Read(bytes))));
        routes.MapGet("/deliveries/{id:guid}/mail/files/{index:int}", (HttpContext http, DeliveryMail mail, Guid id, int index) =>
            mail.PartAsync(http, id, LookedAt.File(index), bytes => MailFiles.File(http, SandboxMail.Read(bytes), index)));
        routes.MapGet("/deliveries/{id:guid}/mail/source", (HttpContext http, DeliveryMail mail, Guid id) =>
            mail.PartAsync(http, id, LookedAt.Download, bytes => MailFiles.Source(http, bytes, new MessageId(id).ToString())));
    }

    static async Task<IResult> ListAsync(
        HttpContext http, IDeliveryRecords records, IAppStore apps, ReadyMessages ready, string? q, string? state, string? app, string? cause, string? cursor)
    {
        var status = DeliveryStatus.Parse(state);
        var search = new DeliverySearch
        {
            Text = string.IsNullOrWhiteSpace(q) ? null : q.Trim(),
            AnyOf = status?.States ?? [],
            WasTried = status?.WasTried,
            Cause = string.IsNullOrWhiteSpace(cause) ? null : cause,
            WithHeld = ready.Pause is { Cause: { } held } && held == cause,
            App = string.IsNullOrWhiteSpace(app) ? null : app,
            Cursor = string.IsNullOrWhiteSpace(cursor) ? null : cursor,
            Limit = RowsOnAPage,
        };
        var page = await records.SearchAsync(search, http.RequestAborted);
        var names = (await apps.ListAsync(http.RequestAborted)).Select(known => known.Name);
        return Pages.Show<DeliveryListPage>(
            (nameof(DeliveryListPage.Search), search),
            (nameof(DeliveryListPage.Status), status),
            (nameof(DeliveryListPage.Page), page),
            (nameof(DeliveryListPage.Apps), (IReadOnlyList<string>)[.. names.Append(search.App).OfType<string>().Distinct().Order(StringComparer.Ordinal)]));
    }

    static async Task<IResult> ShowAsync(HttpContext http, IDeliveryRecords records, Guid id, string? done, string? count) =>
        await records.FindAsync(new MessageId(id), http.RequestAborted) is { } found
            ? Pages.Show<DeliveryPage>(
                (nameof(DeliveryPage.Message), found),
                (nameof(DeliveryPage.Done), done),
                (nameof(DeliveryPage.Count), int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0))
            : ErrorPages.Show(StatusCodes.Status404NotFound);

    static Task<IResult> MailAsync(HttpContext http, DeliveryMail mail, Guid id, string? view) => mail.PageAsync(http, id, view);

    static Task<IResult> RetryAsync(HttpContext http, ConsoleRequest here, IOutbox outbox, IAuditLog audit, OutboxSignal signal, Guid id) =>
        ActAsync(http, here, audit, id, "message.retried", "retried", async (message, cancellationToken) =>
        {
            var count = await outbox.RetryAsync(message, cancellationToken);
            if (count > 0) signal.Raise();
            return count;
        });

    static Task<IResult> CancelAsync(HttpContext http, ConsoleRequest here, IOutbox outbox, IAuditLog audit, Guid id) =>
        ActAsync(http, here, audit, id, "message.cancelled", "cancelled", outbox.CancelAsync);

    static async Task<IResult> ActAsync(
        HttpContext http, ConsoleRequest here, IAuditLog audit, Guid id, string action, string done, Func<MessageId, CancellationToken, Task<int>> act)
    {
        var message = new MessageId(id);
        var count = await act(message, http.RequestAborted);
        var detail = string.Create(CultureInfo.InvariantCulture, $"{count} deliveries");
        // It is done from here on, so its entry is written whatever the browser now wishes.
        if (count > 0) await audit.AddAsync(new AuditEntry(here.Now, here.Actor, action, message.ToString(), detail), CancellationToken.None);
        return Results.LocalRedirect(Query.Of(here.Url($"/deliveries/{message}"), ("done", done), ("count", count.ToString(CultureInfo.InvariantCulture))));
    }
}
