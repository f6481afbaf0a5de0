using System.Net;
using Postroom.Forges;
using Postroom.Tests.Forges.Support;

namespace Postroom.Tests.Forges;

/// <summary>Three kinds of Bitbucket send the same header, and each is told apart.</summary>
public sealed class BitbucketDoorTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData("pullrequest:created", null), InlineData("repo:push", "server")]
    public async Task The_plug_in_Post_Webhooks_is_told_what_is_supported(string key, string? type)
    {
        await using var host = await DoorHost.StartAsync();
        await host.AddForgeAsync(ForgeKind.BitbucketServer);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/" + ForgeKind.BitbucketServer.Word());
        request.Content = new ByteArrayContent(Payloads.Bytes(Payloads.Cloud()));
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.Add("X-Event-Key", key);
        if (type is not null) request.Headers.Add("X-Bitbucket-Type", type);

        var answer = await host.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("built into Bitbucket Server and Data Center", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bitbucket_Cloud_at_the_door_of_a_server_is_told_to_add_a_forge_of_its_kind()
    {
        await using var host = await DoorHost.StartAsync();
        await host.AddForgeAsync(ForgeKind.BitbucketServer);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/" + ForgeKind.BitbucketServer.Word());
        var body = DoorHost.BodyOf(ForgeKind.BitbucketCloud);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        foreach (var (name, value) in DoorHost.HeadersOf(ForgeKind.BitbucketCloud, body, null, "1", DoorHost.Secret)) request.Headers.TryAddWithoutValidation(name, value);

        var answer = await host.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("one of Bitbucket Cloud", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }
}
