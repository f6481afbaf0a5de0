namespace Postroom.Admin.Shell;

/// <summary>The time zones one can choose from, by their IANA names.</summary>
static class TimeZoneNames
{
    const int LongestList = 4_000;

    static readonly Lazy<IReadOnlyList<string>> Read = new(ReadAll);

    /// <summary>The names in order, "UTC" last; read once, when first needed.</summary>
    public static IReadOnlyList<string> All => Read.Value;

    static IReadOnlyList<string> ReadAll()
    {
        var table = Path.Combine(
            Environment.GetEnvironmentVariable("TZDIR") is { Length: > 0 } folder ? folder : "/usr/share/zoneinfo",
            "zone.tab");
        var names = File.Exists(table) ? NamesIn(table) : NamesOfSystem();
        return [.. names.Where(name => name.Contains('/', StringComparison.Ordinal) && !name.StartsWith("Etc/", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), "UTC"];
    }

    // The table that the runtime itself goes by. The runtime also reads the rules of every zone, which takes half a
    // second.
    static IEnumerable<string> NamesIn(string table)
    {
        try
        {
            return [.. File.ReadLines(table).Take(LongestList).Where(line => !line.StartsWith('#')).Select(line => line.Split('\t')).Where(fields => fields.Length > 2).Select(fields => fields[2])];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return NamesOfSystem();
        }
    }

    static IEnumerable<string> NamesOfSystem() => TimeZoneInfo.GetSystemTimeZones()
        .Select(zone => zone.HasIanaId ? zone.Id : TimeZoneInfo.TryConvertWindowsIdToIanaId(zone.Id, out var name) ? name : "");
}
