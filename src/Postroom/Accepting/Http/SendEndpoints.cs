using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Postroom.Accepting.Senders;
using Postroom.Client;

namespace Postroom.Accepting.Http;

/// <summary>The door for messages over HTTP: <c>POST /api/v1/messages</c>.</summary>
static class SendEndpoints
{
    // 100 attachments of four fields, 100 headers, and all that a message has besides; recipients are values.
    const int MostFields = 2_000;
    const int MostValues = 40_000;

    public static void MapSend(this IEndpointRouteBuilder routes)
    {
        var keys = routes.ServiceProvider.GetRequiredService<ApiKeyCheck>();
        routes.MapPost("/api/v1/messages", SendAsync)
            .AddEndpointFilter(new BearerKey(keys, AppScopes.Send))
            .Produces<SendAnswer>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithName("SendMessage").WithSummary("Hand in a message. The answer 202 comes after it is on disk.");
    }

    static async Task<IResult> SendAsync(
        HttpContext http, MailAcceptor acceptor, SenderCheck senders, BodyRoom bodies,
            IOptions<AcceptingOptions> options,
        TimeProvider time)
    {
        var maxBytes = options.Value.MaxRequestBytes;
        var body = new JsonBody(maxBytes, new JsonBounds(MostFields, MostValues), Problems.Fields);
        if (body.Refusal(http) is { } early) return early;

        var key = BearerKey.Of(http);
        using var room = new RoomForBody(bodies);
        if (!await room.TakeAsync(http.Request.ContentLength ?? maxBytes, http.RequestAborted)) return Problems.Busy();
        var (request, fingerprint, refusal) = await body.ReadAsync(http, PostroomJson.Default.SendRequest);
        if (request is null) return refusal!;

        var idempotencyKey = http.Request.Headers["Idempotency-Key"] is [{ } given, ..] ? given : null;
        var reader = new SubmissionReader(options.Value, time.GetUtcNow());
        var submission = reader.Read(request, key.App, key.Sender, idempotencyKey);
        if (submission is null) return Problems.Fields(reader.Problems);
        if (submission.From is { } from
            && SenderCheck.Problem(from.Address, senders.Allowed(key.SenderRules, key.Sender)) is { } problem)
        {
            reader.Problems.Add("from", problem);
            return Problems.Fields(reader.Problems);
        }

        if (idempotencyKey is not null) submission = submission with { Fingerprint = fingerprint };
        return Answer(await acceptor.AcceptAsync(submission, http.RequestAborted));
    }

    static IResult Answer(AcceptResult result) => result switch
    {
        AcceptResult.Accepted accepted => TypedResults.Json(
            new SendAnswer(accepted.Id.ToString(), [.. accepted.Recipients.Select(recipient => new SendDelivery(recipient, "waiting"))]),
            PostroomJson.Default.SendAnswer, statusCode: StatusCodes.Status202Accepted),
        AcceptResult.Rejected rejected => Problems.Fields(rejected.Problems),
        AcceptResult.KeyTaken taken => Problems.KeyTaken(taken.Id.ToString()),
        AcceptResult.Unavailable unavailable => Problems.Unavailable(unavailable.Reason),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
