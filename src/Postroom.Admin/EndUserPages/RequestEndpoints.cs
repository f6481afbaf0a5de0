using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.Mail.Addresses;
using Postroom.People;
using Postroom.People.Accounts;
using Postroom.Settings;

namespace Postroom.Admin.EndUserPages;

/// <summary>
/// What strangers may ask for: a link to reset a password, and to sign up. The answer is the same for everybody and comes
/// before anybody looks whether the address is known.
/// </summary>
static class RequestEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/forgot", IResult (string? done) => done == "sent" ? Pages.Show<MailSentPage>() : Pages.Show<ForgotPage>()).AllowAnonymous();
        routes.MapPost("/forgot", ForgotAsync).AllowAnonymous();
        routes.MapGet("/sign-up", ShowSignUpAsync).AllowAnonymous();
        routes.MapPost("/sign-up", SignUpAsync).AllowAnonymous();
    }

    static async Task<IResult> ForgotAsync(HttpContext http, ConsoleRequest here, Passwords passwords, AccountLimits limits, AccountRequests requests)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var email = form["Email"].ToString();
        if (EmailProblem(email) is { } problem)
        {
            return Pages.Show<ForgotPage>(
                StatusCodes.Status422UnprocessableEntity,
                (nameof(ForgotPage.Email), email), (nameof(ForgotPage.Problems), (IReadOnlyList<SettingsProblem>)[problem]));
        }

        if (await limits.TakeLetterAsync(email, http.Connection.RemoteIpAddress, http.RequestAborted) is { } wait) return TooMany.Show(http, wait);
        var origin = new RequestOrigin(email, null, http.Connection.RemoteIpAddress);
        return requests.TryBegin(token => passwords.RequestResetAsync(email, origin, token))
            ? Results.LocalRedirect(here.Url("/forgot?done=sent"))
            : TooMany.Show(http, TooMany.Busy);
    }

    static async Task<IResult> ShowSignUpAsync(HttpContext http, PeopleSettingsStore settings, string? done)
    {
        if (done == "sent") return Pages.Show<MailSentPage>((nameof(MailSentPage.IsSignUp), true));
        var (rules, _) = await settings.ReadAsync(http.RequestAborted);
        return rules.AllowSignUp
            ? Pages.Show<SignUpPage>((nameof(SignUpPage.Domains), rules.AllowedDomains))
            : Pages.Show<SignUpClosedPage>(StatusCodes.Status403Forbidden);
    }

    static async Task<IResult> SignUpAsync(
        HttpContext http, ConsoleRequest here, NewAccounts accounts, PeopleSettingsStore settings, AccountLimits limits, AccountRequests requests)
    {
        var (rules, _) = await settings.ReadAsync(http.RequestAborted);
        if (!rules.AllowSignUp) return Pages.Show<SignUpClosedPage>(StatusCodes.Status403Forbidden);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (email, name) = (form["Email"].ToString(), form["Name"].ToString());
        List<SettingsProblem> problems = [.. NameProblems(name)];
        if (EmailProblem(email) is { } problem) problems.Add(problem);
        else if (MailboxParser.TryParseAddress(email, out var address) && !rules.Allows(address))
            problems.Add(new SettingsProblem("Email", "Problem.Email.Domain", string.Join(", ", rules.AllowedDomains)));
        if (problems.Count > 0)
        {
            return Pages.Show<SignUpPage>(
                StatusCodes.Status422UnprocessableEntity, (nameof(SignUpPage.Domains), rules.AllowedDomains),
                (nameof(SignUpPage.Email), email), (nameof(SignUpPage.Name), name), (nameof(SignUpPage.Problems), problems));
        }

        if (await limits.TakeLetterAsync(email, http.Connection.RemoteIpAddress, http.RequestAborted) is { } wait) return TooMany.Show(http, wait);
        var origin = new RequestOrigin(email, null, http.Connection.RemoteIpAddress);
        var language = here.Language.Tag;
        return requests.TryBegin(token => accounts.RequestSignUpAsync(email, name, language, origin, token))
            ? Results.LocalRedirect(here.Url("/sign-up?done=sent"))
            : TooMany.Show(http, TooMany.Busy);
    }

    static SettingsProblem? EmailProblem(string email)
    {
        if (string.IsNullOrWhiteSpace(email)) return new SettingsProblem("Email", "Problem.Email.Missing");
        return MailboxParser.ParseAddress(email) is MailboxParse.Refused ? new SettingsProblem("Email", "Problem.Address.Incomplete") : null;
    }

    static IEnumerable<SettingsProblem> NameProblems(string name)
    {
        var text = name.Trim();
        if (text.Length == 0) yield return new SettingsProblem("Name", "Problem.Name.Missing");
        if (PersonalName.Problem(text) is { } problem)
            yield return new SettingsProblem("Name", problem, PersonalName.MaximumLength);
    }
}
