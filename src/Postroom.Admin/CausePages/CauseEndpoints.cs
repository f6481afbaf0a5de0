using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.Diagnosis;
using Postroom.Dispatching;
using Postroom.Outbox;
using Postroom.People;
using Postroom.Settings;

namespace Postroom.Admin.CausePages;

/// <summary>Why mail waits or failed, grouped by cause, and what a reply means.</summary>
static class CauseEndpoints
{
    /// <summary>So much of what was pasted is kept in the field.</summary>
    const int LongestText = 8_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/causes", Task<IResult> (HttpContext http, IFailureSummaries causes, ReadyMessages ready, string? done, string? count) =>
            PageAsync(http, causes, ready, (nameof(CausePage.Done), done), (nameof(CausePage.Count), NumberOf(count))));
        routes.MapPost("/causes/explain", ExplainAsync);
        routes.MapPost("/causes/retry", RetryAsync).RequireAuthorization(PeoplePolicies.Operator);
        routes.MapPost("/causes/unknown/forget", ForgetAsync).RequireAuthorization(PeoplePolicies.Operator);
    }

    static async Task<IResult> PageAsync(
        HttpContext http, IFailureSummaries causes, ReadyMessages ready, params (string Name, object? Value)[] more) =>
        Pages.Show<CausePage>(
    [
        (nameof(CausePage.Causes), await ListAsync(causes, ready.Pause, http.RequestAborted)),
        (nameof(CausePage.Unknown), await causes.UnknownRepliesAsync(http.RequestAborted)),
        .. more,
    ]);

    // A probe that meets the same again need not be an attempt for a message of its own.
    static async Task<IReadOnlyList<CauseSummary>> ListAsync(
        IFailureSummaries causes, SendingPause? pause, CancellationToken cancellationToken) =>
    [
        .. from summary in await causes.ListAsync(pause?.Cause, cancellationToken)
           select pause is not null && summary.Cause == pause.Cause
               ? summary.SeenBy(pause.Since, pause.LastSeen)
               : summary,
    ];

    static async Task<IResult> ExplainAsync(
        HttpContext http, ConsoleRequest here, IFailureSummaries causes, ReadyMessages ready)
    {
        var text = (await http.Request.ReadFormAsync(http.RequestAborted))["Reply"].ToString().Trim();
        if (text.Length > LongestText) text = text[..LongestText];
        var explanation = text.Length == 0 ? null : ReplyExplainer.Explain(text, here.Language.Culture);
        return await PageAsync(http, causes, ready, (nameof(CausePage.Pasted), text), (nameof(CausePage.Explained), explanation));
    }

    // The gate is there where mail is sent. Somebody has repaired the cause, so a pause that it brought ends with a probe.
    static async Task<IResult> RetryAsync(
        HttpContext http, ConsoleRequest here, IFailureSummaries causes, ReadyMessages ready, IAuditLog audit,
        [FromServices] ServerGate? gate)
    {
        var cause = (await http.Request.ReadFormAsync(http.RequestAborted))["cause"].ToString();
        var count = await causes.RetryAsync(cause, withHeld: ready.Pause?.Cause == cause, http.RequestAborted);
        gate?.TryAgainNow();
        var detail = string.Create(CultureInfo.InvariantCulture, $"{count} deliveries");
        // It is done from here on, so its entry is written whatever the browser now wishes.
        if (count > 0) await audit.AddAsync(new AuditEntry(here.Now, here.Actor, "cause.retried", cause, detail), CancellationToken.None);
        return Results.LocalRedirect(Query.Of(here.Url("/causes"), ("done", "retried"), ("count", count.ToString(CultureInfo.InvariantCulture))));
    }

    static async Task<IResult> ForgetAsync(HttpContext http, ConsoleRequest here, IFailureSummaries causes)
    {
        var count = await causes.ForgetUnknownRepliesAsync(http.RequestAborted);
        return Results.LocalRedirect(Query.Of(here.Url("/causes"), ("done", "forgotten"), ("count", count.ToString(CultureInfo.InvariantCulture))));
    }

    static int NumberOf(string? count) => int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
