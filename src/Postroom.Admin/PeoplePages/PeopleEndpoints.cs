using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.People;
using Postroom.People.Accounts;
using Postroom.People.Links;
using Postroom.Settings;

namespace Postroom.Admin.PeoplePages;

/// <summary>The list of users, and those to be.</summary>
static class PeopleEndpoints
{
    const int RowsOnAPage = 50;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/people", ListAsync);
        var changes = routes.MapGroup("/people").RequireAuthorization(PeoplePolicies.Administrator);
        changes.MapGet("/new", IResult () => Pages.Show<NewPersonPage>());
        changes.MapPost("/new", CreateAsync);
        changes.MapGet("/settings", ShowSettingsAsync);
        changes.MapPost("/settings", SaveSettingsAsync);
        SingleSignOnSettingsEndpoints.Map(changes);
        UserEndpoints.Map(routes, changes);
    }

    static async Task<IResult> ListAsync(HttpContext http, IUserStore users, string? q, string? state, string? after)
    {
        var text = string.IsNullOrWhiteSpace(q) ? null : q.Trim();
        var last = Guid.TryParse(after, out var id) ? await users.FindAsync(id, http.RequestAborted) : null;
        // One more than is shown tells whether there is a next page.
        var rows = await users.SearchAsync(
            new UserSearch(text, PeopleText.StateOf(state), last, RowsOnAPage + 1), http.RequestAborted);
        return Pages.Show<PeoplePage>(
            (nameof(PeoplePage.Rows), (IReadOnlyList<User>)[.. rows.Take(RowsOnAPage)]),
            (nameof(PeoplePage.HasMore), rows.Count > RowsOnAPage),
            (nameof(PeoplePage.Text), text),
            (nameof(PeoplePage.State), PeopleText.StateOf(state)),
            (nameof(PeoplePage.IsFirst), last is null));
    }

    static async Task<IResult> CreateAsync(HttpContext http, ConsoleRequest here, NewAccounts accounts)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var role = Enum.TryParse<UserRole>(form["Role"], out var chosen) && Enum.IsDefined(chosen) ? chosen : UserRole.Member;
        var filled = new NewUserForm(form["Email"].ToString(), form["Name"].ToString(), role, Languages.Language.Find(form["Language"])?.Tag);
        var isInvitation = form["How"] == "invite";
        var origin = new RequestOrigin(here.Actor, here.User.Identity?.Name, http.Connection.RemoteIpAddress);
        var outcome = await accounts.CreateAsync(
            filled, isInvitation ? LinkPurpose.Invitation : LinkPurpose.SetPassword, origin, http.RequestAborted);
        return outcome switch
        {
            AccountOutcome.Done done => Results.LocalRedirect(here.Url($"/people/{done.User.Id}?done={(isInvitation ? "invited" : "created")}")),
            AccountOutcome.NotMailed made => await UserEndpoints.ShowAsync(http, made.User.Id, (nameof(UserPage.NotMailed), made.Reason)),
            AccountOutcome.Invalid invalid => Pages.Show<NewPersonPage>(
                StatusCodes.Status422UnprocessableEntity, (nameof(NewPersonPage.Filled), filled),
                (nameof(NewPersonPage.IsInvitation), isInvitation), (nameof(NewPersonPage.Problems), invalid.Problems)),
            _ => ErrorPages.Show(StatusCodes.Status404NotFound),
        };
    }

    static async Task<IResult> ShowSettingsAsync(HttpContext http, PeopleSettingsStore settings, string? done)
    {
        var (rules, version) = await settings.ReadAsync(http.RequestAborted);
        return Pages.Show<PeopleSettingsPage>(
            (nameof(PeopleSettingsPage.Rules), rules), (nameof(PeopleSettingsPage.Version), version), (nameof(PeopleSettingsPage.Done), done));
    }

    static async Task<IResult> SaveSettingsAsync(HttpContext http, ConsoleRequest here, PeopleSettingsStore settings)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var typed = form["Domains"].ToString();
        var (domains, problem) = PeopleSettingsStore.ReadDomains(typed, "Domains");
        var (before, _) = await settings.ReadAsync(http.RequestAborted);
        // A form without the field, such as a script's, leaves the days as they are.
        var typedDays = form["SessionDays"].ToString() is { Length: > 0 } text ? text : before.SessionDays.ToString(CultureInfo.InvariantCulture);
        var isDays = int.TryParse(typedDays, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= PeopleSettings.MaximumSessionDays;
        var rules = new PeopleSettings
        {
            AllowSignUp = form["SignUp"] == "on",
            AllowUserInvitations = form["Invite"] == "on",
            AllowedDomains = domains,
            SessionDays = isDays ? days : before.SessionDays,
        };
        List<SettingsProblem> problems = problem is null ? [] : [problem];
        if (!isDays) problems.Add(new SettingsProblem("SessionDays", "Problem.SessionDays.Range", PeopleSettings.MaximumSessionDays));
        var basedOn = int.TryParse(form["version"], out var version) ? version : 0;
        if (problems.Count == 0)
        {
            if (await settings.SaveAsync(rules, basedOn, here.Actor, http.RequestAborted)) return Results.LocalRedirect(here.Url("/people/settings?done=saved"));
            problems.Add(new SettingsProblem("Domains", "Problem.People.Changed"));
            (_, basedOn) = await settings.ReadAsync(http.RequestAborted);
        }

        return Pages.Show<PeopleSettingsPage>(
            StatusCodes.Status422UnprocessableEntity, (nameof(PeopleSettingsPage.Rules), rules), (nameof(PeopleSettingsPage.Version), basedOn),
            (nameof(PeopleSettingsPage.TypedDomains), typed), (nameof(PeopleSettingsPage.TypedDays), typedDays), (nameof(PeopleSettingsPage.Problems), problems));
    }
}
