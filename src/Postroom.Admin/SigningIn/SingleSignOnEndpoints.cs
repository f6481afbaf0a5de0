using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.EndUserPages;
using Postroom.Admin.Shell;
using Postroom.People.Accounts;
using Postroom.People.SingleSignOn;
using Postroom.People.TwoFactor;

namespace Postroom.Admin.SigningIn;

/// <summary>The way out to a provider of single sign-on, and back.</summary>
static class SingleSignOnEndpoints
{
    public const string Cookie = "postroom-sign-on";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in/on", BeginAsync).AllowAnonymous();
        routes.MapGet(SingleSignOnFlow.CallbackPath + "/{id?}", EndAsync).AllowAnonymous();
    }

    /// <summary>The key of the text for a word of the sign-in page's address; null: there is none.</summary>
    public static string? KeyOf(string? word) => word switch
    {
        "off" => "Console.SingleSignOn.Refused.Off",
        "expired" => "Console.SingleSignOn.Refused.Expired",
        "denied" => "Console.SingleSignOn.Refused.Denied",
        "failed" => "Console.SingleSignOn.Refused.Failed",
        "unconfirmed" => "Console.SingleSignOn.Refused.Unconfirmed",
        "domain" => "Console.SingleSignOn.Refused.Domain",
        "unknown" => "Console.SingleSignOn.Refused.Unknown",
        "closed" => "Console.SingleSignOn.Refused.Closed",
        _ => null,
    };

    /// <summary>Lets the browser keep the note until it is back from the provider.</summary>
    public static void Keep(HttpContext http, ConsoleRequest here, string note) =>
        http.Response.Cookies.Append(Cookie, note, Options(http, here, SingleSignOnFlow.NoteLife));

    /// <summary>The word for a cause in addresses.</summary>
#pragma warning disable CA1308 // Addresses are in lower case.
    public static string WordOf(SingleSignOnRefusal cause) => cause.ToString().ToLowerInvariant();
#pragma warning restore CA1308

    static async Task<IResult> BeginAsync(
        HttpContext http, ConsoleRequest here, SingleSignOnFlow flow, AccountLimits limits, string? provider,
        string? to)
    {
        if (await limits.TakeLinkAsync(http.Connection.RemoteIpAddress, http.RequestAborted) is { } wait) return TooMany.Show(http, wait);
        var begun = await flow.BeginAsync(provider, to, http.RequestAborted);
        if (begun.Address is null) return Refuse(here, begun.Cause);
        Keep(http, here, begun.Note);
        return Results.Redirect(begun.Address.AbsoluteUri);
    }

    static async Task<IResult> EndAsync(
        HttpContext http, ConsoleRequest here, SingleSignOnFlow flow, SignInCode codes, string? id)
    {
        var back = SingleSignOnReturn.Of(
            id ?? SingleSignOnSettings.FirstId, name => http.Request.Query[name] is [{ } only] ? only : null);
        var origin = new RequestOrigin(here.Actor, here.User.Identity?.Name, http.Connection.RemoteIpAddress);
        var outcome = await flow.EndAsync(
            http.Request.Cookies[Cookie], back, SignInDoor.IdOf(here), origin, http.RequestAborted);
        http.Response.Cookies.Delete(Cookie, Options(http, here, null));
        if (outcome is SingleSignOnOutcome.Linked) return Results.LocalRedirect(here.Url("/account?done=linked"));
        if (outcome is SingleSignOnOutcome.Refused { IsLinking: true, Cause: var cause })
            return AccountSingleSignOnEndpoints.Refuse(here, cause);
        if (outcome is not SingleSignOnOutcome.SignedIn done)
            return Refuse(here, ((SingleSignOnOutcome.Refused)outcome).Cause);
        var to = Preferences.LocalOr(done.To, here.Url("/"));
        if (done.NeedsCode) return CodeEndpoints.Begin(http, here, codes, done.User, to);
        return await SignInDoor.OpenAsync(http, here, done.User, to);
    }

    // The address of the answer holds the code: the reader is led away from it.
    static IResult Refuse(ConsoleRequest here, SingleSignOnRefusal cause) =>
        Results.LocalRedirect(Query.Of(here.Url("/sign-in"), ("on", WordOf(cause))));

    // Lax: the answer comes from the provider's site, and the cookie must come along.
    static CookieOptions Options(HttpContext http, ConsoleRequest here, TimeSpan? life) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = life,
        Path = here.Url("/sign-in"),
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
    };
}
