using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Dispatching;
using Postroom.Outbox;

namespace Postroom;

/// <summary>Tells machines how Postroom is: <c>/health/live</c>, <c>/health/ready</c>, <c>/health/mail</c>.</summary>
static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("live")).ExcludeFromDescription();
        routes.MapGet("/health/ready", ReadyAsync).ExcludeFromDescription();
        routes.MapGet("/health/mail", Mail).ExcludeFromDescription();
    }

    // Reading the store is what every door needs; a store that cannot be read throws, and the host answers 500.
    static async Task<IResult> ReadyAsync(IOutbox outbox, CancellationToken cancellationToken)
    {
        await outbox.NextDueAsync(cancellationToken);
        return Results.Text("ready");
    }

    // No reason is told: the endpoint is open, and the reason names the mail server.
    static IResult Mail(ServerGate gate) => gate.Pause is null
        ? Results.Text("mail flows")
        : Results.Text("mail waits", statusCode: StatusCodes.Status503ServiceUnavailable);
}
