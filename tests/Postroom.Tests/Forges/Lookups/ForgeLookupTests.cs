using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Postroom.Forges;
using Postroom.Tests.Forges.Support;
using Postroom.Tests.Support;

namespace Postroom.Tests.Forges.Lookups;

/// <summary>A real server on the loopback stands in for the forge's interface.</summary>
public sealed class ForgeLookupTests : IAsyncLifetime
{
    readonly List<string> _asked = [];
    readonly Dictionary<string, string> _answers = new(StringComparer.Ordinal);
    readonly WebApplication _forge;
    int _status = StatusCodes.Status200OK;

    public ForgeLookupTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _forge = builder.Build();
        _forge.Run(async http =>
        {
            var path = http.Request.Path.Value! + http.Request.QueryString.Value;
            _asked.Add($"{http.Request.Headers.Authorization} {path}");
            http.Response.StatusCode = _status == 200 && !_answers.ContainsKey(path) ? StatusCodes.Status404NotFound : _status;
            http.Response.Headers.Location = "/api/v4/elsewhere";
            await http.Response.WriteAsync(_answers.GetValueOrDefault(path, "{}"), http.RequestAborted);
        });
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    Uri Address => new(_forge.Urls.First());

    public async ValueTask InitializeAsync() => await _forge.StartAsync(Token);

    public ValueTask DisposeAsync() => _forge.DisposeAsync();

    [Fact]
    public async Task GitLab_says_who_the_author_is_and_who_reviews()
    {
        AnswerGitLab();
        await using var story = await Story.OfAsync(ForgeKind.GitLab, Address);

        Assert.Equal("kim Commented as Reviewer, lee Commented as Participant, zoe Commented as Author", await story.PlayAsync(Note(77)));
        Assert.Null(await story.ReasonAsync());
        Assert.Equal("Bearer token-1 /api/v4/projects/tea%2Fpots%2Fkettle/merge_requests/12", _asked[0].Replace("tea/pots/kettle", "tea%2Fpots%2Fkettle", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_answered_is_remembered_and_not_asked_again()
    {
        AnswerGitLab();
        await using var story = await Story.OfAsync(ForgeKind.GitLab, Address);
        await story.PlayAsync(Note(77));
        var questions = _asked.Count;

        Assert.Equal("kim Commented as Reviewer, lee Commented as Participant, zoe Commented as Author", await story.PlayAsync(Note(77)));
        Assert.Equal((2, 2), (questions, _asked.Count));
    }

    [Fact]
    public async Task GitHub_says_who_has_reviewed_before_the_first_event()
    {
        _answers["/api/v3/repos/tea/kettle/pulls/12"] = """{"user": {"id": 2, "login": "ann"}, "requested_reviewers": [], "assignees": []}""";
        _answers["/api/v3/repos/tea/kettle/pulls/12/reviews?per_page=100&limit=50"] =
            """[{"state": "CHANGES_REQUESTED", "user": {"id": 31, "login": "kim"}}, {"state": "COMMENTED", "user": {"id": 32, "login": "lee"}}]""";
        await using var story = await Story.OfAsync(ForgeKind.GitHub, Address);

        Assert.Equal(
            "ann Pushed as Author, ben Pushed as Reviewer, kim Pushed as Reviewer, lee Pushed as Participant",
            await story.PlayAsync(Payloads.GitHub("synchronize"), "pull_request"));
    }

    [Fact]
    public async Task Gitea_is_asked_with_its_own_word_for_a_token()
    {
        _answers["/api/v1/repos/tea/kettle/pulls/12/reviews?per_page=100&limit=50"] = """[{"state": "APPROVED", "user": {"id": 31, "login": "kim", "full_name": "Kim"}}]""";
        await using var story = await Story.OfAsync(ForgeKind.Gitea, Address);

        Assert.Contains("kim Pushed as Reviewer", await story.PlayAsync(Payloads.Gitea("synchronized"), "pull_request_sync"), StringComparison.Ordinal);
        Assert.StartsWith("token token-1 /api/v1/", _asked[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_opened_is_not_asked_for()
    {
        await using var story = await Story.OfAsync(ForgeKind.GitHub, Address);

        await story.PlayAsync(Payloads.GitHub("opened"), "pull_request");

        Assert.Empty(_asked);
    }

    [Theory, InlineData(401), InlineData(403), InlineData(500), InlineData(302), InlineData(429)]
    public async Task A_forge_that_does_not_answer_holds_up_nothing_and_is_left_alone_for_a_while(int status)
    {
        _status = status;
        await using var story = await Story.OfAsync(ForgeKind.GitLab, Address);

        Assert.Equal("ben Commented as Reviewer", await story.PlayAsync(Payloads.GitLabNote(body =>
        {
            body["merge_request"]!["author_id"] = 77;
            body["reviewers"] = Payloads.Json("""[{"id": 3, "username": "ben"}]""");
        })));
        await story.PlayAsync(Note(77, number: 13));

        Assert.InRange(_asked.Count, 1, 2);
    }

    [Theory, InlineData("[]"), InlineData("nonsense"), InlineData("{\"author\": 7, \"reviewers\": {}}"), InlineData("{\"author\": {\"id\": 77, \"username\": \"\\ud800\"}}")]
    public async Task An_answer_that_is_none_changes_nothing(string answer)
    {
        _answers["/api/v4/projects/tea%2Fpots%2Fkettle/merge_requests/12"] = answer;
        await using var story = await Story.OfAsync(ForgeKind.GitLab, Address);

        Assert.Equal("", await story.PlayAsync(Note(77)));
        Assert.Equal(new ForgeReason("AuthorNumber", "77"), await story.ReasonAsync());
    }

    [Fact]
    public async Task This_machine_is_not_asked_unless_that_is_allowed()
    {
        using var lookup = Story.Lookup(new FakeTime());
        var source = new ForgeSource
        {
            Id = "source",
            Kind = ForgeKind.GitLab,
            Name = "Work",
            BaseUrl = Address,
            ProtectedSecret = "x",
            CreatedAt = default,
            SecretSetAt = default,
            ProtectedReadToken = ForgeSecret.ProtectToken(Story.Secrets, "source", "token-1"),
        };

        Assert.Null(await lookup.AskAsync(source, Payloads.EventOf(ForgeKind.GitLab, Payloads.GitLabNote()).PullRequest, Token));
        Assert.Empty(_asked);
        Assert.Contains("Destinations:Allowed", lookup.LastOf("source")!.Problem, StringComparison.Ordinal);
    }

    void AnswerGitLab()
    {
        const string one = "/api/v4/projects/tea%2Fpots%2Fkettle/merge_requests/12";
        _answers[one] = """{"author": {"id": 77, "username": "zoe", "name": "Zoe"}, "reviewers": [{"id": 31, "username": "kim"}], "assignees": []}""";
        _answers[one + "/participants?per_page=100"] = """[{"id": 32, "username": "lee"}, {"id": 77, "username": "zoe"}]""";
    }

    static JsonObject Note(int author, int number = 12) => Payloads.GitLabNote(body =>
    {
        body["merge_request"]!["author_id"] = author;
        body["merge_request"]!["iid"] = number;
    });
}
