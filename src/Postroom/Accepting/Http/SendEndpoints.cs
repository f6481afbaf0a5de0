using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
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
        if (!http.Request.HasJsonContentType()) return Problems.WrongMediaType();
        var maxBytes = options.Value.MaxRequestBytes;
        if (http.Request.ContentLength > maxBytes) return Problems.TooLarge(maxBytes);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = maxBytes;

        var key = BearerKey.Of(http);
        using var room = new RoomForBody(bodies);
        if (!await room.TakeAsync(http.Request.ContentLength ?? maxBytes, http.RequestAborted)) return Problems.Busy();
        var (request, fingerprint, refusal) = await ReadAsync(http, maxBytes);
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

    // The body is hashed as it was sent, so a repeat is a repeat to the byte.
    static async Task<(SendRequest? Request, string Fingerprint, IResult? Refusal)> ReadAsync(HttpContext http, long maxBytes)
    {
        var bounds = new JsonBounds(MostFields, MostValues);
        var read = await ReadAsync(http, bounds, maxBytes);
        return bounds.Excess is { } excess ? (null, "", Problems.Body($"{excess} A message has a few: check how the body is made.")) : read;
    }

    static async Task<(SendRequest? Request, string Fingerprint, IResult? Refusal)> ReadAsync(HttpContext http, JsonBounds bounds, long maxBytes)
    {
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var body = new HashingStream(http.Request.Body, hash, bounds);
            var request = await JsonSerializer.DeserializeAsync(body, PostroomJson.Default.SendRequest, http.RequestAborted);
            return request is null
                ? (null, "", Problems.Body("The body is null: send an object with to, subject and text."))
                : (request, Convert.ToHexStringLower(hash.GetHashAndReset()), null);
        }
        catch (JsonException fault)
        {
            return (null, "", Problems.Body(Words(fault)));
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, "", Problems.TooLarge(maxBytes));
        }
    }

    static string Words(JsonException fault) => FormattableString.Invariant(
        $"The body is no JSON of the right shape at {fault.Path ?? "$"}, line {(fault.LineNumber ?? 0) + 1}, byte {(fault.BytePositionInLine ?? 0) + 1}: check quotes, commas and the type of that field.");

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
