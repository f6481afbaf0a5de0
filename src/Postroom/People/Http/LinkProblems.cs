using Microsoft.AspNetCore.Http;
using Postroom.Accepting;

namespace Postroom.People.Http;

/// <summary>The refusals of the doors for account links as problem details (RFC 9457).</summary>
static class LinkProblems
{
    public static IResult Fields(FieldProblems problems) => TypedResults.ValidationProblem(
        problems.ToDictionary(), title: "The link was not made.", type: "urn:postroom:problem:fields");

    public static IResult Gone() => TypedResults.Problem(
        "It was used, has expired, was revoked or never was one of this app's: have a new link mailed.",
        statusCode: StatusCodes.Status410Gone, title: "The token is not valid.", type: "urn:postroom:problem:link-gone");

    public static IResult Unknown() => TypedResults.Problem(
        "There is no link of this id that could still be used among those of this key's app.",
        statusCode: StatusCodes.Status404NotFound, title: "The link is unknown.", type: "urn:postroom:problem:link-unknown");

    public static IResult KeyTaken() => TypedResults.Problem(
        "The Idempotency-Key was used before for another order: use a new key for a new link.",
        statusCode: StatusCodes.Status422UnprocessableEntity,
        title: "The Idempotency-Key is taken; no link was made.", type: "urn:postroom:problem:idempotency-key");

    public static IResult TooMany() => TypedResults.Problem(
        "This address got many links of this app: wait as Retry-After says.",
        statusCode: StatusCodes.Status429TooManyRequests, title: "Too many links for one address.", type: "urn:postroom:problem:too-many");
}
