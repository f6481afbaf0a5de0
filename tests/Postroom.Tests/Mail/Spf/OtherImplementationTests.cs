using System.Net;
using System.Text.Json;
using Postroom.Mail.Spf;
using Postroom.Tests.Support;

namespace Postroom.Tests.Mail.Spf;

/// <summary>Records put together by chance, judged by us and by pyspf.</summary>
public sealed class OtherImplementationTests
{
    const int Records = 400;

    static readonly string[] Terms =
    [
        "all", "a", "mx", "a:b.test", "mx:b.test", "a/24", "mx:b.test/28//64", "ip4:192.0.2.0/25", "ip4:198.51.100.7", "ip6:2001:db8::/32",
        "include:one.test", "include:two.test", "exists:%{ir}.list.test", "exists:%{l1r-}.%{d2}", "a:%{h}", "ptr:b.test", "redirect=one.test",
        "redirect=two.test", "exp=b.test", "other=thing", "include:nobody.test", "ip4:192.0.2.256", "ip4:192.0.2.1/33", "ip6:2001:db8::/129", "a:b",
        "all:b.test", "include", "mx/", "redirect=", "wrong", "a:%{x}.test", "INCLUDE:one.test", "A:B.Test",
    ];

    static readonly string[] Qualifiers = ["", "", "+", "-", "~", "?"];

    static readonly string[] Addresses = ["192.0.2.1", "192.0.2.130", "198.51.100.7", "203.0.113.9", "2001:db8::25", "2001:db9::1", "::ffff:192.0.2.1"];

    [Fact]
    public async Task Comes_to_the_same_results()
    {
        // Always the same chance, so that what fails today fails tomorrow.
        var chance = new Random(7208);
        var questions = Enumerable.Range(0, Records).Select(_ => new Question(Zone(RecordOf(chance)), Pick(chance, Addresses), "first-last@s.test", "mail.b.test")).ToList();

        var theirs = JsonSerializer.Deserialize<string[]>(await OtherReader.ProbeAsync(
            "/usr/bin/python3", "check_spf.py", questions.Select(question => JsonSerializer.SerializeToUtf8Bytes(question, JsonSerializerOptions.Web))))!;

        var differing = new List<string>();
        for (var i = 0; i < questions.Count; i++)
        {
            var outcome = await AskUsAsync(questions[i]);
            if (!outcome.Result.ToString().Equals(theirs[i], StringComparison.OrdinalIgnoreCase))
                differing.Add($"{questions[i].Zone["s.test"][0][1]} for {questions[i].Ip}: {outcome.Result} ({outcome.Term}), pyspf {theirs[i]}");
        }

        Assert.True(differing.Count == 0, string.Join('\n', differing));
        Assert.True(theirs.Distinct().Count() >= 5, "The records are too much alike to say anything.");
    }

    // No term twice: pyspf refuses unknown modifiers that come again, which RFC 7208 §6 allows however often.
    static string RecordOf(Random chance) =>
        "v=spf1 " + string.Join(' ', Enumerable.Range(0, chance.Next(1, 6)).Select(_ =>
        {
            var term = Pick(chance, Terms);
            return term.Contains('=') ? term : Pick(chance, Qualifiers) + term;
        }).Distinct());

    static T Pick<T>(Random chance, IReadOnlyList<T> all) => all[chance.Next(all.Count)];

    static Dictionary<string, string[][]> Zone(string record) => new()
    {
        ["s.test"] = [["TXT", record], ["A", "192.0.2.1"], ["AAAA", "2001:db8::25"], ["MX", "10", "b.test"]],
        ["b.test"] = [["A", "192.0.2.130"], ["AAAA", "2001:db9::1"], ["MX", "10", "mail.b.test"], ["MX", "20", "s.test"], ["TXT", "words"]],
        ["mail.b.test"] = [["A", "198.51.100.7"], ["AAAA", "2001:db9::2"]],
        ["one.test"] = [["TXT", "v=spf1 ip4:203.0.113.0/24 ip6:2001:db9::/64 ~all"]],
        ["two.test"] = [["TXT", "v=spf1 -ip4:192.0.2.1 include:one.test ?all"]],
        ["1.2.0.192.list.test"] = [["A", "127.0.0.2"]],
        ["7.100.51.198.in-addr.arpa"] = [["PTR", "mail.b.test"]],
        ["last.s.test"] = [["A", "127.0.0.3"]],
    };

    static Task<SpfOutcome> AskUsAsync(Question question)
    {
        var book = new ZoneResolver();
        foreach (var (name, records) in question.Zone)
        {
            foreach (var record in records)
            {
                _ = record[0] switch
                {
                    "TXT" => book.Text(name, record[1]),
                    "MX" => book.Mx(name, int.Parse(record[1], System.Globalization.CultureInfo.InvariantCulture), record[2]),
                    "PTR" => book.Ptr(name, record[1]),
                    _ => book.Address(name, record[1]),
                };
            }
        }

        return new SpfCheck(book, TimeProvider.System).RunAsync(
            new SpfRequest(IPAddress.Parse(question.Ip), question.Sender, question.Helo), TestContext.Current.CancellationToken);
    }

    sealed record Question(Dictionary<string, string[][]> Zone, string Ip, string Sender, string Helo);
}
