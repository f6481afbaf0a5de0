using System.Net;
using System.Text.RegularExpressions;
using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>Behind a reverse proxy that is trusted, limits count people; what others claim of themselves counts for nothing.</summary>
public sealed partial class ProxiesAreTrustedByName
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData("127.0.0.1", HttpStatusCode.OK), InlineData("10.0.0.5", HttpStatusCode.TooManyRequests), InlineData("none", HttpStatusCode.TooManyRequests), InlineData("", HttpStatusCode.TooManyRequests)]
    public async Task Limits_count_people_behind_a_trusted_proxy_and_nobody_talks_around_them(string trusted, HttpStatusCode eleventh)
    {
        await using var program = await StartAsync(trusted);
        using var browser = new HttpClient { BaseAddress = program.Address };

        for (var i = 0; i < 10; i++) await ProbeAsync(browser, i, $"198.51.100.{i}");

        Assert.Equal(eleventh, await ProbeAsync(browser, 10, "198.51.100.10"));
    }

    [Fact]
    public async Task What_a_client_writes_itself_is_not_believed_through_a_trusted_proxy()
    {
        await using var program = await StartAsync("127.0.0.1");
        using var browser = new HttpClient { BaseAddress = program.Address };

        // The proxy appends where the request really came from; what stands further left the client wrote.
        for (var i = 0; i < 10; i++) await ProbeAsync(browser, i, $"203.0.113.{i}, 198.51.100.1");

        Assert.Equal(HttpStatusCode.TooManyRequests, await ProbeAsync(browser, 10, "203.0.113.99, 198.51.100.1"));
    }

    [Fact]
    public async Task A_limit_outlives_a_restart()
    {
        await using var program = await StartAsync("127.0.0.1");
        using var browser = new HttpClient { BaseAddress = program.Address };
        for (var i = 0; i < 10; i++) await ProbeAsync(browser, i, "198.51.100.1");
        await program.KillAsync();
        await program.StartAgainAsync(Token);

        Assert.Equal(HttpStatusCode.TooManyRequests, await ProbeAsync(browser, 10, "198.51.100.1"));
    }

    [Fact]
    public async Task Behind_TLS_of_a_trusted_proxy_cookies_are_secure()
    {
        await using var program = await StartAsync("127.0.0.1");
        using var browser = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = program.Address };
        browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");

        using var page = await browser.GetAsync("/forgot", Token);

        Assert.Contains("secure", page.Headers.GetValues("Set-Cookie").First(cookie => cookie.Contains("postroom-form", StringComparison.Ordinal)), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Without_the_setting_a_local_proxy_is_named_in_the_log_with_the_cure()
    {
        await using var program = await StartAsync("");
        using var browser = new HttpClient { BaseAddress = program.Address };
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.1");

        using var page = await browser.GetAsync("/forgot", Token);

        await program.WaitForLineAsync(
            line => line.Contains("A proxy at 127.0.0.1 sends X-Forwarded-For", StringComparison.Ordinal)
                && line.Contains("POSTROOM__Site__TrustedProxies=127.0.0.1", StringComparison.Ordinal),
            TimeSpan.FromSeconds(30), Token);
    }

    [Theory, InlineData("https", "127.0.0.1", "max-age=31536000"), InlineData("http", "127.0.0.1", null), InlineData("https", "", null)]
    public async Task Browsers_are_told_to_stay_with_https_when_they_came_by_it(string scheme, string trusted, string? expected)
    {
        await using var program = await StartAsync(trusted, ("POSTROOM__Site__Url", "https://mail.example.com"));
        using var browser = new HttpClient { BaseAddress = program.Address };
        browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);

        using var page = await browser.GetAsync("/sign-in", Token);

        Assert.Equal(expected, page.Headers.TryGetValues("Strict-Transport-Security", out var values) ? Assert.Single(values) : null);
    }

    static Task<PostroomProgram> StartAsync(string trusted, params (string Key, string Value)[] outside) => PostroomProgram.StartAsync(
        Token,
        new Dictionary<string, string>([KeyValuePair.Create("POSTROOM__Site__TrustedProxies", trusted), .. outside.Select(one => KeyValuePair.Create(one.Key, one.Value))]));

    static async Task<HttpStatusCode> ProbeAsync(HttpClient browser, int number, string from)
    {
        var form = await browser.GetStringAsync("/forgot", Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/forgot")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = FormToken().Match(form).Groups[1].Value, ["Email"] = $"p{number}@example.org" }),
        };
        request.Headers.Add("X-Forwarded-For", from);
        using var answer = await browser.SendAsync(request, Token);
        return answer.StatusCode;
    }

    [GeneratedRegex("""name="__RequestVerificationToken" value="([^"]+)""", RegexOptions.None, 1_000)]
    private static partial Regex FormToken();
}
