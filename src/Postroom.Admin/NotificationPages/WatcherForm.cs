using System.Globalization;
using Microsoft.AspNetCore.Http;
using Postroom.Notifications.Choices;
using Postroom.Settings;

namespace Postroom.Admin.NotificationPages;

/// <summary>What was typed to add a watcher.</summary>
/// <param name="Source">The id of the forge.</param>
/// <param name="Project">The project, owner or group.</param>
/// <param name="Repository">The repository.</param>
/// <param name="Number">The number of the pull request; empty: the whole repository.</param>
/// <param name="Person">An address or a login.</param>
public sealed record WatcherForm(string Source, string Project, string Repository, string Number, string Person)
{
    /// <summary>An empty form.</summary>
    public static WatcherForm Empty { get; } = new("", "", "", "", "");

    internal static WatcherForm Of(IFormCollection form) =>
        new(Text(form, "Source"), Text(form, "Project"), Text(form, "Repository"), Text(form, "Number"), Text(form, "Person"));

    internal Watch Watch => new(Source, Project, Repository, NumberOf(Number) ?? 0);

    internal List<SettingsProblem> Problems(IEnumerable<string> sources)
    {
        var problems = new List<SettingsProblem>();
        if (!sources.Contains(Source)) problems.Add(new SettingsProblem("Source", "Problem.Watcher.Source"));
        if (!IsName(Project)) problems.Add(new SettingsProblem("Project", "Problem.Watcher.Name"));
        if (!IsName(Repository)) problems.Add(new SettingsProblem("Repository", "Problem.Watcher.Name"));
        if (NumberOf(Number) is null) problems.Add(new SettingsProblem("Number", "Problem.Watcher.Number"));
        return problems;
    }

    static bool IsName(string text) => text.Length is > 0 and <= Watch.LongestName && !text.Any(char.IsControl);

    static long? NumberOf(string text)
    {
        if (text.Length == 0) return 0;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
    }

    static string Text(IFormCollection form, string name) => form[name].ToString().Trim();
}
