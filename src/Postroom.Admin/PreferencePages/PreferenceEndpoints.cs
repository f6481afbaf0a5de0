using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.Languages;
using Postroom.Notifications;
using Postroom.Notifications.Choices;
using Postroom.People;

namespace Postroom.Admin.PreferencePages;

/// <summary>A person's own page: how they are told. Opened by the link in every mail, without signing in.</summary>
static class PreferenceEndpoints
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/preferences/{token}", (HttpContext http, ConsoleRequest here, PersonTokens tokens, string token) =>
            Open(http, here, tokens, token, "/preferences")).AllowAnonymous();
        pages.MapGet("/preferences", async Task<IResult> (HttpContext http, PersonTokens tokens, IDirectoryStore people, IChoiceStore choices, string? done) =>
            await ReaderAsync(http, tokens, people) is { } person ? await PageAsync(http, tokens, choices, person, done) : NoLink()).AllowAnonymous();
        pages.MapPost("/preferences", SaveAsync).AllowAnonymous();
        pages.MapPost("/preferences/subscribe", SubscribeAsync).AllowAnonymous();
        pages.MapPost("/preferences/watch", WatchAsync).AllowAnonymous();
        pages.MapPost("/preferences/unwatch", UnwatchAsync).AllowAnonymous();
    }

    /// <summary>Takes the token out of the address and leads on to the page.</summary>
    public static IResult Open(HttpContext http, ConsoleRequest here, PersonTokens tokens, string token, string page)
    {
        if (tokens.Read(token) is null) return NoLink();
        PersonCookie.Keep(http, token);
        return Results.LocalRedirect(here.Url(page));
    }

    /// <summary>The page for who comes without a good link.</summary>
    public static IResult NoLink() => Pages.Show<NoLinkPage>(StatusCodes.Status404NotFound);

    static async Task<IResult> SaveAsync(HttpContext http, ConsoleRequest here, PersonTokens tokens, IDirectoryStore people, IChoiceStore choices)
    {
        if (await ReaderAsync(http, tokens, people) is not { } person) return NoLink();
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var zone = form["zone"].ToString();
        await choices.SaveAsync(
            person.Id,
            new PersonChoices
            {
                Timing = TimingsOf(form, Enum.GetValues<NoticeTopic>(), TopicChoice.FieldOf),
                KindTiming = TimingsOf(form, NoticeKinds.Told, TopicChoice.FieldOf),
                IsTextOnly = form["text"] == "on",
                IsPrivate = form["private"] == "on",
            },
            http.RequestAborted);
        await people.UpdateAsync(
            person with
            {
                Language = Language.Find(form["language"])?.Tag,
                TimeZone = zone.Length is > 0 and < 64 && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? zone : null,
            },
            http.RequestAborted);
        return Results.LocalRedirect(here.Url("/preferences?done=saved"));
    }

    // What is not offered is not taken.
    static Dictionary<T, NoticeTiming> TimingsOf<T>(IFormCollection form, IEnumerable<T> all, Func<T, string> fieldOf)
        where T : notnull
    {
        var timings = new Dictionary<T, NoticeTiming>();
        foreach (var one in all)
            if (Enum.TryParse<NoticeTiming>(form[fieldOf(one)], out var chosen) && Enum.IsDefined(chosen)) timings[one] = chosen;
        return timings;
    }

    static async Task<IResult> SubscribeAsync(HttpContext http, ConsoleRequest here, PersonTokens tokens, IDirectoryStore people, IChoiceStore choices)
    {
        if (await ReaderAsync(http, tokens, people) is not { } person) return NoLink();
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (!long.TryParse(form["thread"], CultureInfo.InvariantCulture, out var thread)) return ErrorPages.Show(StatusCodes.Status400BadRequest);
        await choices.ResubscribeAsync(person.Id, thread, http.RequestAborted);
        return Results.LocalRedirect(here.Url("/preferences?done=subscribed"));
    }

    // Only the pull request the mail was about: a link alone does not open a whole repository to its reader.
    static async Task<IResult> WatchAsync(HttpContext http, ConsoleRequest here, PersonTokens tokens, IDirectoryStore people, IChoiceStore choices)
    {
        if (await ReaderAsync(http, tokens, people) is not { } person) return NoLink();
        if (await AboutAsync(http, tokens, choices) is not { } watch) return ErrorPages.Show(StatusCodes.Status400BadRequest);
        await choices.WatchAsync(person.Id, watch, http.RequestAborted);
        return Results.LocalRedirect(here.Url("/preferences?done=watched"));
    }

    static Task<Watch?> AboutAsync(HttpContext http, PersonTokens tokens, IChoiceStore choices) =>
        choices.FindThreadAsync(PersonCookie.Read(http, tokens)?.Thread ?? 0, http.RequestAborted);

    static async Task<IResult> UnwatchAsync(HttpContext http, ConsoleRequest here, PersonTokens tokens, IDirectoryStore people, IChoiceStore choices)
    {
        if (await ReaderAsync(http, tokens, people) is not { } person) return NoLink();
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var watches = await choices.WatchesAsync(person.Id, http.RequestAborted);
        if (!int.TryParse(form["watch"], CultureInfo.InvariantCulture, out var index) || index >= watches.Count || index < 0) return ErrorPages.Show(StatusCodes.Status400BadRequest);
        await choices.UnwatchAsync(person.Id, watches[index], http.RequestAborted);
        return Results.LocalRedirect(here.Url("/preferences?done=unwatched"));
    }

    static async Task<IResult> PageAsync(HttpContext http, PersonTokens tokens, IChoiceStore choices, Person person, string? done) => Pages.Show<PreferencePage>(
        (nameof(PreferencePage.Person), person),
        (nameof(PreferencePage.Choices), await choices.FindAsync(person.Id, http.RequestAborted)),
        (nameof(PreferencePage.Unsubscribed), await choices.UnsubscribedAsync(person.Id, http.RequestAborted)),
        (nameof(PreferencePage.Watches), await choices.WatchesAsync(person.Id, http.RequestAborted)),
        (nameof(PreferencePage.About), await AboutAsync(http, tokens, choices)),
        (nameof(PreferencePage.Done), done));

    // Either kind of token opens the page: whoever may end the mail may also choose less of it.
    static async Task<Person?> ReaderAsync(HttpContext http, PersonTokens tokens, IDirectoryStore people) =>
        PersonCookie.Read(http, tokens) is { } told ? await people.FindAsync(told.Person, http.RequestAborted) : null;
}
