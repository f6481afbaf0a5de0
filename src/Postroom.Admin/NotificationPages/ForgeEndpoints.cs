using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.Forges;
using Postroom.Forges.Lookups;
using Postroom.People;
using Postroom.Settings;

namespace Postroom.Admin.NotificationPages;

/// <summary>The forges that send webhooks: their addresses and secrets.</summary>
static class ForgeEndpoints
{
    const int LastEvents = 5;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/notifications", async Task<IResult> (HttpContext http, IForgeStore forges, IEventInbox inbox, string? done) =>
            await ListAsync(http, forges, inbox, StatusCodes.Status200OK, (nameof(NotificationsPage.Done), done)));
        routes.MapGet("/notifications/forges/{id}", async Task<IResult> (HttpContext http, IForgeStore forges, IEventInbox inbox, string id, string? done) =>
            await ShowAsync(http, forges, inbox, id, StatusCodes.Status200OK, (nameof(ForgePage.Done), done)));
        var changes = routes.MapGroup("/notifications/forges").RequireAuthorization(PeoplePolicies.Administrator);
        changes.MapPost("", AddAsync);
        changes.MapPost("/{id}", SaveAsync);
        changes.MapPost("/{id}/secret", SetSecretAsync);
        changes.MapPost("/{id}/token", SetTokenAsync);
        changes.MapPost("/{id}/delete", DeleteAsync);
    }

    static async Task<IResult> AddAsync(
        HttpContext http, ConsoleRequest here, IForgeStore forges, IEventInbox inbox, IAuditLog audit, SecretProtector protector)
    {
        var form = ForgeForm.Of(await http.Request.ReadFormAsync(http.RequestAborted));
        var problems = form.Problems();
        var (id, secret) = (ForgeSecret.NewId(), ForgeSecret.New());
        if (problems.Count == 0)
        {
            var source = new ForgeSource
            {
                Id = id,
                Kind = ForgeKinds.Find(form.Kind)!.Value,
                Name = form.Name,
                BaseUrl = form.Address,
                ProtectedSecret = ForgeSecret.Protect(protector, id, secret),
                CreatedAt = here.Now,
                SecretSetAt = here.Now,
            };
            if (await forges.AddAsync(source, http.RequestAborted))
            {
                await audit.AddAsync(new AuditEntry(here.Now, here.Actor, "forge.added", form.Name, form.Kind), CancellationToken.None);
                return await ShowAsync(http, forges, inbox, id, StatusCodes.Status200OK, (nameof(ForgePage.Issued), secret));
            }

            problems.Add(new SettingsProblem("Name", "Problem.Forge.NameTaken"));
        }

        return await ListAsync(
            http, forges, inbox, StatusCodes.Status422UnprocessableEntity,
            (nameof(NotificationsPage.Form), form), (nameof(NotificationsPage.Problems), (IReadOnlyList<SettingsProblem>)problems));
    }

    static async Task<IResult> SaveAsync(HttpContext http, ConsoleRequest here, IForgeStore forges, IEventInbox inbox, IAuditLog audit, string id)
    {
        if (await forges.FindAsync(id, http.RequestAborted) is not { } source) return ErrorPages.Show(StatusCodes.Status404NotFound);
        var form = ForgeForm.Of(await http.Request.ReadFormAsync(http.RequestAborted)) with { Kind = source.Kind.Word() };
        var problems = form.Problems();
        var changed = source with { Name = form.Name, BaseUrl = form.Address };
        // A token goes only where it was entered for.
        if (ForgeApi.BaseOf(changed) != ForgeApi.BaseOf(source)) changed = changed with { ProtectedReadToken = null };
        if (problems.Count == 0 && await forges.UpdateAsync(changed, http.RequestAborted))
        {
            await audit.AddAsync(new AuditEntry(here.Now, here.Actor, "forge.saved", form.Name, form.BaseUrl), CancellationToken.None);
            var isTokenGone = source.ProtectedReadToken is not null && changed.ProtectedReadToken is null;
            return Results.LocalRedirect(here.Url($"/notifications/forges/{id}?done={(isTokenGone ? "token-gone" : "saved")}"));
        }

        if (problems.Count == 0) problems.Add(new SettingsProblem("Name", "Problem.Forge.NameTaken"));
        return await ShowAsync(
            http, forges, inbox, id, StatusCodes.Status422UnprocessableEntity,
            (nameof(ForgePage.Form), form), (nameof(ForgePage.Problems), (IReadOnlyList<SettingsProblem>)problems));
    }

    // Without a secret of one's own a new one is made, and shown this once.
    static async Task<IResult> SetSecretAsync(
        HttpContext http, ConsoleRequest here, IForgeStore forges, IEventInbox inbox, IAuditLog audit, SecretProtector protector, string id)
    {
        if (await forges.FindAsync(id, http.RequestAborted) is not { } source) return ErrorPages.Show(StatusCodes.Status404NotFound);
        var typed = (await http.Request.ReadFormAsync(http.RequestAborted))["Secret"].ToString().Trim();
        if (typed.Length > 0 && (typed.Length is < ForgeSecret.Shortest or > ForgeSecret.Longest || typed.Any(character => character is < '!' or > '~')))
        {
            return await ShowAsync(
                http, forges, inbox, id, StatusCodes.Status422UnprocessableEntity,
                (nameof(ForgePage.Problems), (IReadOnlyList<SettingsProblem>)[new SettingsProblem("Secret", "Problem.Forge.Secret", ForgeSecret.Shortest, ForgeSecret.Longest)]));
        }

        var secret = typed.Length > 0 ? typed : ForgeSecret.New();
        var changed = source with { ProtectedSecret = ForgeSecret.Protect(protector, id, secret), SecretSetAt = here.Now };
        await forges.UpdateAsync(changed, http.RequestAborted);
        await audit.AddAsync(new AuditEntry(here.Now, here.Actor, "forge.secret-set", source.Name, null), CancellationToken.None);
        return typed.Length > 0
            ? Results.LocalRedirect(here.Url($"/notifications/forges/{id}?done=secret"))
            : await ShowAsync(http, forges, inbox, id, StatusCodes.Status200OK, (nameof(ForgePage.Issued), secret));
    }

    // Empty: the forge is not asked any more.
    static async Task<IResult> SetTokenAsync(
        HttpContext http, ConsoleRequest here, IForgeStore forges, IEventInbox inbox, IAuditLog audit, SecretProtector protector, ForgeLookup lookup, string id)
    {
        if (await forges.FindAsync(id, http.RequestAborted) is not { } source || !ForgeApi.IsAsked(source.Kind)) return ErrorPages.Show(StatusCodes.Status404NotFound);
        var typed = (await http.Request.ReadFormAsync(http.RequestAborted))["ReadToken"].ToString().Trim();
        var problem = typed.Length == 0 ? null
            : typed.Length > ForgeSecret.LongestToken || typed.Any(character => character is < '!' or > '~')
                ? new SettingsProblem("ReadToken", "Problem.Forge.ReadToken", ForgeSecret.LongestToken)
            : ForgeApi.BaseOf(source) is null ? new SettingsProblem("ReadToken", "Problem.Forge.ReadTokenUrl")
            : null;
        if (problem is not null)
        {
            return await ShowAsync(
                http, forges, inbox, id, StatusCodes.Status422UnprocessableEntity, (nameof(ForgePage.Problems), (IReadOnlyList<SettingsProblem>)[problem]));
        }

        var changed = source with { ProtectedReadToken = typed.Length == 0 ? null : ForgeSecret.ProtectToken(protector, id, typed) };
        await forges.UpdateAsync(changed, http.RequestAborted);
        lookup.Reset(id);
        await audit.AddAsync(new AuditEntry(here.Now, here.Actor, typed.Length == 0 ? "forge.token-removed" : "forge.token-set", source.Name, null), CancellationToken.None);
        return Results.LocalRedirect(here.Url($"/notifications/forges/{id}?done={(typed.Length == 0 ? "token-removed" : "token")}"));
    }

    static async Task<IResult> DeleteAsync(HttpContext http, ConsoleRequest here, IForgeStore forges, IAuditLog audit, string id)
    {
        var source = await forges.FindAsync(id, http.RequestAborted);
        if (source is null || !await forges.DeleteAsync(id, http.RequestAborted)) return ErrorPages.Show(StatusCodes.Status404NotFound);
        await audit.AddAsync(new AuditEntry(here.Now, here.Actor, "forge.deleted", source.Name, null), CancellationToken.None);
        return Results.LocalRedirect(here.Url("/notifications?done=deleted"));
    }

    static async Task<IResult> ListAsync(HttpContext http, IForgeStore forges, IEventInbox inbox, int status, params (string Name, object? Value)[] more)
    {
        var rows = new List<ForgeRow>();
        foreach (var source in await forges.ListAsync(http.RequestAborted))
            rows.Add(new ForgeRow(source, await inbox.SearchAsync(new InboxFilter(Source: source.Id), 1, http.RequestAborted) is [var last, ..] ? last : null));
        var failed = await inbox.SearchAsync(new InboxFilter(State: InboxState.Failed), 1, http.RequestAborted);
        return Pages.Show<NotificationsPage>(
            status, [(nameof(NotificationsPage.Forges), (IReadOnlyList<ForgeRow>)rows), (nameof(NotificationsPage.HasFailed), failed.Count > 0), .. more]);
    }

    static async Task<IResult> ShowAsync(HttpContext http, IForgeStore forges, IEventInbox inbox, string id, int status, params (string Name, object? Value)[] more)
    {
        if (await forges.FindAsync(id, http.RequestAborted) is not { } source) return ErrorPages.Show(StatusCodes.Status404NotFound);
        var events = await inbox.SearchAsync(new InboxFilter(Source: id), LastEvents, http.RequestAborted);
        return Pages.Show<ForgePage>(status, [(nameof(ForgePage.Source), source), (nameof(ForgePage.Events), events), .. more]);
    }
}

/// <summary>A forge in the list.</summary>
/// <param name="Source">The forge.</param>
/// <param name="Last">Its last event; null: none came yet.</param>
public sealed record ForgeRow(ForgeSource Source, InboxItem? Last);
