using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Postroom.Accepting.Http;

namespace Postroom.Forges.Http;

/// <summary>The doors of the forges: <c>POST /hooks/{source-id}</c>.</summary>
static class HookEndpoints
{
    const string Form = "application/x-www-form-urlencoded";

    public static void MapHooks(this IEndpointRouteBuilder routes)
    {
        routes.Map("/hooks/{source}", ReceiveAsync).ExcludeFromDescription();
    }

    static async Task<IResult> ReceiveAsync(
        HttpContext http, string source, IForgeStore forges, HookIntake intake, HookRate rate, BodyRoom bodies, IOptions<ForgeOptions> options, TimeProvider time)
    {
        if (!HttpMethods.IsPost(http.Request.Method)) return Misused(http);
        try
        {
            if (await forges.FindAsync(source, http.RequestAborted) is not { } known) return HookProblems.UnknownSource();
            if (!rate.Take(known.Id)) return Later(http, HookProblems.TooMany());
            var isForm = IsForm(http.Request);
            if (!isForm && !http.Request.HasJsonContentType()) return HookProblems.WrongMediaType();

            using var body = new HookBody(rate, bodies, time, options.Value.MaxBodyBytes);
            return await body.ReadAsync(http) switch
            {
                BodyReading.Whole whole => Answer(known, await intake.TakeAsync(known, http.Request.Headers, whole.Bytes, isForm, http.RequestAborted)),
                BodyReading.TooLarge => HookProblems.TooLarge(options.Value.MaxBodyBytes),
                BodyReading.Busy => Later(http, HookProblems.Busy()),
                BodyReading.TooSlow => HookProblems.TooSlow(),
                BodyReading.CutShort => HookProblems.NotJson(),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (StoreUnavailableException fault)
        {
            return Later(http, HookProblems.Unavailable(fault.Message));
        }
    }

    static bool IsForm(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals(Form, StringComparison.OrdinalIgnoreCase);

    // Who pastes the address into a browser is told what it is for.
    static IResult Misused(HttpContext http)
    {
        http.Response.Headers.Allow = HttpMethods.Post;
        return HookProblems.Misused();
    }

    // RFC 9110 §10.2.3: whoever comes again knows when.
    internal static IResult Later(HttpContext http, IResult problem)
    {
        http.Response.Headers.RetryAfter = 10.ToString(CultureInfo.InvariantCulture);
        return problem;
    }

    internal static IResult Answer(ForgeSource source, HookOutcome outcome) => outcome switch
    {
        HookOutcome.Stored or HookOutcome.Repeated => Kept(outcome),
        HookOutcome.Pong pong => TypedResults.Json(new PongAnswer("pong", pong.IsSigned), HookJson.Default.PongAnswer),
        HookOutcome.Unproved unproved => HookProblems.Unproved(source.Kind, unproved.State),
        HookOutcome.NoForge => HookProblems.NoForge(source.Kind),
        HookOutcome.OtherForge other => HookProblems.OtherForge(source.Kind, other.Sent),
        HookOutcome.PostWebhooks => HookProblems.PostWebhooks(),
        HookOutcome.NotJson => HookProblems.NotJson(),
        HookOutcome.SecretLost => HookProblems.SecretLost(),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    internal static IResult Kept(HookOutcome outcome)
    {
        var answer = outcome switch
        {
            HookOutcome.Stored stored => new HookAnswer(stored.EventId, WordOf(stored.State), stored.Reason?.ToString()),
            HookOutcome.Repeated repeated => new HookAnswer(repeated.EventId, "duplicate", "It was received before; nothing was done again."),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return TypedResults.Json(answer, HookJson.Default.HookAnswer, statusCode: StatusCodes.Status202Accepted);
    }

    static string WordOf(InboxState state) => state switch
    {
        InboxState.Received => "received",
        InboxState.Processed => "processed",
        InboxState.Ignored => "ignored",
        InboxState.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
