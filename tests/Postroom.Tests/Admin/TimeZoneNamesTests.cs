using Postroom.Admin.Shell;

namespace Postroom.Tests.Admin;

/// <summary>The time zones to choose from.</summary>
public sealed class TimeZoneNamesTests
{
    [Fact]
    public void Every_zone_to_choose_from_is_one_the_runtime_knows() =>
        Assert.DoesNotContain(TimeZoneNames.All, name => !TimeZoneInfo.TryFindSystemTimeZoneById(name, out _));

    [Fact]
    public void They_are_those_the_runtime_lists() =>
        Assert.Equal(
            TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(
                id => id.Contains('/', StringComparison.Ordinal) && !id.StartsWith("Etc/", StringComparison.Ordinal))
                .Append("UTC").Order(StringComparer.Ordinal),
            TimeZoneNames.All.Order(StringComparer.Ordinal));
}
