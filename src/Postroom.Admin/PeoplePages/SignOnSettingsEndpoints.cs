using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.People;
using Postroom.People.SignOn;
using Postroom.Settings;

namespace Postroom.Admin.PeoplePages;

/// <summary>Which providers people may sign on with, and who becomes a user by each.</summary>
static class SignOnSettingsEndpoints
{
    const string New = "new";

    public static void Map(IEndpointRouteBuilder changes)
    {
        changes.MapGet("/sign-on", ListAsync);
        changes.MapGet("/sign-on/{id}", ShowAsync);
        changes.MapPost("/sign-on/{id}", SaveAsync);
        changes.MapPost("/sign-on/{id}/remove", RemoveAsync);
    }

    static async Task<IResult> ListAsync(HttpContext http, SignOnSettingsStore store, string? done)
    {
        var (all, _) = await store.ReadAsync(http.RequestAborted);
        return Pages.Show<SignOnProvidersPage>(StatusCodes.Status200OK, (nameof(SignOnProvidersPage.All), all), (nameof(SignOnProvidersPage.Done), done));
    }

    static async Task<IResult> ShowAsync(HttpContext http, SignOnSettingsStore store, SignOnFlow flow, string id)
    {
        var (all, version) = await store.ReadAsync(http.RequestAborted);
        return Of(all, id) is { } settings ? Page(StatusCodes.Status200OK, settings, id, version, SignOnForm.Of(settings), flow, []) : Results.NotFound();
    }

    static async Task<IResult> SaveAsync(HttpContext http, ConsoleRequest here, SignOnSettingsStore store, SignOnFlow flow, string id)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var role = Enum.TryParse<UserRole>(form["Role"], out var chosen) && Enum.IsDefined(chosen) ? chosen : UserRole.Member;
        var typed = new SignOnForm(
            form["IsOn"] == "on", form["Issuer"].ToString(), form["ClientId"].ToString(), form["Secret"].ToString(), form["NoSecret"] == "on",
            form["Scopes"].ToString(), form["Domains"].ToString(), form["Makes"] == "on", role, form["Code"] == "on", form["ButtonText"].ToString());
        var problems = await store.SaveAsync(id == New ? null : id, typed, VersionIn(form), here.Actor, http.RequestAborted);
        if (problems.Count == 0) return Results.LocalRedirect(here.Url("/people/sign-on?done=saved"));
        var (all, newest) = await store.ReadAsync(http.RequestAborted);
        return Of(all, id) is { } settings ? Page(StatusCodes.Status422UnprocessableEntity, settings, id, newest, typed, flow, problems) : Results.NotFound();
    }

    static async Task<IResult> RemoveAsync(HttpContext http, ConsoleRequest here, SignOnSettingsStore store, string id)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var isGone = await store.RemoveAsync(id, VersionIn(form), here.Actor, http.RequestAborted);
        return Results.LocalRedirect(here.Url("/people/sign-on?done=" + (isGone ? "removed" : "changed")));
    }

    static SignOnSettings? Of(SignOnProviders all, string id) => id == New ? new SignOnSettings { Id = all.NextId } : all.Find(id);

    static int VersionIn(IFormCollection form) => int.TryParse(form["version"], out var version) ? version : 0;

    static IResult Page(
        int status, SignOnSettings settings, string id, int version, SignOnForm filled, SignOnFlow flow, IReadOnlyList<SettingsProblem> problems) =>
        Pages.Show<SignOnSettingsPage>(
            status, (nameof(SignOnSettingsPage.HasSecret), settings.ProtectedSecret is not null), (nameof(SignOnSettingsPage.Version), version),
            (nameof(SignOnSettingsPage.Filled), filled), (nameof(SignOnSettingsPage.CallbackUrl), flow.CallbackUrlOf(settings)),
            (nameof(SignOnSettingsPage.Id), id), (nameof(SignOnSettingsPage.IsNew), id == New), (nameof(SignOnSettingsPage.Name), settings.Name),
            (nameof(SignOnSettingsPage.Problems), problems));
}
