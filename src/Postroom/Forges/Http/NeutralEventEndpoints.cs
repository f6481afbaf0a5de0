using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Postroom.Accepting;
using Postroom.Accepting.Http;
using Postroom.Forges.Readers;

namespace Postroom.Forges.Http;

/// <summary>The door for every other forge and tool: <c>POST /api/v1/events/pull-request</c>.</summary>
static class NeutralEventEndpoints
{
    /// <summary>What a key must be allowed.</summary>
    public const string Scope = AppScopes.Events;

    // A larger body that is refused may be refused for its many fields: it is not read once more to say where.
    const int LargestExplained = 1024 * 1024;

    const int LongestKey = 255;

    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        var keys = routes.ServiceProvider.GetRequiredService<ApiKeyCheck>();
        routes.MapPost("/api/v1/events/pull-request", ReceiveAsync)
            .AddEndpointFilter(new BearerKey(keys, Scope))
            .Produces<HookAnswer>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithName("ReportPullRequestEvent").WithSummary("Report what happened to a pull request. The answer 202 comes after it is on disk.");
    }

    static async Task<IResult> ReceiveAsync(HttpContext http, HookIntake intake, HookRate rate, BodyRoom bodies, IOptions<ForgeOptions> options, TimeProvider time)
    {
        if (!http.Request.HasJsonContentType()) return Problems.WrongMediaType();
        if (BodyEncoding.Problem(http.Request) is { } encoding) return Problems.WrongEncoding(encoding);
        var source = "api-" + BearerKey.Of(http).App;
        if (!rate.Take(source)) return HookEndpoints.Later(http, HookProblems.TooMany());
        using var body = new HookBody(rate, bodies, time, options.Value.MaxBodyBytes);
        try
        {
            return await body.ReadAsync(http) switch
            {
                BodyReading.Whole whole => await TakeAsync(http, source, whole.Bytes, intake, time.GetUtcNow()),
                BodyReading.TooLarge => Problems.TooLarge(options.Value.MaxBodyBytes),
                BodyReading.Busy => HookEndpoints.Later(http, HookProblems.Busy()),
                BodyReading.TooSlow => HookProblems.TooSlow(),
                BodyReading.CutShort => HookProblems.NotJson(),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (StoreUnavailableException fault)
        {
            return HookEndpoints.Later(http, HookProblems.Unavailable(fault.Message));
        }
    }

    static async Task<IResult> TakeAsync(HttpContext http, string source, byte[] body, HookIntake intake, DateTimeOffset now)
    {
        using var document = ForgeReader.Parse(body);
        var isSmall = document is not null || body.Length <= LargestExplained;
        if (isSmall && FaultOf(body) is { } broken) return JsonFaults.Answer(broken, body, Refused);
        if (document is null) return HookProblems.NotJson();
        var problems = new FieldProblems();
        var key = http.Request.Headers["Idempotency-Key"] is [{ Length: > 0 } given, ..] ? given : null;
        if (key is not null && (key.Length > LongestKey || key.Any(character => character is < '!' or > '~')))
            problems.Add("Idempotency-Key", "must be 1 to 255 printable ASCII characters without spaces.");
        try
        {
            if (NeutralEvents.Read(document.RootElement, source, key, now, problems) is not { } e) return Refused(problems);
            return HookEndpoints.Kept(await intake.KeepAsync(
                new NewInboxEvent
                {
                    Source = source,
                    EventId = e.EventId,
                    EventName = NeutralEvents.EventName,
                    ReceivedAt = now,
                    Subject = InboxSubjects.Of(e),
                    Headers = ForgeHeaders.Keep(http.Request.Headers),
                    Body = body,
                },
                http.RequestAborted));
        }
        catch (InvalidOperationException fault)
        {
            // A text with half a surrogate pair (RFC 8259 §8.2), in a value or in a name.
            return JsonFaults.IsOne(fault) ? JsonFaults.Answer(fault, body, Refused) : HookProblems.NotJson();
        }
    }

    // Forges may send a field twice; who writes for this door is told, as one of the two would be lost.
    static Exception? FaultOf(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return fault; // The other one: a name with half a surrogate pair (RFC 8259 §8.2).
        }
    }

    static ValidationProblem Refused(FieldProblems problems) => TypedResults.ValidationProblem(
        problems.ToDictionary(), title: "The event was not accepted; nothing was stored.", type: "urn:postroom:problem:fields");
}
