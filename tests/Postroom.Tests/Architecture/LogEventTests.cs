using System.Globalization;
using System.Text.RegularExpressions;
using Postroom.Tests.Support;

namespace Postroom.Tests.Architecture;

/// <summary>Event ids are names that others filter by: unique, and their thousand tells the folder.</summary>
public sealed class LogEventTests
{
    static readonly Dictionary<string, int> ThousandOf = new()
    {
        ["src/Postroom/Accepting"] = 1,
        ["src/Postroom/Dispatching"] = 2,
        ["src/Postroom/Hosting"] = 3,
        ["src/Postroom/Sandbox"] = 4,
        ["src/Postroom.Sqlite"] = 5,
        ["src/Postroom/MailServers"] = 6,
        ["src/Postroom/Diagnosis"] = 7,
        ["src/Postroom/Settings"] = 9,
        ["src/Postroom/People"] = 10,
        ["src/Postroom/Forges"] = 15,
        ["src/Postroom.Admin"] = 11,
        ["src/Postroom.Server"] = 12,
        ["src/Postroom/Rendering"] = 13,
        ["src/Postroom/Notifications"] = 14,
        ["src/Postroom/Signing"] = 16,
        ["src/Postroom/Alarms"] = 17,
    };

    [Fact]
    public void Every_event_id_is_unique() =>
        Assert.Empty(Events().GroupBy(found => found.Id).Where(group => group.Count() > 1).Select(group => string.Join(", ", group)));

    [Fact]
    public void Every_event_id_is_in_its_folders_thousand() =>
        Assert.DoesNotContain(Events(), found => ThousandFor(found.Path) != found.Id / 1000);

    static int ThousandFor(string path) =>
        ThousandOf.SingleOrDefault(row => path.StartsWith(row.Key + "/", StringComparison.Ordinal)).Value;

    static IEnumerable<(string Path, int Id)> Events() =>
        from path in Repository.Files("src", "*.cs")
        from Match match in Regex.Matches(Repository.Read(path), @"\[LoggerMessage\((\d+),")
        select (path, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
}
