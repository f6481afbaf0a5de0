using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Postroom.Accepting;
using Postroom.Accepting.Http;
using Postroom.Client;
using Postroom.Mail.Addresses;
using Postroom.People.Accounts;
using Postroom.People.Links;

namespace Postroom.People.Http;

/// <summary>Links for other apps, so that they need not build them: order, redeem, revoke. Each app has its own.</summary>
static class AccountLinkEndpoints
{
    /// <summary>The scope a key needs.</summary>
    public const string Scope = AppScopes.AccountLinks;

    const long LargestBody = 64 * 1024;
    const int MostFields = 500;

    public static void MapAccountLinks(this IEndpointRouteBuilder routes)
    {
        var keys = routes.ServiceProvider.GetRequiredService<ApiKeyCheck>();
        var group = routes.MapGroup("/api/v1/account-links").AddEndpointFilter(new BearerKey(keys, Scope));
        group.MapPost("", OrderAsync).Produces<AccountLinkAnswer>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithName("OrderAccountLink").WithSummary("Mail somebody a link to a page of the app.");
        group.MapPost("/redeem", RedeemAsync).Produces<AccountLinkRedeemed>().ProducesProblem(StatusCodes.Status410Gone)
            .WithName("RedeemAccountLink").WithSummary("Check the token that came to the app's page, and use it up.");
        group.MapDelete("/{id}", RevokeAsync).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound)
            .WithName("RevokeAccountLink").WithSummary("End a link that was not used yet.");
    }

    static async Task<IResult> OrderAsync(HttpContext http, AccountLinks links, AccountLetters letters, AccountLimits limits, TimeProvider time)
    {
        var (order, fingerprint, refusal) = await ReadAsync(http, PostroomJson.Default.AccountLinkOrder);
        if (order is null) return refusal!;
        var key = BearerKey.Of(http);
        var idempotencyKey = http.Request.Headers["Idempotency-Key"] is [{ } given, ..] ? given : null;
        var reader = new LinkOrderReader(links, time.GetUtcNow());
        if (reader.Read(order, key, idempotencyKey, fingerprint) is not var (draft, page)) return LinkProblems.Fields(reader.Problems);
        if (await limits.TakeOrderAsync(key.App, draft.Email, http.RequestAborted) is { } wait)
        {
            http.Response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return LinkProblems.TooMany();
        }

        var made = await links.AddAsync(draft, http.RequestAborted);
        if (made.Token is null) return made.Link.Fingerprint == fingerprint ? Answer(made.Link) : LinkProblems.KeyTaken();
        return await MailAsync(links, letters, key, made, LinkUrls.WithToken(page, made.Token));
    }

    // From here on the link stands: its mail is handed in whatever the caller now wishes.
    static async Task<IResult> MailAsync(AccountLinks links, AccountLetters letters, AppKey key, NewLink made, string url)
    {
        var from = MailboxParser.TryParse(key.Sender, out var mailbox) ? mailbox : null;
        switch (await letters.SendLinkAsync(made, url, null, null, null, from, CancellationToken.None))
        {
            case AcceptResult.Accepted accepted:
                await links.SetMessageAsync(made.Link, accepted.Id.ToString(), CancellationToken.None);
                return Answer(made.Link with { MessageId = accepted.Id.ToString() });
            case AcceptResult.Rejected rejected:
                await links.RevokeAsync(key.App, made.Link.Id, CancellationToken.None);
                return LinkProblems.Fields(rejected.Problems);
            case AcceptResult.Unavailable unavailable:
                return Problems.Unavailable(unavailable.Reason);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    static async Task<IResult> RedeemAsync(HttpContext http, AccountLinks links)
    {
        var (redemption, _, refusal) = await ReadAsync(http, PostroomJson.Default.AccountLinkRedemption);
        if (redemption is null) return refusal!;
        var problems = new FieldProblems();
        SubmissionReader.RefuseUnknown(redemption.Unknown, "", problems);
        if (string.IsNullOrEmpty(redemption.Token)) problems.Add("token", "is missing: send the token that came to your page.");
        if (!problems.IsEmpty) return LinkProblems.Fields(problems);
        var link = await links.RedeemAsync(BearerKey.Of(http).App, null, redemption.Token, http.RequestAborted);
        return link is null ? LinkProblems.Gone() : TypedResults.Json(
            new AccountLinkRedeemed(link.Id.ToString(), LinkOrderReader.WordOf(link.Purpose), link.Email, link.Name, link.Language, link.CreatedAt),
            PostroomJson.Default.AccountLinkRedeemed);
    }

    static async Task<IResult> RevokeAsync(HttpContext http, AccountLinks links, string id) =>
        Guid.TryParse(id, out var link) && await links.RevokeAsync(BearerKey.Of(http).App, link, http.RequestAborted)
            ? TypedResults.NoContent()
            : LinkProblems.Unknown();

    static JsonHttpResult<AccountLinkAnswer> Answer(AccountLink link) => TypedResults.Json(
        new AccountLinkAnswer(link.Id.ToString(), LinkOrderReader.WordOf(link.Purpose), link.Email, link.ExpiresAt, link.MessageId ?? ""),
        PostroomJson.Default.AccountLinkAnswer, statusCode: StatusCodes.Status202Accepted);

    static async Task<(T? Body, string Fingerprint, IResult? Refusal)> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type)
        where T : class
    {
        var body = new JsonBody(LargestBody, new JsonBounds(MostFields, MostFields), LinkProblems.Fields);
        return body.Refusal(http) is { } early ? (null, "", early) : await body.ReadAsync(http, type);
    }
}
