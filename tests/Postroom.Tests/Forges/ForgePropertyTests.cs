using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Postroom.Forges;
using Postroom.Forges.Readers;
using Postroom.Notifications;
using Postroom.Tests.Forges.Support;

namespace Postroom.Tests.Forges;

/// <summary>Whatever is done to a payload, it is read, ignored or refused, and what is read is fit to be shown.</summary>
public sealed class ForgePropertyTests
{
    static readonly (ForgeKind Kind, string Name, JsonObject Body)[] Seeds =
    [
        (ForgeKind.BitbucketServer, "pr:modified", Payloads.Bitbucket("pr:modified")),
        (ForgeKind.BitbucketServer, "pr:comment:added", Payloads.BitbucketComment("pr:comment:added")),
        (ForgeKind.GitHub, "pull_request", Payloads.GitHub("opened")),
        (ForgeKind.GitHub, "issue_comment", Payloads.GitHub("created", body => body["issue"] = body["pull_request"]!.DeepClone())),
        (ForgeKind.GitLab, "Merge Request Hook", Payloads.GitLab("update", body => body["changes"] = Payloads.Json("""{"reviewers": {"previous": [], "current": [{"username": "a"}]}}"""))),
        (ForgeKind.GitLab, "Note Hook", Payloads.GitLabNote()),
        (ForgeKind.Gitea, "pull_request", Payloads.Gitea("edited")),
        (ForgeKind.BitbucketCloud, "pullrequest:updated", Payloads.Cloud()),
        (ForgeKind.BitbucketCloud, "pullrequest:comment_created", Payloads.CloudComment()),
        (ForgeKind.Gitea, "issue_comment", Payloads.GiteaComment("created")),
    ];

    static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e400", "99999999999999999999999", "\"\"", "\"x\"", "[]", "{}", "[[[]]]", "[null]", "{\"a\":{}}", "\"\\ud800\"", "\"\\u0000\\u202e\\r\\n\"",
        "\"javascript:alert(1)\"", "\"2026-13-45T99:99:99Z\"", "\"a@b\\r\\nBcc: c@d\"",
    ];

    [Fact]
    public void A_payload_with_any_part_replaced_never_throws() => Check(Replaced());

    [Fact]
    public void A_payload_with_any_bytes_changed_never_throws() => Check(Scrambled());

    [Fact]
    public void Enough_of_the_changed_payloads_still_say_something() => Assert.InRange(
        Gen.Sample(Replaced(), 400, new Rnd(1), 30).Count(sample => Read(sample) is ForgeReading.Happened), 100, 399);

    static void Check(Gen<Sample> samples) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(4_000), Prop.ForAll(Arb.From(samples), sample => Read(sample) switch
        {
            ForgeReading.Happened happened => IsFit(happened.PullRequestEvent),
            ForgeReading.Ignored ignored => ignored.Reason.ToString().Length > 0,
            ForgeReading.Unreadable unreadable => unreadable.Reason.ToString().Length > 0,
            _ => false,
        }));

    static ForgeReading Read(Sample sample) => ForgeReader.Read(
        sample.Kind, new ForgeDelivery("source", "delivery", sample.Name, Payloads.Received), sample.Json);

    static bool IsFit(PullRequestEvent e) =>
        IsLine(e.PullRequest.Title) && IsLine(e.Actor.Login) && IsLine(e.PullRequest.Project) && IsLine(e.PullRequest.Repository)
        && e.PullRequest.Number > 0 && e.At <= Payloads.Received.AddHours(1)
        && e.PullRequest.Url?.Scheme is null or "http" or "https"
        && (e.Actor.Email is null || !e.Actor.Email.Any(char.IsControl));

    static bool IsLine(string text) => text.Length is > 0 and <= ForgeText.LongestLine && !text.Any(char.IsControl);

    static Gen<Sample> Replaced() =>
        from seed in Gen.Elements(Seeds)
        from place in Gen.Choose(0, 10_000)
        from value in Gen.Elements(Values)
        select new Sample(seed.Kind, seed.Name, Encoding.UTF8.GetBytes(Replace(seed.Body, place, value)));

    static Gen<Sample> Scrambled() =>
        from seed in Gen.Elements(Seeds)
        from changes in Gen.Choose(1, 4)
        from places in Gen.Choose(0, 100_000).ListOf(changes)
        from bytes in Gen.Choose(0, 255).ListOf(changes)
        from cut in Gen.Elements(0, 0, 0, 1, 17)
        select new Sample(seed.Kind, seed.Name, Scramble(Payloads.Bytes(seed.Body), [.. places], [.. bytes], cut));

    // The value is put in as text, so that it may be one that no writer would write.
    static string Replace(JsonObject body, int place, string value)
    {
        var copy = body.DeepClone();
        var parts = new List<(JsonNode Parent, string? Name, int Index)>();
        Gather(copy, parts);
        var (parent, name, index) = parts[place % parts.Count];
        if (name is not null) parent[name] = "@@here@@";
        else parent[index] = "@@here@@";
        return copy.ToJsonString().Replace("\"@@here@@\"", value, StringComparison.Ordinal);
    }

    static void Gather(JsonNode node, List<(JsonNode Parent, string? Name, int Index)> parts)
    {
        if (node is JsonObject body)
        {
            foreach (var (name, value) in body)
            {
                parts.Add((node, name, 0));
                if (value is not null) Gather(value, parts);
            }
        }
        else if (node is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                parts.Add((node, null, i));
                if (list[i] is { } item) Gather(item, parts);
            }
        }
    }

    static byte[] Scramble(byte[] json, int[] places, int[] bytes, int cut)
    {
        for (var i = 0; i < places.Length; i++) json[places[i] % json.Length] = (byte)bytes[i];
        return json[..^cut];
    }

    sealed record Sample(ForgeKind Kind, string Name, byte[] Json)
    {
        public override string ToString() => $"{Kind} {Name} {Encoding.UTF8.GetString(Json)}";
    }
}
