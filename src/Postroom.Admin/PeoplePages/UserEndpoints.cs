using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Postroom.Admin.Shell;
using Postroom.Admin.SigningIn;
using Postroom.People;
using Postroom.People.Accounts;
using Postroom.People.SingleSignOn;
using Postroom.People.TwoFactor;

namespace Postroom.Admin.PeoplePages;

/// <summary>One user: what an administrator may change.</summary>
static class UserEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, IEndpointRouteBuilder changes)
    {
        routes.MapGet("/people/{id:guid}", Task<IResult> (HttpContext http, Guid id, string? done) => ShowAsync(http, id, (nameof(UserPage.Done), done)));
        changes.MapPost("/{id:guid}/role", SetRoleAsync);
        changes.MapPost("/{id:guid}/deactivate", (HttpContext http, ConsoleRequest here, UserChanges users, Guid id) =>
            MoveAsync(http, here, id, users.DeactivateAsync, "deactivated"));
        changes.MapPost("/{id:guid}/reactivate", (HttpContext http, ConsoleRequest here, UserChanges users, Guid id) =>
            MoveAsync(http, here, id, users.ReactivateAsync, "reactivated"));
        changes.MapPost("/{id:guid}/factor-off", TurnFactorOffAsync);
        changes.MapPost("/{id:guid}/forget-sign-on", ForgetSingleSignOnAsync);
        changes.MapPost("/{id:guid}/send", SendAsync);
    }

    public static async Task<IResult> ShowAsync(HttpContext http, Guid id, params (string Name, object? Value)[] more)
    {
        var user = await http.RequestServices.GetRequiredService<IUserStore>().FindAsync(id, http.RequestAborted);
        if (user is null) return ErrorPages.Show(StatusCodes.Status404NotFound);
        var isTied = await http.RequestServices.GetRequiredService<IExternalLoginStore>().IsLinkedAsync(
            id, http.RequestAborted);
        return Pages.Show<UserPage>([(nameof(UserPage.Person), user), (nameof(UserPage.SignsOn), isTied), .. more]);
    }

    static async Task<IResult> SetRoleAsync(HttpContext http, ConsoleRequest here, UserChanges users, Guid id)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (!Enum.TryParse<UserRole>(form["Role"], out var role) || !Enum.IsDefined(role)) return ErrorPages.Show(StatusCodes.Status400BadRequest);
        return await MoveAsync(http, here, id, (user, actor, token) => users.SetRoleAsync(user, role, actor, token), "role");
    }

    // One's own is turned off on the own account page, which asks for the password.
    static Task<IResult> TurnFactorOffAsync(HttpContext http, ConsoleRequest here, FactorRemoval removal, Guid id) =>
        MoveAsync(
            http, here, id,
            (user, actor, token) => removal.RunAsync(
                user, new RequestOrigin(actor, here.User.Identity?.Name, null), token), "factor");

    static async Task<IResult> ForgetSingleSignOnAsync(
        HttpContext http, ConsoleRequest here, IUserStore users, SingleSignOnAccounts accounts, Guid id)
    {
        if (await users.FindAsync(id, http.RequestAborted) is not { } user) return ErrorPages.Show(StatusCodes.Status404NotFound);
        await accounts.ForgetAsync(user, here.Actor, http.RequestAborted);
        return Results.LocalRedirect(here.Url($"/people/{id}?done=untied"));
    }

    static async Task<IResult> SendAsync(HttpContext http, ConsoleRequest here, NewAccounts accounts, Guid id)
    {
        var origin = new RequestOrigin(here.Actor, here.User.Identity?.Name, http.Connection.RemoteIpAddress);
        return await accounts.SendAgainAsync(id, origin, http.RequestAborted) switch
        {
            AccountOutcome.Done => Results.LocalRedirect(here.Url($"/people/{id}?done=sent")),
            AccountOutcome.NotMailed made => await ShowAsync(http, id, (nameof(UserPage.NotMailed), made.Reason)),
            _ => ErrorPages.Show(StatusCodes.Status404NotFound),
        };
    }

    // Nobody shuts themselves out or gives their own rights away by a slip of the hand: another administrator does it.
    static async Task<IResult> MoveAsync(
        HttpContext http, ConsoleRequest here, Guid id, Func<Guid, string, CancellationToken, Task<AccountOutcome>> move, string done)
    {
        if (SignInDoor.IdOf(here) == id) return Results.LocalRedirect(here.Url($"/people/{id}?done=self"));
        return await move(id, here.Actor, http.RequestAborted) switch
        {
            AccountOutcome.Done => Results.LocalRedirect(here.Url($"/people/{id}?done={done}")),
            AccountOutcome.LastAdministrator => Results.LocalRedirect(here.Url($"/people/{id}?done=last")),
            _ => Results.LocalRedirect(here.Url($"/people/{id}?done=changed")),
        };
    }
}
