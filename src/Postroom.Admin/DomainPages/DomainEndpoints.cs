using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Postroom.Admin.Shell;
using Postroom.Mail.Addresses;
using Postroom.Mail.Dkim;
using Postroom.People;
using Postroom.Settings;
using Postroom.Signing;

namespace Postroom.Admin.DomainPages;

/// <summary>The From domains: their keys, and whether the world takes their mail for genuine.</summary>
static class DomainEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/domains", async Task<IResult> (HttpContext http, DomainQueries queries) =>
            Pages.Show<DomainListPage>((nameof(DomainListPage.Rows), await queries.ListAsync(http.RequestAborted))));
        routes.MapGet("/domains/{domain}", async Task<IResult> (HttpContext http, DomainQueries queries, string domain, string? done) =>
            await PageAsync(http, queries, domain, StatusCodes.Status200OK, (nameof(DomainPage.Done), done)));
        routes.MapPost("/domains/{domain}/check", CheckAsync).RequireAuthorization(PeoplePolicies.Operator);
        var changes = routes.MapGroup("/domains").RequireAuthorization(PeoplePolicies.Administrator);
        changes.MapPost("", OpenAsync);
        changes.MapPost("/{domain}/keys", CreateAsync);
        changes.MapPost("/{domain}/import", ImportAsync);
        changes.MapPost("/{domain}/keys/{selector}/activate", ActivateAsync);
        changes.MapPost("/{domain}/keys/{selector}/retire", RetireAsync);
        changes.MapPost("/{domain}/choices", ChooseAsync);
    }

    static async Task<IResult> OpenAsync(HttpContext http, ConsoleRequest here, DomainQueries queries)
    {
        var typed = (await http.Request.ReadFormAsync(http.RequestAborted))["Domain"].ToString().Trim();
        // Somebody may paste the address mail is from.
        if (DomainName.TryParse(typed[(typed.LastIndexOf('@') + 1)..], out var domain) && !domain.IsLiteral)
            return Results.LocalRedirect(here.Url($"/domains/{domain.Ascii}"));
        return Pages.Show<DomainListPage>(
            StatusCodes.Status422UnprocessableEntity,
            (nameof(DomainListPage.Rows), await queries.ListAsync(http.RequestAborted)),
            (nameof(DomainListPage.Problems), (IReadOnlyList<SettingsProblem>)[new SettingsProblem("Domain", "Problem.Signing.Domain")]),
            (nameof(DomainListPage.Typed), typed));
    }

    static async Task<IResult> CheckAsync(HttpContext http, ConsoleRequest here, DomainQueries queries, string domain)
    {
        if (DomainQueries.Read(domain) is not { } name) return ErrorPages.Show(StatusCodes.Status404NotFound);
        var report = await queries.CheckAsync(name, here.Language.Culture, http.RequestAborted);
        return await PageAsync(http, queries, domain, StatusCodes.Status200OK, (nameof(DomainPage.Report), report));
    }

    static async Task<IResult> CreateAsync(
        HttpContext http, ConsoleRequest here, DomainQueries queries, SigningKeys signing, string domain)
    {
        var wanted = (await http.Request.ReadFormAsync(http.RequestAborted))["Algorithm"].ToString();
        DkimAlgorithm[] algorithms = wanted switch
        {
            "rsa" => [DkimAlgorithm.Rsa],
            "ed25519" => [DkimAlgorithm.Ed25519],
            _ => [DkimAlgorithm.Rsa, DkimAlgorithm.Ed25519],
        };
        return await AnswerAsync(http, queries, domain, "created", await signing.CreateAsync(domain, algorithms, null, here.Actor, http.RequestAborted));
    }

    static async Task<IResult> ImportAsync(
        HttpContext http, ConsoleRequest here, DomainQueries queries, SigningKeys signing, string domain)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var selector = form["Selector"].ToString().Trim().ToLowerInvariant();
        var change = await signing.ImportAsync(domain, selector, form["Pem"].ToString(), here.Actor, http.RequestAborted);
        return await AnswerAsync(http, queries, domain, "created", change, (nameof(DomainPage.TypedSelector), selector));
    }

    static async Task<IResult> ActivateAsync(
        HttpContext http, ConsoleRequest here, DomainQueries queries, SigningKeys signing, string domain, string selector)
    {
        var evenUnseen = (await http.Request.ReadFormAsync(http.RequestAborted))["EvenUnseen"] == "true";
        var change = await signing.ActivateAsync(domain, selector, evenUnseen, here.Actor, http.RequestAborted);
        return await AnswerAsync(http, queries, domain, "activated", AtKey(change, selector), (nameof(DomainPage.Unseen), change is SigningChange.RecordNotSeen ? selector : null));
    }

    static async Task<IResult> RetireAsync(
        HttpContext http, ConsoleRequest here, DomainQueries queries, SigningKeys signing, string domain, string selector) =>
        await AnswerAsync(http, queries, domain, "retired", AtKey(await signing.RetireAsync(domain, selector, here.Actor, http.RequestAborted), selector));

    // The summary of problems leads to the key they are about.
    static SigningChange AtKey(SigningChange change, string selector) => change switch
    {
        SigningChange.Refused refused => new SigningChange.Refused([.. refused.Problems.Select(problem => problem with { Field = KeyCard.Anchor(selector) })]),
        SigningChange.RecordNotSeen { Sighting: var sighting } =>
            new SigningChange.Refused([new SettingsProblem(KeyCard.Anchor(selector), $"Problem.Signing.Record.{sighting.GetType().Name}")]),
        _ => change,
    };

    static async Task<IResult> ChooseAsync(
        HttpContext http, ConsoleRequest here, DomainQueries queries, SigningKeys signing, string domain)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var choice = new SigningDomain(domain)
        {
            SignsSubdomains = form["SignsSubdomains"] == "true",
            SendsUnsigned = form["SendsUnsigned"] == "true",
            RotatesAfterDays = form["RotatesAfterDays"].ToString().Trim() is { Length: > 0 } days ? Number(days) : null,
            KeepsRecordDays = Number(form["KeepsRecordDays"].ToString()),
        };
        return await AnswerAsync(http, queries, domain, "saved", await signing.ChooseAsync(choice, here.Actor, http.RequestAborted), (nameof(DomainPage.Typed), choice));
    }

    // What is no number is out of every range, which is then said.
    static int Number(string text) => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    static async Task<IResult> AnswerAsync(
        HttpContext http, DomainQueries queries, string domain, string done, SigningChange change,
        params (string Name, object? Value)[] typed)
    {
        if (change is SigningChange.Refused refused)
            return await PageAsync(http, queries, domain, StatusCodes.Status422UnprocessableEntity, [(nameof(DomainPage.Problems), refused.Problems), .. typed]);
        return Results.LocalRedirect(http.RequestServices.GetRequiredService<ConsoleRequest>().Url($"/domains/{domain}?done={done}"));
    }

    static async Task<IResult> PageAsync(
        HttpContext http, DomainQueries queries, string domain, int status, params (string Name, object? Value)[] more)
    {
        if (DomainQueries.Read(domain) is not { } name) return ErrorPages.Show(StatusCodes.Status404NotFound);
        return Pages.Show<DomainPage>(status, [(nameof(DomainPage.View), await queries.ReadAsync(name, http.RequestAborted)), .. more]);
    }
}
