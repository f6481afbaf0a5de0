using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Postroom.Notifications.Choices;
using Postroom.People;
using Postroom.Tests.Forges.Support;

namespace Postroom.Tests.Notifications;

/// <summary>Watchers over HTTP.</summary>
public sealed class WatcherApiTests : IAsyncLifetime
{
    const string Kettle = "?source=hub&project=tea&repository=kettle";

    DoorHost _host = null!;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await DoorHost.StartAsync();
        _host.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await _host.MakeKeyAsync("events"));
        await _host.Get<PeopleDirectory>().PutAsync([new DirectoryEntry("hub", "ben", "Ben Ito", "ben@example.org")], Token);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory, InlineData("ben@example.org"), InlineData("BEN")]
    public async Task Somebody_is_added_by_address_or_login(string person)
    {
        var answer = await SendAsync(HttpMethod.Post, Kettle + "&number=7&person=" + person);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(new Watch("hub", "tea", "kettle", 7), Assert.Single(await _host.Get<IChoiceStore>().ListWatchersAsync(null, 10, Token)).Watch);
    }

    [Fact]
    public async Task Who_watches_the_repository_is_listed_for_a_pull_request()
    {
        await SendAsync(HttpMethod.Post, Kettle + "&person=ben");

        var answer = await SendAsync(HttpMethod.Get, Kettle + "&number=7");

        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal("ben@example.org", json.RootElement.GetProperty("watchers")[0].GetProperty("email").GetString());
    }

    [Fact]
    public async Task Watching_is_ended_and_ending_again_is_no_error()
    {
        await SendAsync(HttpMethod.Post, Kettle + "&person=ben");

        var first = await SendAsync(HttpMethod.Delete, Kettle + "&person=ben");
        var second = await SendAsync(HttpMethod.Delete, Kettle + "&person=ben");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (first.StatusCode, second.StatusCode));
        Assert.Empty(await _host.Get<IChoiceStore>().ListWatchersAsync(null, 10, Token));
    }

    [Fact]
    public async Task Without_a_source_it_is_what_the_app_reports_itself()
    {
        await SendAsync(HttpMethod.Post, "?project=tea&repository=kettle&person=ben@example.org");

        Assert.Equal("api-tool", Assert.Single(await _host.Get<IChoiceStore>().ListWatchersAsync(null, 10, Token)).Watch.Source);
    }

    [Theory]
    [InlineData("?repository=kettle&person=ben", "project"), InlineData("?project=tea&person=ben", "repository"), InlineData("?project=tea&repository=kettle", "person")]
    [InlineData(Kettle + "&number=0&person=ben", "number"), InlineData(Kettle + "&number=x&person=ben", "number"), InlineData(Kettle + "&person=nobody", "person")]
    public async Task What_is_wrong_is_told_by_its_field(string query, string field)
    {
        var answer = await SendAsync(HttpMethod.Post, query);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"\"{field}\":[", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_without_the_scope_may_not()
    {
        _host.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await _host.MakeKeyAsync("send"));

        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Get, Kettle)).StatusCode);
    }

    async Task<HttpResponseMessage> SendAsync(HttpMethod method, string query)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/pull-requests/watchers" + query);
        return await _host.Http.SendAsync(request, Token);
    }
}
