using System.Text.Json;
using System.Text.Json.Nodes;
using Postroom.Tests.Support;

namespace Postroom.Tests.Forges.Support;

/// <summary>Every example GitHub gives of its webhooks (npm @octokit/webhooks-examples), by event and place.</summary>
static class GitHubExamples
{
    public static IReadOnlyDictionary<string, List<JsonObject>> All { get; } = Load();

    static Dictionary<string, List<JsonObject>> Load()
    {
        var path = Repository.PathOf("tests", "oracles", "node_modules", "@octokit", "webhooks-examples", "api.github.com", "index.json");
        Assert.True(File.Exists(path), "Run first: npm ci --prefix tests/oracles");
        using var file = File.OpenRead(path);
        return JsonSerializer.Deserialize<JsonArray>(file)!.ToDictionary(
            entry => (string)entry!["name"]!, entry => entry!["examples"]!.AsArray().Select(example => example!.AsObject()).ToList());
    }
}
