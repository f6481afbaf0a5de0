using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.Notifications.Choices;
using Postroom.People;

namespace Postroom.Admin.PreferencePages;

/// <summary>
/// Ends notification mail. For programs one POST without session or antiforgery token does it (RFC 8058 §3.2); a GET never
/// does, as scanners follow links: it shows a page with a button.
/// </summary>
static class UnsubscribeEndpoints
{
    // The body is one short field; whatever is larger is not from a mail program.
    const long LargestBody = 4 * 1024;

    /// <summary>Maps the door for programs, which stands outside of the pages and their filter.</summary>
    public static void MapOneClick(IEndpointRouteBuilder console) =>
        console.MapPost("/unsubscribe/{token}", OneClickAsync).AllowAnonymous();

    /// <summary>Maps the pages for people.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/unsubscribe/{token}", (HttpContext http, ConsoleRequest here, PersonTokens tokens, string token) =>
            PreferenceEndpoints.Open(http, here, tokens, token, "/unsubscribe")).AllowAnonymous();
        pages.MapGet("/unsubscribe", ShowAsync).AllowAnonymous();
        pages.MapPost("/unsubscribe", (HttpContext http, PersonTokens tokens, IDirectoryStore people, IChoiceStore choices) =>
            ChangeAsync(http, tokens, people, choices, isEnd: true)).AllowAnonymous();
        pages.MapPost("/unsubscribe/undo", (HttpContext http, PersonTokens tokens, IDirectoryStore people, IChoiceStore choices) =>
            ChangeAsync(http, tokens, people, choices, isEnd: false)).AllowAnonymous();
    }

    static async Task<IResult> OneClickAsync(HttpContext http, PersonTokens tokens, IChoiceStore choices, string token)
    {
        SecurityHeaders.Write(http.Response);
        if (await FormDoor.ReadAsync(http, LargestBody) is { } refusal) return Results.StatusCode(refusal);
        if (tokens.Read(token) is not { Use: PersonTokenUse.Unsubscribe } told) return Results.NotFound();
        if (!await SaysOneClickAsync(http)) return Results.BadRequest();
        // The person may be gone: then there is nothing to end, which is what was wanted.
        await choices.UnsubscribeAsync(told.Person, told.Thread, http.RequestAborted);
        return Results.Text("Unsubscribed.");
    }

    // As a form of either kind (RFC 8058 §3.1).
    static async Task<bool> SaysOneClickAsync(HttpContext http) =>
        http.Request.HasFormContentType && (await http.Request.ReadFormAsync(http.RequestAborted))["List-Unsubscribe"] == "One-Click";

    static async Task<IResult> ShowAsync(HttpContext http, PersonTokens tokens, IDirectoryStore people, IChoiceStore choices)
    {
        if (await ReaderAsync(http, tokens, people) is not ({ } person, var told)) return PreferenceEndpoints.NoLink();
        return await PageAsync(http, choices, person, told.Thread, done: null);
    }

    static async Task<IResult> ChangeAsync(HttpContext http, PersonTokens tokens, IDirectoryStore people, IChoiceStore choices, bool isEnd)
    {
        if (await ReaderAsync(http, tokens, people) is not ({ } person, var told)) return PreferenceEndpoints.NoLink();
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var isAll = form["what"] == "all";
        var thread = isAll ? 0 : told.Thread;
        if (isEnd) await choices.UnsubscribeAsync(person.Id, thread, http.RequestAborted);
        else await choices.ResubscribeAsync(person.Id, thread, http.RequestAborted);
        return await PageAsync(http, choices, person, told.Thread, (isEnd, isAll) switch
        {
            (true, true) => "all",
            (true, false) => "one",
            _ => "undone",
        });
    }

    static async Task<IResult> PageAsync(HttpContext http, IChoiceStore choices, Person person, long thread, string? done)
    {
        var label = thread == 0 ? null : await choices.LabelAsync(thread, http.RequestAborted);
        return Pages.Show<UnsubscribePage>(
            (nameof(UnsubscribePage.Email), person.Email), (nameof(UnsubscribePage.Label), label), (nameof(UnsubscribePage.Done), done));
    }

    static async Task<(Person? Person, PersonToken Token)> ReaderAsync(HttpContext http, PersonTokens tokens, IDirectoryStore people) =>
        PersonCookie.Read(http, tokens) is { } told ? (await people.FindAsync(told.Person, http.RequestAborted), told) : default;
}
