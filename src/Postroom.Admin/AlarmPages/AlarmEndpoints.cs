using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.Alarms;
using Postroom.People;

namespace Postroom.Admin.AlarmPages;

/// <summary>The alarms of the past, and when and where an outage is told.</summary>
static class AlarmEndpoints
{
    const string Path = "/alarms";
    const int Shown = 50;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (HttpContext http, IOutageLog log, AlarmSettingsStore settings, string? done) =>
            PageAsync(http, log, settings, new AlarmForm(settings.Current) { Done = done }));
        routes.MapPost(Path, SaveAsync).RequireAuthorization(PeoplePolicies.Administrator);
    }

    static async Task<IResult> SaveAsync(HttpContext http, ConsoleRequest here, IOutageLog log, AlarmSettingsStore settings)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var typed = new AlarmForm(form[nameof(AlarmSettings.OutageMinutes)].ToString(), form[nameof(AlarmSettings.WebhookUrl)].ToString());
        _ = int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var basedOn);
        return await settings.SaveAsync(typed.Minutes, typed.Url, form["NewSecret"] == "on", basedOn, here.Actor, http.RequestAborted) switch
        {
            AlarmSave.Saved { Secret: { } secret } => await PageAsync(http, log, settings, new AlarmForm(settings.Current) { Done = "saved", Secret = secret }),
            AlarmSave.Saved => Results.LocalRedirect(here.Url(Path + "?done=saved")),
            AlarmSave.Invalid invalid => await PageAsync(http, log, settings, typed with { Problems = invalid.Problems }, StatusCodes.Status422UnprocessableEntity),
            _ => await PageAsync(http, log, settings, new AlarmForm(settings.Current) { Done = "conflict" }, StatusCodes.Status409Conflict),
        };
    }

    static async Task<IResult> PageAsync(HttpContext http, IOutageLog log, AlarmSettingsStore settings, AlarmForm form, int status = StatusCodes.Status200OK) =>
        Pages.Show<AlarmsPage>(
            status,
            (nameof(AlarmsPage.Form), form),
            (nameof(AlarmsPage.Settings), settings),
            (nameof(AlarmsPage.Outages), await log.ListAsync(Shown, http.RequestAborted)),
            (nameof(AlarmsPage.Posts), (await log.PostsAsync(Shown * 2, http.RequestAborted)).ToLookup(post => post.Outage)));
}
