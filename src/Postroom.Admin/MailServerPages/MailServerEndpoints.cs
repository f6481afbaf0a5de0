using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.Diagnosis;
using Postroom.Diagnosis.Detection;
using Postroom.Languages;
using Postroom.Mail.Addresses;
using Postroom.MailServers;
using Postroom.MailServers.Trust;
using Postroom.Notifications;
using Postroom.People;
using Postroom.Settings;

namespace Postroom.Admin.MailServerPages;

/// <summary>The mail server page: one form, whose buttons say what is to be done with it.</summary>
static class MailServerEndpoints
{
    const string Path = "/mail-server";
    const int VersionsShown = 20;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, async Task<IResult> (HttpContext http, MailServerSettingsStore settings, string? done) =>
            await PageAsync(http, settings, PageState.Of(settings.View) with { Done = done }));
        routes.MapPost(Path, ActAsync).RequireAuthorization(PeoplePolicies.Administrator);
        routes.MapPost(Path + "/roll-back", RollBackAsync).RequireAuthorization(PeoplePolicies.Administrator);
    }

    static async Task<IResult> ActAsync(
        HttpContext http, ConsoleRequest here, MailServerSettingsStore settings, TestServices tests, TrustStore trust,
        NotificationSettingsStore notifications)
    {
        var posted = PostedForm.Read(await http.Request.ReadFormAsync(http.RequestAborted), settings.View);
        return posted.Action switch
        {
            "save" => await SaveAsync(http, here, settings, notifications, posted),
            "test" => await TestAsync(http, here, settings, tests, posted, to: null),
            "detect" => await DetectAsync(http, here, settings, tests, posted),
            "send" => await SendAsync(http, here, settings, tests, posted),
            "try" => await TryAsync(http, here, settings, tests, trust, posted),
            _ => await PageAsync(http, settings, Changed(posted, settings.View)),
        };
    }

    // What a button fills in is shown, never saved.
    static PageState Changed(PostedForm posted, MailServerView view)
    {
        var state = posted.ToState(view);
        return posted.Action switch
        {
            "preset" when Presets.Find(posted.Form.Preset) is { } preset =>
                state with { Form = preset.Fill(posted.Region).Or(posted.Form), Region = posted.Region, Done = "filled" },
            "use" => state with { Form = posted.WithRemedy(), Done = "filled" },
            "password" => state with { AsksPassword = true },
            _ => state,
        };
    }

    // What the former verdict offered, filled in and tested in its place; nothing is saved. A certificate that was shown is kept
    // in the trust store, where nothing trusts it until settings with it are saved.
    static async Task<IResult> TryAsync(
        HttpContext http, ConsoleRequest here, MailServerSettingsStore settings, TestServices tests, TrustStore trust,
        PostedForm posted)
    {
        var form = posted.WithRemedy();
        var isTrusted = form.PinnedCertificate is { Length: > 0 } && form.PinnedCertificate != posted.Form.PinnedCertificate;
        if (isTrusted) await trust.KeepShownAsync(form.PinnedCertificate!, posted.Shown, here.Actor, http.RequestAborted);
        var words = isTrusted ? Texts.Get("Console.Test.Trusted", form.PinnedCertificate!) : Texts.Get("Console.Test.Applied");
        return await TestAsync(http, here, settings, tests, posted with { Form = form }, to: null, words);
    }

    static async Task<IResult> SaveAsync(
        HttpContext http, ConsoleRequest here, MailServerSettingsStore settings, NotificationSettingsStore notifications, PostedForm posted)
    {
        var outcome = await settings.SaveAsync(posted.Form, posted.Secrets, posted.Version, here.Actor, http.RequestAborted);
        var state = posted.ToState(settings.View);
        if (outcome is SaveOutcome.Saved) await SwitchAsync(notifications, posted.SendsNotifications, here.Actor, http.RequestAborted);
        return outcome switch
        {
            SaveOutcome.Saved => Results.LocalRedirect(here.Url(Path + "?done=saved")),
            SaveOutcome.Invalid invalid => await PageAsync(http, settings, state with { Problems = invalid.Problems }, StatusCodes.Status422UnprocessableEntity),
            SaveOutcome.PasswordNeeded needed => await PageAsync(
                http, settings, state with { Problems = [needed.Problem], AsksPassword = true }, StatusCodes.Status422UnprocessableEntity),
            SaveOutcome.Conflict conflict => await PageAsync(
                http, settings, state with { Version = conflict.Version, Done = "conflict" }, StatusCodes.Status409Conflict),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    // The one switch of another page that is here too: whatever else was saved there meanwhile stays.
    static async Task SwitchAsync(NotificationSettingsStore notifications, bool? wanted, string actor, CancellationToken cancellationToken)
    {
        const int Tries = 3;
        for (var i = 0; i < Tries && wanted is { } on && notifications.Current.Enabled != on; i++)
            await notifications.SaveAsync(notifications.Current with { Enabled = on }, notifications.Version, actor, cancellationToken);
    }

    static async Task<IResult> SendAsync(
        HttpContext http, ConsoleRequest here, MailServerSettingsStore settings, TestServices tests, PostedForm posted)
    {
        if (MailboxParser.ParseAddress(posted.TestTo) is MailboxParse.Parsed { Mailbox.Address: var to })
            return await TestAsync(http, here, settings, tests, posted, to);
        var state = posted.ToState(settings.View) with { Problems = [new SettingsProblem("TestTo", "Problem.Address.Incomplete")] };
        return await PageAsync(http, settings, state, StatusCodes.Status422UnprocessableEntity);
    }

    static async Task<IResult> TestAsync(
        HttpContext http, ConsoleRequest here, MailServerSettingsStore settings, TestServices tests,
        PostedForm posted, EmailAddress? to, string? applied = null)
    {
        var state = posted.ToState(settings.View);
        switch (settings.Prepare(posted.Form, posted.Secrets, forMessage: to is not null))
        {
            case PreparedServer.Ready ready:
                if (tests.Gate.Enter(here.Actor) is { } wait)
                    return await WaitAsync(http, settings, state, wait);
                var request = TestRequest.For(ready, to, here.Language.Culture) with { IsPasswordTyped = !string.IsNullOrEmpty(posted.Password) };
                var parameters = await ParametersAsync(http, settings, state with { IsTesting = true, Applied = applied, HasTypedSecret = posted.HasSecret });
                var isSaved = ready.Server.SettingsVersion > 0 && !posted.HasSecret;
                return new LiveTest(parameters, tests.Test.RunAsync(request, http.RequestAborted), ready.IsBuiltIn, isSaved);
            case PreparedServer.Invalid invalid:
                var asks = invalid.Problems.Any(problem => MailServerSettingsRules.SecretFields.Contains(problem.Field));
                return await PageAsync(
                    http, settings, state with { Problems = invalid.Problems, AsksPassword = state.AsksPassword || asks }, StatusCodes.Status422UnprocessableEntity);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    static async Task<IResult> WaitAsync(HttpContext http, MailServerSettingsStore settings, PageState state, TimeSpan wait)
    {
        TooMany.SayWait(http, wait);
        return await PageAsync(http, settings, state with { Done = "too-many", Wait = wait }, StatusCodes.Status429TooManyRequests);
    }

    static async Task<IResult> DetectAsync(
        HttpContext http, ConsoleRequest here, MailServerSettingsStore settings, TestServices tests, PostedForm posted)
    {
        var state = posted.ToState(settings.View);
        if (DetectionTarget.Read(posted.DetectFor) is not { } target)
        {
            var problem = new SettingsProblem(nameof(PageState.DetectFor), "Detect.Invalid");
            return await PageAsync(http, settings, state with { Problems = [problem] }, StatusCodes.Status422UnprocessableEntity);
        }

        if (tests.Gate.Enter(here.Actor) is { } wait)
            return await WaitAsync(http, settings, state, wait);
        var host = await tests.FindHost(http.RequestAborted);
        var found = await tests.Detector.DetectAsync(target, host, here.Language.Culture, http.RequestAborted);
        return await PageAsync(http, settings, state with { Detected = found });
    }

    static async Task<IResult> RollBackAsync(HttpContext http, ConsoleRequest here, MailServerSettingsStore settings) =>
        await settings.RollBackToGoodAsync(here.Actor, http.RequestAborted) switch
        {
            RollBackOutcome.RolledBack => Results.LocalRedirect(here.Url(Path + "?done=rolled-back")),
            RollBackOutcome.NothingGood => Results.LocalRedirect(here.Url(Path + "?done=nothing-good")),
            _ => Results.LocalRedirect(here.Url(Path + "?done=conflict")),
        };

    static async Task<IResult> PageAsync(
        HttpContext http, MailServerSettingsStore settings, PageState state, int status = StatusCodes.Status200OK) =>
        Pages.Show<MailServerPage>(status, [.. (await ParametersAsync(http, settings, state)).Select(pair => (pair.Key, pair.Value))]);

    static async Task<Dictionary<string, object?>> ParametersAsync(HttpContext http, MailServerSettingsStore settings, PageState state) => new()
    {
        [nameof(MailServerPage.State)] = state,
        [nameof(MailServerPage.View)] = settings.View,
        [nameof(MailServerPage.History)] = await settings.HistoryAsync(VersionsShown, http.RequestAborted),
    };
}
