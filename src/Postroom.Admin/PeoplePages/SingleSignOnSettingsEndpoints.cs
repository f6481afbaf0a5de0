using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.People;
using Postroom.People.SingleSignOn;
using Postroom.Settings;

namespace Postroom.Admin.PeoplePages;

/// <summary>Which providers people may sign on with, and who becomes a user by each.</summary>
static class SingleSignOnSettingsEndpoints
{
    const string New = "new";

    public static void Map(IEndpointRouteBuilder changes)
    {
        changes.MapGet("/sign-on", ListAsync);
        changes.MapGet("/sign-on/{id}", ShowAsync);
        changes.MapPost("/sign-on/{id}", SaveAsync);
        changes.MapPost("/sign-on/{id}/remove", RemoveAsync);
    }

    static async Task<IResult> ListAsync(HttpContext http, SingleSignOnSettingsStore store, string? done)
    {
        var (all, _) = await store.ReadAsync(http.RequestAborted);
        return Pages.Show<SingleSignOnProvidersPage>(
            StatusCodes.Status200OK, (nameof(SingleSignOnProvidersPage.All), all),
            (nameof(SingleSignOnProvidersPage.Done), done));
    }

    static async Task<IResult> ShowAsync(
        HttpContext http, SingleSignOnSettingsStore store, SingleSignOnFlow flow, string id)
    {
        var (all, version) = await store.ReadAsync(http.RequestAborted);
        return Of(all, id) is { } settings
            ? Page(StatusCodes.Status200OK, settings, id, version, SingleSignOnForm.Of(settings), flow, [])
            : Results.NotFound();
    }

    static async Task<IResult> SaveAsync(
        HttpContext http, ConsoleRequest here, SingleSignOnSettingsStore store, SingleSignOnFlow flow, string id)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var role = Enum.TryParse<UserRole>(form["Role"], out var chosen) && Enum.IsDefined(chosen) ? chosen : UserRole.Member;
        var typed = new SingleSignOnForm(
            form["IsOn"] == "on", form["Issuer"].ToString(), form["ClientId"].ToString(), form["Secret"].ToString(), form["NoSecret"] == "on",
            form["Scopes"].ToString(), form["Domains"].ToString(), form["Makes"] == "on", role, form["Code"] == "on", form["ButtonText"].ToString());
        var problems = await store.SaveAsync(id == New ? null : id, typed, VersionIn(form), here.Actor, http.RequestAborted);
        if (problems.Count == 0) return Results.LocalRedirect(here.Url("/people/sign-on?done=saved"));
        var (all, newest) = await store.ReadAsync(http.RequestAborted);
        return Of(all, id) is { } settings ? Page(StatusCodes.Status422UnprocessableEntity, settings, id, newest, typed, flow, problems) : Results.NotFound();
    }

    static async Task<IResult> RemoveAsync(
        HttpContext http, ConsoleRequest here, SingleSignOnSettingsStore store, string id)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var isGone = await store.RemoveAsync(id, VersionIn(form), here.Actor, http.RequestAborted);
        return Results.LocalRedirect(here.Url("/people/sign-on?done=" + (isGone ? "removed" : "changed")));
    }

    static SingleSignOnSettings? Of(SingleSignOnProviders all, string id) =>
        id == New ? new SingleSignOnSettings { Id = all.NextId } : all.Find(id);

    static int VersionIn(IFormCollection form) => int.TryParse(form["version"], out var version) ? version : 0;

    static IResult Page(
        int status, SingleSignOnSettings settings, string id, int version, SingleSignOnForm filled, SingleSignOnFlow flow, IReadOnlyList<SettingsProblem> problems) =>
        Pages.Show<SingleSignOnSettingsPage>(
            status, (nameof(SingleSignOnSettingsPage.HasSecret), settings.ProtectedSecret is not null),
            (nameof(SingleSignOnSettingsPage.Version), version),
            (nameof(SingleSignOnSettingsPage.Filled), filled),
            (nameof(SingleSignOnSettingsPage.CallbackUrl), flow.CallbackUrlOf(settings)),
            (nameof(SingleSignOnSettingsPage.Id), id), (nameof(SingleSignOnSettingsPage.IsNew), id == New),
            (nameof(SingleSignOnSettingsPage.Name), settings.Name),
            (nameof(SingleSignOnSettingsPage.Problems), problems));
}
