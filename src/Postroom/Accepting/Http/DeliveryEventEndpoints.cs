using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Postroom.Client;
using Postroom.Deliveries;
using Postroom.Outbox;

namespace Postroom.Accepting.Http;

/// <summary>What an app must hear of: <c>GET /api/v1/events</c>. An app sees its own alone.</summary>
static class DeliveryEventEndpoints
{
    const int MostEvents = 1_000;
    const int UsualEvents = 100;

    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        var keys = routes.ServiceProvider.GetRequiredService<ApiKeyCheck>();
        routes.MapGet("/api/v1/events", ReadAsync).AddEndpointFilter(new BearerKey(keys, AppScopes.Send))
            .Produces<EventsAnswer>().ProducesProblem(StatusCodes.Status400BadRequest)
            .WithName("ReadEvents").WithSummary("Deliveries that ended without being taken: bounced, expired, cancelled, suppressed, uncertain.");
    }

    static async Task<IResult> ReadAsync(HttpContext http, IEventFeed feed, string? after, string? limit)
    {
        var problems = new FieldProblems();
        var from = Read(after, 0, long.MaxValue, 0, "after", "is no number: send the next of the answer before, or leave it out.", problems);
        var most = Read(limit, 1, MostEvents, UsualEvents, "limit", "is no number from 1 to 1000.", problems);
        if (!problems.IsEmpty) return Problems.Query(problems);
        var events = await feed.ReadAsync(BearerKey.Of(http).App, from, (int)most, http.RequestAborted);
        return TypedResults.Json(
            new EventsAnswer([.. events.Select(AnswerOf)], events.Count > 0 ? events[^1].Id : from), PostroomJson.Default.EventsAnswer);
    }

    static long Read(string? text, long least, long most, long usual, string field, string problem, FieldProblems problems)
    {
        if (string.IsNullOrEmpty(text)) return usual;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        problems.Add(field, problem);
        return usual;
    }

    // The names of the contract are the names of the cases in lower case.
#pragma warning disable CA1308
    static EventAnswer AnswerOf(DeliveryEvent seen) => new(
        seen.Id, seen.State.ToString().ToLowerInvariant(), seen.At, new MessageId(seen.MessageId).ToString(), seen.Kind, seen.Recipient, seen.Reason);
#pragma warning restore CA1308
}
