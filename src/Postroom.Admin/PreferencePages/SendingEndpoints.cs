using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.Notifications;
using Postroom.People;

namespace Postroom.Admin.PreferencePages;

/// <summary>Whether and how notifications are sent, who is told, and who was not told and why.</summary>
static class SendingEndpoints
{
    const int PageLength = 50;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/notifications/sending", async (
            HttpContext http, NotificationSettingsStore settings, INoticeStore notices, string? q, string? reason, long? before, string? done) =>
            await PageAsync(http, settings, notices, new SendingState { Text = Given(q), Reason = ReasonOf(reason), Before = before, Done = done }));
        pages.MapPost("/notifications/sending", SaveAsync).RequireAuthorization(PeoplePolicies.Administrator);
    }

    static async Task<IResult> SaveAsync(HttpContext http, ConsoleRequest here, NotificationSettingsStore settings, INoticeStore notices)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var now = settings.Current;
        // A field that is locked sends nothing, and keeps what is in force.
        var wanted = new NotificationSettings
        {
            Enabled = settings.LockedFields.Contains(nameof(now.Enabled)) ? now.Enabled : form[nameof(now.Enabled)] == "on",
            AccountMail = settings.LockedFields.Contains(nameof(now.AccountMail)) ? now.AccountMail : form[nameof(now.AccountMail)] == "on",
            Quiet = Minutes(form[nameof(now.Quiet)]) ?? now.Quiet,
            Longest = Minutes(form[nameof(now.Longest)]) ?? now.Longest,
            MostMailsPerHour = int.TryParse(form[nameof(now.MostMailsPerHour)], CultureInfo.InvariantCulture, out var most) ? most : now.MostMailsPerHour,
            ShowsActor = settings.LockedFields.Contains(nameof(now.ShowsActor)) ? now.ShowsActor
                : form[nameof(now.ShowsActor)] == "on",
        };
        int.TryParse(form["version"], CultureInfo.InvariantCulture, out var basedOn);
        switch (await settings.SaveAsync(wanted, basedOn, here.Actor, http.RequestAborted))
        {
            case NotificationSave.Saved:
                return Results.LocalRedirect(here.Url("/notifications/sending?done=saved"));
            case NotificationSave.Invalid invalid:
                return await PageAsync(http, settings, notices, new SendingState { Typed = wanted, Problems = invalid.Problems }, StatusCodes.Status422UnprocessableEntity);
            default:
                return await PageAsync(http, settings, notices, new SendingState { Done = "conflict" }, StatusCodes.Status409Conflict);
        }
    }

    static async Task<IResult> PageAsync(
        HttpContext http, NotificationSettingsStore settings, INoticeStore notices, SendingState state, int status = StatusCodes.Status200OK)
    {
        var found = await notices.ListAsync(state.Text, state.Reason, state.Before, PageLength + 1, http.RequestAborted);
        return Pages.Show<SendingPage>(status, (nameof(SendingPage.State), state with
        {
            Settings = state.Typed ?? settings.Current,
            Version = settings.Version,
            Locked = settings.LockedFields,
            Notices = [.. found.Take(PageLength)],
            Next = found.Count > PageLength ? found[PageLength - 1].Number : null,
        }));
    }

    static TimeSpan? Minutes(string? text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var minutes) ? TimeSpan.FromMinutes(minutes) : null;

    static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    static NotSentReason? ReasonOf(string? word) => Enum.TryParse<NotSentReason>(word, out var reason) && Enum.IsDefined(reason) ? reason : null;
}
