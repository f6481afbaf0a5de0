using Microsoft.AspNetCore.Http;

namespace Postroom.Accepting.Http;

/// <summary>The refusals of the HTTP API as problem details (RFC 9457).</summary>
static class Problems
{
    public static IResult Fields(FieldProblems problems) => TypedResults.ValidationProblem(
        problems.ToDictionary(),
        title: "The message was not accepted; nothing was stored.",
        type: "urn:postroom:problem:fields");

    public static IResult Query(FieldProblems problems) => TypedResults.ValidationProblem(
        problems.ToDictionary(), title: "The question cannot be answered.", type: "urn:postroom:problem:query");

    public static IResult Body(string detail) => TypedResults.Problem(
        detail, statusCode: StatusCodes.Status400BadRequest,
        title: "The request cannot be read; nothing was stored.", type: "urn:postroom:problem:body");

    public static IResult TooLarge(long maxBytes) => TypedResults.Problem(
        FormattableString.Invariant($"The request body may have {maxBytes} bytes: send a link in place of large files."),
        statusCode: StatusCodes.Status413PayloadTooLarge,
        title: "The request is too large; nothing was stored.", type: "urn:postroom:problem:too-large");

    public static IResult Unreadable(int status) => TypedResults.Problem(
        status switch
        {
            StatusCodes.Status408RequestTimeout => "It arrived too slowly, or not to its end: send it again.",
            StatusCodes.Status413PayloadTooLarge => "It is larger than this address takes: send a link in place of large files.",
            _ => "It does not end where it says, or is no HTTP: check Content-Length, Transfer-Encoding and Content-Encoding.",
        },
        statusCode: status,
        title: "The request cannot be read; nothing was stored.", type: "urn:postroom:problem:unreadable");

    public static IResult WrongMediaType() => TypedResults.Problem(
        "Send the body as application/json in UTF-8.", statusCode: StatusCodes.Status415UnsupportedMediaType,
        title: "The request is not JSON; nothing was stored.", type: "urn:postroom:problem:media-type");

    public static IResult WrongEncoding(string detail) => TypedResults.Problem(
        detail, statusCode: StatusCodes.Status415UnsupportedMediaType,
        title: "The request is not plain UTF-8; nothing was stored.", type: "urn:postroom:problem:encoding");

    public static IResult KeyMissing() => TypedResults.Problem(
        "Send the header Authorization: Bearer KEY with a key made on the Apps page.",
        statusCode: StatusCodes.Status401Unauthorized,
        title: "An API key is needed.", type: "urn:postroom:problem:key-missing");

    public static IResult KeyUnknown() => TypedResults.Problem(
        "The API key is unknown or was revoked: make a new one on the Apps page.",
        statusCode: StatusCodes.Status401Unauthorized,
        title: "The API key is not valid.", type: "urn:postroom:problem:key-unknown");

    public static IResult ScopeMissing(string scope) => TypedResults.Problem(
        $"The key lacks the scope {scope}: make one that has it on the Apps page.",
        statusCode: StatusCodes.Status403Forbidden,
        title: "The API key may not do this.", type: "urn:postroom:problem:scope");

    public static IResult KeyTaken(string id) => TypedResults.Problem(
        $"The Idempotency-Key was used before for another request, message {id}: use a new key for a new message.",
        statusCode: StatusCodes.Status422UnprocessableEntity,
        title: "The Idempotency-Key is taken; nothing was stored.", type: "urn:postroom:problem:idempotency-key");

    public static IResult Unavailable(string reason) => TypedResults.Problem(
        $"{reason} Try again later with the same Idempotency-Key.",
        statusCode: StatusCodes.Status503ServiceUnavailable,
        title: "The message cannot be stored now; nothing was stored.", type: "urn:postroom:problem:unavailable");

    public static IResult Busy() => TypedResults.Problem(
        "Send it again in a moment.", statusCode: StatusCodes.Status503ServiceUnavailable,
        title: "Too many large requests are being received; nothing was stored.", type: "urn:postroom:problem:busy");

    public static IResult UnknownDoor() => TypedResults.Problem(
        "The API has no such address or method: see the how-to on sending from an app under Help.",
        statusCode: StatusCodes.Status404NotFound,
        title: "There is nothing here.", type: "urn:postroom:problem:address-unknown");

    public static IResult WrongMethod(string method, IReadOnlyList<string> allowed) => TypedResults.Problem(
        $"This address does not take {Shown(method)}; it takes {string.Join(", ", allowed)}.",
        statusCode: StatusCodes.Status405MethodNotAllowed,
        title: "The method is not allowed here.", type: "urn:postroom:problem:method");

    static string Shown(string method) => method.Length <= 20 ? method : method[..20] + "…";

    public static IResult UnknownMessage() => TypedResults.Problem(
        "There is no message of this id among those of this key's app.",
        statusCode: StatusCodes.Status404NotFound,
        title: "The message is unknown.", type: "urn:postroom:problem:message-unknown");
}
