using System.Globalization;
using System.Text.Json;
using Postroom.Notifications;

namespace Postroom.Forges;

/// <summary>Says in short what an event is about.</summary>
static class InboxSubjects
{
    public static InboxSubject Of(PullRequestEvent e) => new(
        JsonNamingPolicy.CamelCase.ConvertName(e.Kind.ToString()),
        string.Create(CultureInfo.InvariantCulture, $"{e.PullRequest.Project}/{e.PullRequest.Repository} #{e.PullRequest.Number}"),
        e.PullRequest.Title,
        e.Actor.Name ?? e.Actor.Login);
}
