using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Postroom.Client;
using Postroom.Deliveries;
using Postroom.Outbox;

namespace Postroom.Accepting.Http;

/// <summary>What became of a message: <c>GET /api/v1/messages/{id}</c>, cancel and retry. An app sees its own messages alone.</summary>
static class MessageEndpoints
{
    public static void MapMessages(this IEndpointRouteBuilder routes)
    {
        var keys = routes.ServiceProvider.GetRequiredService<ApiKeyCheck>();
        var group = routes.MapGroup("/api/v1/messages/{id}").AddEndpointFilter(new BearerKey(keys, AppScopes.Send));
        group.MapGet("", ShowAsync).Produces<MessageAnswer>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithName("GetMessage").WithSummary("What became of a message: its deliveries and every attempt.");
        group.MapPost("/cancel", (HttpContext http, string id, IDeliveryRecords records, IOutbox outbox) =>
                MoveAsync(http, id, records, outbox.CancelAsync))
            .Produces<MovedAnswer>().WithName("CancelMessage").WithSummary("Take back what still waits.");
        group.MapPost("/retry", (HttpContext http, string id, IDeliveryRecords records, IOutbox outbox) =>
                MoveAsync(http, id, records, outbox.RetryAsync))
            .Produces<MovedAnswer>().WithName("RetryMessage").WithSummary("Try again now, also what was given up.");
    }

    static async Task<IResult> ShowAsync(HttpContext http, string id, IDeliveryRecords records, ReadyMessages ready)
    {
        var message = await FindAsync(http, id, records);
        return message is null ? Problems.UnknownMessage() : TypedResults.Json(AnswerOf(message, ready.Pause), PostroomJson.Default.MessageAnswer);
    }

    static async Task<IResult> MoveAsync(
        HttpContext http, string id, IDeliveryRecords records, Func<MessageId, CancellationToken, Task<int>> move)
    {
        var message = await FindAsync(http, id, records);
        if (message is null) return Problems.UnknownMessage();
        var moved = await move(message.Id, http.RequestAborted);
        return TypedResults.Json(new MovedAnswer(id, moved), PostroomJson.Default.MovedAnswer);
    }

    static async Task<MessageRecord?> FindAsync(HttpContext http, string id, IDeliveryRecords records)
    {
        if (!MessageId.TryParse(id, out var messageId)) return null;
        var message = await records.FindAsync(messageId, http.RequestAborted);
        return message?.App == BearerKey.Of(http).App ? message : null;
    }

    static MessageAnswer AnswerOf(MessageRecord message, SendingPause? pause) => new(
        message.Id.ToString(), message.App, Lower(message.Lane), message.From, message.Subject, message.InternetMessageId,
        message.SizeBytes, message.CreatedAt, message.NotBefore, message.ExpiresAt, [.. message.Deliveries.Select(delivery => AnswerOf(delivery, pause))]);

    static DeliveryAnswer AnswerOf(DeliveryRecord delivery, SendingPause? pause) => new(
        delivery.Recipient, Lower(delivery.State), delivery.DueAt, delivery.LastWords ?? WhyItWaits(delivery, pause),
        [.. delivery.Attempts.Select(AnswerOf)]);

    // A message that was not tried because the server takes none says so all the same.
    static string? WhyItWaits(DeliveryRecord delivery, SendingPause? pause) =>
        delivery.State == DeliveryState.Waiting ? pause?.Reason : null;

    static AttemptAnswer AnswerOf(AttemptRecord attempt) => new(
        attempt.Number, attempt.StartedAt, (long)attempt.Duration.TotalMilliseconds, attempt.Outcome, attempt.Words,
        attempt.Server, attempt.Tls, attempt.Phase, attempt.Transcript?.Split('\n'));

    // The names of the contract are the names of the cases in lower case.
#pragma warning disable CA1308
    static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
