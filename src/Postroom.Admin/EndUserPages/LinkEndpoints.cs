using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.Admin.SigningIn;
using Postroom.People.Accounts;
using Postroom.People.Links;
using Postroom.Settings;

namespace Postroom.Admin.EndUserPages;

/// <summary>The pages that links lead to. Looking never uses a link up, for mail programs and scanners look at every link; only the form does.</summary>
static class LinkEndpoints
{
    static readonly LinkPurpose[] Passwords = [LinkPurpose.SetPassword, LinkPurpose.Reset, LinkPurpose.Invitation, LinkPurpose.Confirm];

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var purpose in Enum.GetValues<LinkPurpose>())
        {
            var path = AccountLetters.PathOf(purpose);
            routes.MapGet(path, (HttpContext http, ConsoleRequest here, AccountLinks links, string? token) =>
                token is null ? ShowAsync(http, links, purpose) : Task.FromResult(LinkCookie.Move(http, here, path, token))).AllowAnonymous();
        }

        foreach (var purpose in Passwords)
        {
            routes.MapPost(AccountLetters.PathOf(purpose), (HttpContext http, ConsoleRequest here, Passwords passwords, AccountLimits limits) =>
                SetPasswordAsync(http, here, passwords, limits, purpose)).AllowAnonymous();
        }

        routes.MapPost(AccountLetters.PathOf(LinkPurpose.ChangeAddress), ConfirmAddressAsync).AllowAnonymous();
    }

    static async Task<IResult> ShowAsync(HttpContext http, AccountLinks links, LinkPurpose purpose)
    {
        var link = await links.FindAsync("", purpose, LinkCookie.Read(http), http.RequestAborted);
        if (link is null) return Gone(purpose);
        return purpose == LinkPurpose.ChangeAddress
            ? Pages.Show<ConfirmAddressPage>((nameof(ConfirmAddressPage.Email), link.Email))
            : Pages.Show<ChoosePasswordPage>(Known(link));
    }

    static async Task<IResult> SetPasswordAsync(HttpContext http, ConsoleRequest here, Passwords passwords, AccountLimits limits, LinkPurpose purpose)
    {
        var from = http.Connection.RemoteIpAddress;
        if (await limits.TakeLinkAsync(from, http.RequestAborted) is { } wait) return TooMany.Show(http, wait);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var name = purpose is LinkPurpose.Invitation or LinkPurpose.Confirm ? form["Name"].ToString() : null;
        var outcome = await passwords.SetByLinkAsync(
            purpose, LinkCookie.Read(http), form["Password"].ToString(), name, new RequestOrigin("", null, from), http.RequestAborted);
        switch (outcome)
        {
            case AccountOutcome.Done done:
                LinkCookie.Forget(http, here, AccountLetters.PathOf(purpose));
                return await SignInDoor.AfterPasswordAsync(http, here, done.User);
            case AccountOutcome.Invalid invalid:
                return await ShowProblemsAsync(http, purpose, name, invalid.Problems);
            default:
                return Gone(purpose);
        }
    }

    static async Task<IResult> ShowProblemsAsync(HttpContext http, LinkPurpose purpose, string? name, IReadOnlyList<SettingsProblem> problems)
    {
        var links = http.RequestServices.GetService(typeof(AccountLinks)) as AccountLinks;
        if (await links!.FindAsync("", purpose, LinkCookie.Read(http), http.RequestAborted) is not { } link) return Gone(purpose);
        return Pages.Show<ChoosePasswordPage>(
            StatusCodes.Status422UnprocessableEntity,
            [.. Known(name is null ? link : link with { Name = name }), (nameof(ChoosePasswordPage.Problems), problems)]);
    }

    static async Task<IResult> ConfirmAddressAsync(HttpContext http, ConsoleRequest here, AddressChange change, AccountLimits limits)
    {
        var from = http.Connection.RemoteIpAddress;
        if (await limits.TakeLinkAsync(from, http.RequestAborted) is { } wait) return TooMany.Show(http, wait);
        var outcome = await change.ConfirmAsync(
            LinkCookie.Read(http), new RequestOrigin("", null, from), http.RequestAborted);
        if (outcome is not AccountOutcome.Done done) return Gone(LinkPurpose.ChangeAddress);
        LinkCookie.Forget(http, here, AccountLetters.PathOf(LinkPurpose.ChangeAddress));
        // Whoever is signed in here as this user stays so; whoever only has the mail signs in with the new address.
        if (!SignInDoor.Is(here, done.User)) return Results.LocalRedirect(here.Url("/sign-in?done=address"));
        return await SignInDoor.OpenAsync(http, here, done.User, here.Url("/account?done=address"));
    }

    static (string, object?)[] Known(AccountLink link) =>
        [(nameof(ChoosePasswordPage.Purpose), link.Purpose), (nameof(ChoosePasswordPage.Email), link.Email), (nameof(ChoosePasswordPage.Name), link.Name)];

    static IResult Gone(LinkPurpose purpose) => Pages.Show<LinkGonePage>(StatusCodes.Status410Gone, (nameof(LinkGonePage.Purpose), purpose));
}
