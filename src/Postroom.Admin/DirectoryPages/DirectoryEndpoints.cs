using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.Forges;
using Postroom.People;
using Postroom.Settings;

namespace Postroom.Admin.DirectoryPages;

/// <summary>The people mail is written to: who is behind which login.</summary>
static class DirectoryEndpoints
{
    const int RowsOnAPage = 50;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/directory", async Task<IResult> (HttpContext http, IDirectoryStore store, string? q, string? after, string? done) =>
            await ListAsync(http, store, StatusCodes.Status200OK, q, after, (nameof(DirectoryPage.Done), done)));
        routes.MapGet("/directory/{id:guid}", async Task<IResult> (HttpContext http, IDirectoryStore store, IForgeStore forges, Guid id, string? done) =>
            await ShowAsync(http, store, forges, id, StatusCodes.Status200OK, (nameof(PersonPage.Done), done)));
        var changes = routes.MapGroup("/directory/{id:guid}").RequireAuthorization(PeoplePolicies.Administrator);
        changes.MapPost("", SaveAsync);
        changes.MapPost("/logins", AddLoginAsync);
        changes.MapPost("/logins/remove", RemoveLoginAsync);
        changes.MapPost("/merge", MergeAsync);
        changes.MapPost("/delete", DeleteAsync);
    }

    public static async Task<IResult> ListAsync(
        HttpContext http, IDirectoryStore store, int status, string? q, string? after, params (string Name, object? Value)[] more)
    {
        var text = string.IsNullOrWhiteSpace(q) ? null : q.Trim();
        Guid? from = Guid.TryParse(after, out var id) ? id : null;
        var rows = await store.ListAsync(text, from, RowsOnAPage + 1, http.RequestAborted);
        var (people, withoutAddress) = await store.CountAsync(http.RequestAborted);
        return Pages.Show<DirectoryPage>(
            status,
            [
                (nameof(DirectoryPage.Rows), (IReadOnlyList<DirectoryPerson>)[.. rows.Take(RowsOnAPage)]), (nameof(DirectoryPage.HasMore), rows.Count > RowsOnAPage),
                (nameof(DirectoryPage.Text), text), (nameof(DirectoryPage.IsFirst), from is null), (nameof(DirectoryPage.People), people),
                (nameof(DirectoryPage.WithoutAddress), withoutAddress), .. more,
            ]);
    }

    static async Task<IResult> SaveAsync(HttpContext http, ConsoleRequest here, IDirectoryStore store, IForgeStore forges, IAuditLog audit, Guid id)
    {
        if (await store.FindAsync(id, http.RequestAborted) is not { } person) return ErrorPages.Show(StatusCodes.Status404NotFound);
        var form = PersonForm.Of(await http.Request.ReadFormAsync(http.RequestAborted));
        var problems = form.Problems();
        if (problems.Count == 0)
        {
            if (await store.UpdateAsync(form.ToPerson(person), http.RequestAborted))
            {
                await audit.AddAsync(new AuditEntry(here.Now, here.Actor, "person.saved", form.Email, form.Name), CancellationToken.None);
                return Results.LocalRedirect(here.Url($"/directory/{id}?done=saved"));
            }

            problems.Add(new SettingsProblem("Email", "Problem.Person.EmailTaken"));
        }

        return await ShowAsync(
            http, store, forges, id, StatusCodes.Status422UnprocessableEntity,
            (nameof(PersonPage.Form), form), (nameof(PersonPage.Problems), (IReadOnlyList<SettingsProblem>)problems));
    }

    static async Task<IResult> AddLoginAsync(HttpContext http, ConsoleRequest here, IDirectoryStore store, PeopleDirectory directory, IForgeStore forges, IAuditLog audit, Guid id)
    {
        if (await store.FindAsync(id, http.RequestAborted) is not { } person) return ErrorPages.Show(StatusCodes.Status404NotFound);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (login, source) = (form["Login"].ToString().Trim(), form["Source"].ToString());
        var isKnown = source == PeopleDirectory.AnySource || await forges.FindAsync(source, http.RequestAborted) is not null;
        var problem = person.Email is null ? new SettingsProblem("Login", "Problem.Person.EmailFirst")
            : login.Length is 0 or > PeopleDirectory.MaximumLength || login.Any(char.IsControl) ? new SettingsProblem("Login", "Problem.Person.Login", PeopleDirectory.MaximumLength)
            : isKnown ? null : new SettingsProblem("Source", "Problem.Import.Source", source);
        if (problem is not null)
        {
            return await ShowAsync(
                http, store, forges, id, StatusCodes.Status422UnprocessableEntity, (nameof(PersonPage.Problems), (IReadOnlyList<SettingsProblem>)[problem]));
        }

        await directory.PutAsync([new DirectoryEntry(source, login, person.Name, person.Email, person.Language, person.TimeZone)], http.RequestAborted);
        await audit.AddAsync(new AuditEntry(here.Now, here.Actor, "person.login-added", person.Email!, login), CancellationToken.None);
        return Results.LocalRedirect(here.Url($"/directory/{id}?done=saved"));
    }

    static async Task<IResult> RemoveLoginAsync(HttpContext http, ConsoleRequest here, IDirectoryStore store, IAuditLog audit, Guid id)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var login = form["Login"].ToString();
        if (!await store.RemoveLoginAsync(form["Source"].ToString(), login, http.RequestAborted)) return ErrorPages.Show(StatusCodes.Status404NotFound);
        await audit.AddAsync(new AuditEntry(here.Now, here.Actor, "person.login-removed", id.ToString(), login), CancellationToken.None);
        return Results.LocalRedirect(here.Url($"/directory/{id}?done=saved"));
    }

    // The other is named by the address, which belongs to one person alone.
    static async Task<IResult> MergeAsync(HttpContext http, ConsoleRequest here, IDirectoryStore store, IForgeStore forges, IAuditLog audit, Guid id)
    {
        var email = (await http.Request.ReadFormAsync(http.RequestAborted))["Other"].ToString().Trim();
        var other = email.Length == 0 ? null : await store.FindByEmailAsync(email, http.RequestAborted);
        if (other is null || other.Id == id || !await store.MergeAsync(id, other.Id, http.RequestAborted))
        {
            return await ShowAsync(
                http, store, forges, id, StatusCodes.Status422UnprocessableEntity,
                (nameof(PersonPage.Problems), (IReadOnlyList<SettingsProblem>)[new SettingsProblem("Other", "Problem.Person.Other")]));
        }

        await audit.AddAsync(new AuditEntry(here.Now, here.Actor, "person.merged", id.ToString(), email), CancellationToken.None);
        return Results.LocalRedirect(here.Url($"/directory/{id}?done=merged"));
    }

    static async Task<IResult> DeleteAsync(HttpContext http, ConsoleRequest here, IDirectoryStore store, IAuditLog audit, Guid id)
    {
        if (!await store.RemoveAsync(id, http.RequestAborted)) return ErrorPages.Show(StatusCodes.Status404NotFound);
        await audit.AddAsync(new AuditEntry(here.Now, here.Actor, "person.deleted", id.ToString(), null), CancellationToken.None);
        return Results.LocalRedirect(here.Url("/directory?done=deleted"));
    }

    static async Task<IResult> ShowAsync(
        HttpContext http, IDirectoryStore store, IForgeStore forges, Guid id, int status, params (string Name, object? Value)[] more)
    {
        if (await store.FindAsync(id, http.RequestAborted) is not { } person) return ErrorPages.Show(StatusCodes.Status404NotFound);
        return Pages.Show<PersonPage>(
            status,
            [
                (nameof(PersonPage.Person), person), (nameof(PersonPage.Logins), await LoginsAsync(http, store, person)),
                (nameof(PersonPage.Forges), await forges.ListAsync(http.RequestAborted)), .. more,
            ]);
    }

    // The store lists logins with people, and finds them by any text of theirs.
    static async Task<IReadOnlyList<DirectoryLogin>> LoginsAsync(HttpContext http, IDirectoryStore store, Person person)
    {
        var found = await store.ListAsync(person.Email ?? person.Name, null, RowsOnAPage, http.RequestAborted);
        return found.FirstOrDefault(row => row.Person.Id == person.Id)?.Logins ?? [];
    }
}
