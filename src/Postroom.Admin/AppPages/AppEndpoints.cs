using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Accepting;
using Postroom.Accepting.Senders;
using Postroom.Admin.Shell;
using Postroom.Mail.Addresses;
using Postroom.People;
using Postroom.People.Links;
using Postroom.Settings;

namespace Postroom.Admin.AppPages;

/// <summary>The apps that may hand in mail: keys and sender.</summary>
static class AppEndpoints
{
    const int LongestName = 64;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/apps", async Task<IResult> (HttpContext http, IAppStore apps, string? done) =>
            await PageAsync(http, apps, StatusCodes.Status200OK, (nameof(AppsPage.Done), done)));
        var changes = routes.MapGroup("/apps").RequireAuthorization(PeoplePolicies.Administrator);
        changes.MapPost("/keys", MakeKeyAsync);
        changes.MapPost("/keys/{id}/revoke", RevokeKeyAsync);
        changes.MapPost("/{name}/sender", SetSenderAsync);
        changes.MapPost("/{name}/links", SetLinksAsync);
        changes.MapPost("/{name}/senders", SetSenderRulesAsync);
    }

    static async Task<IResult> MakeKeyAsync(HttpContext http, ConsoleRequest here, IAppStore apps, IAuditLog audit)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var name = form["App"].ToString().Trim();
        if (NameProblem(name) is { } problem)
        {
            return await PageAsync(
                http, apps, StatusCodes.Status422UnprocessableEntity,
                (nameof(AppsPage.Problems), (IReadOnlyList<SettingsProblem>)[problem]), (nameof(AppsPage.TypedName), name));
        }

        var secret = ApiKeySecret.New();
        await apps.AddKeyAsync(name, secret.ToKey(ScopesOf(form), here.Now), http.RequestAborted);
        await audit.AddAsync(new AuditEntry(here.Now, here.Actor, "key.created", name, secret.Id), CancellationToken.None);
        return await PageAsync(http, apps, StatusCodes.Status200OK, (nameof(AppsPage.Issued), secret), (nameof(AppsPage.IssuedFor), name));
    }

    static IReadOnlyList<string> ScopesOf(IFormCollection form) =>
        [AppScopes.Send, .. form["Links"] == "true" ? [AppScopes.AccountLinks] : (string[])[], .. form["Events"] == "true" ? [AppScopes.Events] : (string[])[]];

    static async Task<IResult> RevokeKeyAsync(HttpContext http, ConsoleRequest here, IAppStore apps, IAuditLog audit, string id)
    {
        if (!await apps.RevokeKeyAsync(id, here.Now, http.RequestAborted)) return ErrorPages.Show(StatusCodes.Status404NotFound);
        await audit.AddAsync(new AuditEntry(here.Now, here.Actor, "key.revoked", id, null), CancellationToken.None);
        return Results.LocalRedirect(here.Url("/apps?done=revoked"));
    }

    static async Task<IResult> SetSenderAsync(HttpContext http, ConsoleRequest here, IAppStore apps, IAuditLog audit, string name)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var typed = form["sender"].ToString().Trim();
        var parse = MailboxParser.Parse(typed);
        if (typed.Length > 0 && parse is MailboxParse.Refused refused)
        {
            var problem = typed.Length > refused.Position
                ? new SettingsProblem(AppsPage.SenderField(name), "Problem.Sender.Invalid", refused.Position + 1, typed[refused.Position].ToString())
                : new SettingsProblem(AppsPage.SenderField(name), "Problem.Sender.Incomplete");
            return await PageAsync(
                http, apps, StatusCodes.Status422UnprocessableEntity,
                (nameof(AppsPage.Problems), (IReadOnlyList<SettingsProblem>)[problem]), (nameof(AppsPage.TypedSender), typed));
        }

        var sender = (parse as MailboxParse.Parsed)?.Mailbox.ToString();
        if (!await apps.SetSenderAsync(name, sender, http.RequestAborted)) return ErrorPages.Show(StatusCodes.Status404NotFound);
        await audit.AddAsync(new AuditEntry(here.Now, here.Actor, "app.sender-set", name, sender), CancellationToken.None);
        return Results.LocalRedirect(here.Url("/apps?done=sender"));
    }

    static async Task<IResult> SetLinksAsync(HttpContext http, ConsoleRequest here, IAppStore apps, IAuditLog audit, string name)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var typed = form["links"].ToString();
        var (urls, problem) = LinkUrls.Read(typed, AppsPage.LinksField(name));
        if (problem is not null)
        {
            return await PageAsync(
                http, apps, StatusCodes.Status422UnprocessableEntity,
                (nameof(AppsPage.Problems), (IReadOnlyList<SettingsProblem>)[problem]), (nameof(AppsPage.TypedLinks), typed));
        }

        if (!await apps.SetLinkUrlsAsync(name, urls, http.RequestAborted)) return ErrorPages.Show(StatusCodes.Status404NotFound);
        await audit.AddAsync(new AuditEntry(here.Now, here.Actor, "app.links-set", name, string.Join(' ', urls)), CancellationToken.None);
        return Results.LocalRedirect(here.Url("/apps?done=links"));
    }

    static async Task<IResult> SetSenderRulesAsync(
        HttpContext http, ConsoleRequest here, IAppStore apps, IAuditLog audit, string name)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var typed = form["senders"].ToString();
        var (rules, problem) = SenderRules.Read(typed, AppsPage.SenderRulesField(name));
        if (problem is not null)
        {
            return await PageAsync(
                http, apps, StatusCodes.Status422UnprocessableEntity,
                (nameof(AppsPage.Problems), (IReadOnlyList<SettingsProblem>)[problem]),
                    (nameof(AppsPage.TypedSenderRules), typed));
        }

        var isKnown = await apps.SetSenderRulesAsync(name, rules, http.RequestAborted);
        if (!isKnown) return ErrorPages.Show(StatusCodes.Status404NotFound);
        await audit.AddAsync(
            new AuditEntry(here.Now, here.Actor, "app.senders-set", name, string.Join(' ', rules)),
                CancellationToken.None);
        return Results.LocalRedirect(here.Url("/apps?done=senders"));
    }

    static async Task<IResult> PageAsync(HttpContext http, IAppStore apps, int status, params (string Name, object? Value)[] more)
    {
        var known = await apps.ListAsync(http.RequestAborted);
        return Pages.Show<AppsPage>(status, [(nameof(AppsPage.Apps), known), .. more]);
    }

    static SettingsProblem? NameProblem(string name)
    {
        if (name.Length == 0) return new SettingsProblem("App", "Problem.App.Missing");
        if (name.Length > LongestName) return new SettingsProblem("App", "Problem.TooLong", LongestName);
        return name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') ? null : new SettingsProblem("App", "Problem.App.Invalid");
    }
}
