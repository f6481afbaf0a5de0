using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.People;
using Postroom.People.SignOn;

namespace Postroom.Admin.PeoplePages;

/// <summary>Which provider people may sign on with, and who becomes a user by it.</summary>
static class SignOnSettingsEndpoints
{
    public static void Map(IEndpointRouteBuilder changes)
    {
        changes.MapGet("/sign-on", ShowAsync);
        changes.MapPost("/sign-on", SaveAsync);
    }

    static async Task<IResult> ShowAsync(HttpContext http, SignOnSettingsStore store, SignOnFlow flow, string? done)
    {
        var (settings, version) = await store.ReadAsync(http.RequestAborted);
        return Page(StatusCodes.Status200OK, settings, version, SignOnForm.Of(settings), flow, (nameof(SignOnSettingsPage.Done), done));
    }

    static async Task<IResult> SaveAsync(HttpContext http, ConsoleRequest here, SignOnSettingsStore store, SignOnFlow flow)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var role = Enum.TryParse<UserRole>(form["Role"], out var chosen) && Enum.IsDefined(chosen) ? chosen : UserRole.Member;
        var typed = new SignOnForm(
            form["IsOn"] == "on", form["Issuer"].ToString(), form["ClientId"].ToString(), form["Secret"].ToString(), form["NoSecret"] == "on",
            form["Scopes"].ToString(), form["Domains"].ToString(), form["Makes"] == "on", role, form["Code"] == "on", form["ButtonText"].ToString());
        var basedOn = int.TryParse(form["version"], out var version) ? version : 0;
        var problems = await store.SaveAsync(typed, basedOn, here.Actor, http.RequestAborted);
        if (problems.Count == 0) return Results.LocalRedirect(here.Url("/people/sign-on?done=saved"));
        var (settings, newest) = await store.ReadAsync(http.RequestAborted);
        return Page(StatusCodes.Status422UnprocessableEntity, settings, newest, typed, flow, (nameof(SignOnSettingsPage.Problems), problems));
    }

    static IResult Page(int status, SignOnSettings settings, int version, SignOnForm filled, SignOnFlow flow, (string, object?) more) =>
        Pages.Show<SignOnSettingsPage>(
            status, (nameof(SignOnSettingsPage.HasSecret), settings.ProtectedSecret is not null), (nameof(SignOnSettingsPage.Version), version),
            (nameof(SignOnSettingsPage.Filled), filled), (nameof(SignOnSettingsPage.CallbackUrl), flow.CallbackUrl), more);
}
