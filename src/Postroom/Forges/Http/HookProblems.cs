using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Postroom.Forges.Http;

/// <summary>The refusals of the doors as problem details (RFC 9457). A forge shows them in its list of deliveries, so they say what to do.</summary>
static class HookProblems
{
    public static IResult UnknownSource() => Of(
        StatusCodes.Status404NotFound, "source-unknown", "No forge has this address.",
        "Copy the address of the webhook again from the page Notifications: it may have been deleted there.");

    public static IResult Misused() => Of(
        StatusCodes.Status405MethodNotAllowed, "method", "This is the address of a webhook.",
        "A forge posts events here, and there is nothing to be seen. Paste the address into the forge's webhook settings as it is.");

    public static IResult TooMany() => Of(
        StatusCodes.Status429TooManyRequests, "too-many", "Too many events came from this forge at once; this one was not stored.",
        "Send it again in a moment. Forges:MaxPerSecond sets how many are taken.");

    public static IResult Busy() => Of(
        StatusCodes.Status503ServiceUnavailable, "busy", "Too many large events are being received; this one was not stored.", "Send it again in a moment.");

    public static IResult TooSlow() => Of(
        StatusCodes.Status408RequestTimeout, "too-slow", "The event took longer than a minute to arrive; nothing was stored.", "Send it again.");

    public static IResult TooLarge(long maxBytes) => Of(
        StatusCodes.Status413PayloadTooLarge, "too-large", "The event is too large; nothing was stored.",
        FormattableString.Invariant($"A webhook may have {maxBytes} bytes."));

    public static IResult WrongMediaType() => Of(
        StatusCodes.Status415UnsupportedMediaType, "media-type", "The event is neither JSON nor a form; nothing was stored.",
        "Choose the content type application/json in the forge's webhook settings.");

    public static IResult NotJson() => Of(
        StatusCodes.Status400BadRequest, "body", "The event cannot be read; nothing was stored.",
        "The body must be one whole JSON object in UTF-8, at most 64 levels deep, or a form with it in the field payload.");

    public static IResult NoForge(ForgeKind expected) => Of(
        StatusCodes.Status400BadRequest, "no-forge", "The request is no event of a forge; nothing was stored.",
        $"The headers name no event. {expected.Title()} sends them by itself; other programs report to POST /api/v1/events/pull-request.");

    public static IResult OtherForge(ForgeKind expected, ForgeKind sent) => Of(
        StatusCodes.Status400BadRequest, "other-forge", "The event is of another kind of forge; nothing was stored.",
        $"This address is for {expected.Title()}, and the event is one of {sent.Title()}. Add a forge of that kind on the page Notifications.");

    public static IResult PostWebhooks() => Of(
        StatusCodes.Status400BadRequest, "post-webhooks", "The plug-in Post Webhooks is not supported; nothing was stored.",
        "Supported are the webhooks built into Bitbucket Server and Data Center (5.4 and later: repository or project settings, Webhooks) and those of Bitbucket Cloud. Create one of these with the URL and the secret, and remove the one of the plug-in.");

    public static IResult Unproved(ForgeKind kind, SignatureState state) => Of(
        StatusCodes.Status401Unauthorized, "signature",
        state switch
        {
            SignatureState.Missing => "The event is not signed; nothing was stored.",
            SignatureState.Stale => "The signature is too old; nothing was stored.",
            _ => "The signature is wrong; nothing was stored.",
        },
        state switch
        {
            SignatureState.Missing => $"Enter the secret from the page Notifications in the webhook settings of {kind.Title()}. A signature by SHA-1 alone does not count.",
            SignatureState.Stale => "The time in webhook-timestamp is more than five minutes from ours: set the clocks, or send the event again.",
            _ => $"The secret in {kind.Title()} is not the one of this address: enter it again, or set a new one on the page Notifications.",
        });

    public static IResult SecretLost() => Of(
        StatusCodes.Status503ServiceUnavailable, "secret-lost", "The secret of this forge cannot be read any more; nothing was stored.",
        "Set a new secret on the page Notifications and enter it in the forge.");

    public static IResult Unavailable(string reason) => Of(
        StatusCodes.Status503ServiceUnavailable, "unavailable", "The event cannot be stored now; nothing was stored.", reason + " Send it again later.");

    static ProblemHttpResult Of(int status, string type, string title, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: title, type: "urn:postroom:problem:hook-" + type);
}
