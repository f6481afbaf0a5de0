using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Postroom.Accepting;
using Postroom.Accepting.Http;
using Postroom.Notifications.Choices;
using Postroom.People;

namespace Postroom.Notifications.Http;

/// <summary>Who watches a pull request or repository: <c>/api/v1/pull-requests/watchers</c>. All three take their fields from the query.</summary>
public static class WatcherEndpoints
{
    const int MostListed = 1_000;

    /// <summary>What a key must be allowed: the same as to report events.</summary>
    const string Scope = AppScopes.Events;

    /// <summary>Maps them.</summary>
    public static void MapWatchers(this IEndpointRouteBuilder routes)
    {
        var keys = routes.ServiceProvider.GetRequiredService<ApiKeyCheck>();
        var group = routes.MapGroup("/api/v1/pull-requests/watchers").AddEndpointFilter(new BearerKey(keys, Scope));
        group.MapGet("", ListAsync).Produces<WatcherList>().ProducesProblem(StatusCodes.Status400BadRequest)
            .WithName("ListWatchers").WithSummary("Who hears of everything in a pull request, or its repository.");
        group.MapPost("", AddAsync).Produces<WatcherAnswer>().ProducesProblem(StatusCodes.Status400BadRequest)
            .WithName("AddWatcher").WithSummary("Let somebody in the directory watch a pull request or repository. Again is no error.");
        group.MapDelete("", RemoveAsync).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest)
            .WithName("RemoveWatcher").WithSummary("End it. Where nobody watched it is no error.");
    }

    static async Task<IResult> ListAsync(HttpContext http, IChoiceStore choices)
    {
        var problems = new FieldProblems();
        if (WatchOf(http, problems) is not { } watch) return Refused(problems);
        var people = await choices.WatchersAsync(watch, http.RequestAborted);
        return TypedResults.Json(
            new WatcherList([.. people.Take(MostListed).Select(person => new WatcherAnswer(person.Id, person.Name, person.Email))]), WatcherJson.Default.WatcherList);
    }

    static async Task<IResult> AddAsync(HttpContext http, IChoiceStore choices, PeopleDirectory directory, IDirectoryStore people)
    {
        var (watch, person, refusal) = await ReadAsync(http, directory, people);
        if (refusal is not null) return refusal;
        if (!await choices.WatchAsync(person!.Id, watch!, http.RequestAborted)) return Refused(Nobody());
        return TypedResults.Json(new WatcherAnswer(person.Id, person.Name, person.Email), WatcherJson.Default.WatcherAnswer);
    }

    static async Task<IResult> RemoveAsync(HttpContext http, IChoiceStore choices, PeopleDirectory directory, IDirectoryStore people)
    {
        var (watch, person, refusal) = await ReadAsync(http, directory, people);
        if (refusal is not null) return refusal;
        await choices.UnwatchAsync(person!.Id, watch!, http.RequestAborted);
        return TypedResults.NoContent();
    }

    static async Task<(Watch? Watch, Person? Person, IResult? Refusal)> ReadAsync(HttpContext http, PeopleDirectory directory, IDirectoryStore people)
    {
        var problems = new FieldProblems();
        var watch = WatchOf(http, problems);
        var who = Text(http, "person");
        if (who is null) problems.Add("person", "is missing: name an address or a login of somebody in the directory.");
        if (watch is null || who is null) return (null, null, Refused(problems));
        var person = await people.FindByEmailAsync(who, http.RequestAborted) ?? await directory.FindAsync(watch.Source, who, http.RequestAborted);
        return person is null ? (null, null, Refused(Nobody())) : (watch, person, null);
    }

    static Watch? WatchOf(HttpContext http, FieldProblems problems)
    {
        var (project, repository, typed) = (Text(http, "project"), Text(http, "repository"), Text(http, "number"));
        if (project is null) problems.Add("project", "is missing, or longer than 200 characters: name the project, owner or group.");
        if (repository is null) problems.Add("repository", "is missing, or longer than 200 characters: name the repository.");
        var number = 0L;
        if (typed is not null && !(long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0))
            problems.Add("number", "is no whole number above 0: name the pull request, or leave it out to mean the whole repository.");
        // What an app reports itself is under its own name.
        var source = Text(http, "source") ?? "api-" + BearerKey.Of(http).App;
        return problems.IsEmpty ? new Watch(source, project!, repository!, number) : null;
    }

    static string? Text(HttpContext http, string name) =>
        http.Request.Query[name].ToString().Trim() is { Length: > 0 and <= Watch.LongestName } text ? text : null;

    static FieldProblems Nobody()
    {
        var problems = new FieldProblems();
        problems.Add("person", "is not in the directory: add the person there first, on the page Directory or by import.");
        return problems;
    }

    static ValidationProblem Refused(FieldProblems problems) =>
        TypedResults.ValidationProblem(problems.ToDictionary(), title: "Nothing was changed.", type: "urn:postroom:problem:fields");
}
