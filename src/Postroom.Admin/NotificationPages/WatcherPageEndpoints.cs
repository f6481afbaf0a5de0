using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.Forges;
using Postroom.Notifications.Choices;
using Postroom.People;
using Postroom.Settings;

namespace Postroom.Admin.NotificationPages;

/// <summary>Who watches what: look, add, remove.</summary>
static class WatcherPageEndpoints
{
    const int Most = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/notifications/watchers", async Task<IResult> (HttpContext http, IChoiceStore choices, IForgeStore forges, string? q, string? done) =>
            await PageAsync(http, choices, forges, StatusCodes.Status200OK, q, (nameof(WatchersPage.Done), done)));
        var changes = routes.MapGroup("/notifications/watchers").RequireAuthorization(PeoplePolicies.Administrator);
        changes.MapPost("", AddAsync);
        changes.MapPost("/remove", RemoveAsync);
    }

    static async Task<IResult> AddAsync(
        HttpContext http, ConsoleRequest here, IChoiceStore choices, IForgeStore forges, PeopleDirectory directory, IDirectoryStore people, IAuditLog audit)
    {
        var form = WatcherForm.Of(await http.Request.ReadFormAsync(http.RequestAborted));
        var problems = form.Problems((await forges.ListAsync(http.RequestAborted)).Select(forge => forge.Id));
        var person = form.Person.Length == 0 ? null
            : await people.FindByEmailAsync(form.Person, http.RequestAborted) ?? await directory.FindAsync(form.Source, form.Person, http.RequestAborted);
        if (person is null) problems.Add(new SettingsProblem("Person", "Problem.Watcher.Person"));
        if (problems.Count > 0)
        {
            return await PageAsync(
                http, choices, forges, StatusCodes.Status422UnprocessableEntity, null,
                (nameof(WatchersPage.Form), form), (nameof(WatchersPage.Problems), (IReadOnlyList<SettingsProblem>)problems));
        }

        await choices.WatchAsync(person!.Id, form.Watch, http.RequestAborted);
        await audit.AddAsync(new AuditEntry(here.Now, here.Actor, "watcher.added", form.Watch.Label, form.Person), CancellationToken.None);
        return Results.LocalRedirect(here.Url("/notifications/watchers?done=added"));
    }

    static async Task<IResult> RemoveAsync(HttpContext http, ConsoleRequest here, IChoiceStore choices, IDirectoryStore people, IAuditLog audit)
    {
        var posted = await http.Request.ReadFormAsync(http.RequestAborted);
        var form = WatcherForm.Of(posted);
        if (!Guid.TryParse(form.Person, out var id)) return ErrorPages.Show(StatusCodes.Status400BadRequest);
        var person = await people.FindAsync(id, http.RequestAborted);
        if (await choices.UnwatchAsync(id, form.Watch, http.RequestAborted))
            await audit.AddAsync(new AuditEntry(here.Now, here.Actor, "watcher.removed", form.Watch.Label, person?.Email), CancellationToken.None);
        return Results.LocalRedirect(here.Url("/notifications/watchers?done=removed"));
    }

    static async Task<IResult> PageAsync(
        HttpContext http, IChoiceStore choices, IForgeStore forges, int status, string? text, params (string Name, object? Value)[] more)
    {
        var wanted = string.IsNullOrWhiteSpace(text) ? null : text;
        var found = await choices.ListWatchersAsync(wanted, Most + 1, http.RequestAborted);
        return Pages.Show<WatchersPage>(
            status,
            [
                (nameof(WatchersPage.Rows), (IReadOnlyList<Watcher>)[.. found.Take(Most)]),
                (nameof(WatchersPage.HasMore), found.Count > Most),
                (nameof(WatchersPage.Forges), await forges.ListAsync(http.RequestAborted)),
                (nameof(WatchersPage.Text), wanted),
                .. more,
            ]);
    }
}
