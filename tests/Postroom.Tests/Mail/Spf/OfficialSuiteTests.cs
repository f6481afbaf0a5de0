using System.Globalization;
using System.Net;
using System.Text.Json;
using Postroom.Mail.Spf;
using Postroom.Tests.Support;

namespace Postroom.Tests.Mail.Spf;

/// <summary>The test suite of openspf.org for RFC 7208, read from where Debian's python3-spf puts it.</summary>
public sealed class OfficialSuiteTests
{
    const string DefaultExplanation = "DEFAULT";

    static readonly Lazy<Task<IReadOnlyList<Scenario>>> Suite = new(ReadAsync);

    public static async Task<IEnumerable<TheoryDataRow<string, string>>> Cases() =>
        from scenario in await Suite.Value
        from test in scenario.Tests
        select new TheoryDataRow<string, string>(scenario.Description, test.Name);

    [Fact]
    public async Task The_suite_is_whole() => Assert.Equal(203, (await Suite.Value).Sum(scenario => scenario.Tests.Count));

    [Theory, MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public async Task Answers_as_the_suite_asks(string description, string name)
    {
        var scenario = (await Suite.Value).Single(scenario => scenario.Description == description);
        var test = scenario.Tests.Single(test => test.Name == name);
        var check = new SpfCheck(Book(scenario), TimeProvider.System);

        var outcome = await check.RunAsync(
            new SpfRequest(IPAddress.Parse(test.Host), test.MailFrom, test.Helo), TestContext.Current.CancellationToken);

        var result = outcome.Result.ToString().ToLowerInvariant();
        Assert.True(test.Results.Contains(result), $"{result}, not {string.Join(" or ", test.Results)}: {outcome}");
        if (test.Explanation is { } explanation) Assert.Equal(explanation, outcome.Explanation ?? DefaultExplanation);
    }

    static ZoneResolver Book(Scenario scenario)
    {
        var book = new ZoneResolver();
        foreach (var (name, records) in scenario.Zones)
        {
            // Records of type SPF stand for TXT records where the name has none written down (the suite's own rule).
            var hasTexts = records.Any(record => record.Type == "TXT");
            foreach (var record in records) Write(book, name, record, hasTexts);
        }

        return book;
    }

    static void Write(ZoneResolver book, string name, ZoneRecord record, bool hasTexts)
    {
        switch (record.Type)
        {
            case "TIMEOUT": book.Silent(name); break;
            case "TXT" when record.Values is ["NONE"]: break;
            case "SPF" when hasTexts: break;
            case "TXT" or "SPF": book.Text(name, [.. record.Values]); break;
            case "A" or "AAAA": book.Address(name, record.Values[0]); break;
            case "MX": book.Mx(name, int.Parse(record.Values[0], CultureInfo.InvariantCulture), record.Values[1]); break;
            case "PTR": book.Ptr(name, record.Values[0]); break;
            case "CNAME": book.Cname(name, record.Values[0]); break;
            default: throw new InvalidOperationException($"The suite has a record of type {record.Type}, which nobody here reads.");
        }
    }

    static async Task<IReadOnlyList<Scenario>> ReadAsync() => JsonSerializer.Deserialize<List<Scenario>>(
        await OtherReader.ProbeAsync("/usr/bin/python3", "read_spf_suite.py", []), JsonSerializerOptions.Web)!;

    sealed record Scenario(string Description, Dictionary<string, List<ZoneRecord>> Zones, List<SuiteTest> Tests);

    sealed record ZoneRecord(string Type, List<string> Values);

    sealed record SuiteTest(string Name, string Helo, string Host, string MailFrom, List<string> Results, string? Explanation);
}
