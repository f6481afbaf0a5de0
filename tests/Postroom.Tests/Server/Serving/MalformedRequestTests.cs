using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Postroom.Accepting;
using Postroom.People;
using Postroom.Tests.Forges.Support;
using Postroom.Tests.Support;

namespace Postroom.Tests.Server.Serving;

/// <summary>Every address of the program that takes a body takes any body: bad ones are refused, and are no fault of ours.</summary>
public sealed class MalformedRequestTests : IAsyncLifetime
{
    const string Password = "four unrelated words here";

    readonly KeptLog _log = new();
    DoorHost _host = null!;
    string _credentials = "";
    string _token = "";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await DoorHost.StartAsync();
        _host.Get<ILoggerFactory>().AddProvider(_log);
        await SignInAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public void Every_address_that_takes_a_form_is_known_to_these_tests() => Assert.InRange(Addresses().Count, 50, 500);

    [Fact]
    public async Task No_body_makes_any_address_fail()
    {
        var wrong = new List<string>();

        foreach (var address in Addresses())
        {
            foreach (var body in MalformedBody.All) await TryAsync(address, body, wrong);
        }

        Assert.Empty(wrong);
        Assert.Empty(_log.Faults);
    }

    [Fact]
    public async Task No_value_makes_any_form_fail()
    {
        var wrong = new List<string>();
        var forms = MalformedBody.WithToken(_token, FieldNames()).ToList();

        foreach (var address in Addresses().OrderBy(EndsTheSession))
        {
            foreach (var body in forms) await TryAsync(address, body, wrong);
        }

        Assert.Empty(wrong);
        Assert.Empty(_log.Faults);
    }

    [Theory, InlineData("charset utf-7", "415"), InlineData("no boundary", "400"), InlineData("larger than any form", "413"), InlineData("5,000 keys", "400"), InlineData("text/plain", "415")]
    public async Task A_page_says_what_was_wrong(string name, string status)
    {
        var body = MalformedBody.All.First(body => body.Name.EndsWith(name, StringComparison.Ordinal));

        var answer = await SendAsync("/mail-server", body);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer);
        Assert.Contains("<html", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_is_answered_with_a_problem()
    {
        var answer = await SendAsync("/api/v1/messages", new MalformedBody("chunks", "Content-Type: application/json\r\nTransfer-Encoding: chunked", "ZZ\r\n{}\r\n0\r\n\r\n"));

        Assert.StartsWith("HTTP/1.1 400 ", answer);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
    }

    static bool EndsTheSession(string address) => address.Contains("sign-out", StringComparison.Ordinal);

    // What the pages read, found in their sources, so that a new field is covered by being read. Not the button: it could test a server.
    static IEnumerable<string> FieldNames() => Repository.Files("src/Postroom.Admin", "*.cs").Select(Repository.Read)
        .SelectMany(text => Regex.Matches(text, """\b[fF]orm\["(\w+)"\]""", RegexOptions.None, TimeSpan.FromSeconds(1)))
        .Select(match => match.Groups[1].Value).Where(name => name != "action").Distinct();

    List<string> Addresses() =>
    [
        .. _host.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is not { } methods || methods.HttpMethods.Contains("POST"))
            .Select(endpoint => AddressOf(endpoint.RoutePattern)).Distinct(),
    ];

    static string AddressOf(Microsoft.AspNetCore.Routing.Patterns.RoutePattern pattern) => "/" + string.Join('/', pattern.PathSegments.Select(
        segment => string.Concat(segment.Parts.Select(part => part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter => ValueOf(parameter),
            _ => "x",
        }))));

    static string ValueOf(Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter) =>
        parameter.ParameterPolicies.Any(policy => policy.Content is "guid") ? "01a1fcbc-918d-7a3a-81b5-c2e33cda4ad4" : "1";

    async Task TryAsync(string address, MalformedBody body, List<string> wrong)
    {
        var answer = await SendAsync(address, body);
        var status = answer.Split(' ', 3) is ["HTTP/1.1", var code, ..] ? int.Parse(code, CultureInfo.InvariantCulture) : 0;
        var isFine = (status is > 0 and < 500 || (status == 0 && body.IsCut)) && !answer.Contains("   at ", StringComparison.Ordinal);
        if (!isFine) wrong.Add($"{address}, {body.Name}: {answer[..Math.Min(answer.Length, 200)]}");
    }

    async Task<string> SendAsync(string address, MalformedBody body)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _host.Http.BaseAddress!.Port, Token);
        var stream = client.GetStream();
        var head = $"POST {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{_credentials}{body.Head}\r\n\r\n";
        var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(head), Token);
            var sending = stream.WriteAsync(body.ToBytes(), Token).AsTask();
            if (body.IsCut) client.Client.Shutdown(SocketShutdown.Send);
            await Task.WhenAll(sending, stream.CopyToAsync(answer, Token));
        }
        catch (IOException)
        {
            // The server has answered and closed before all was sent.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }

    async Task SignInAsync()
    {
        var id = Guid.CreateVersion7();
        var user = new User { Id = id, Email = "ann@example.com", Name = "Ann", Role = UserRole.Administrator, Stamp = id.ToString("N"), CreatedAt = TimeProvider.System.GetUtcNow() };
        user = user with { PasswordHash = _host.Get<IPasswordHasher<User>>().HashPassword(user, Password) };
        await _host.Get<IUserStore>().AddAsync(user, onlyIfFirst: false, Token);

        var cookies = new CookieContainer();
        using var handler = new HttpClientHandler { CookieContainer = cookies };
        using var http = new HttpClient(handler) { BaseAddress = _host.Http.BaseAddress };
        var fields = new Dictionary<string, string> { ["email"] = user.Email, ["password"] = Password, ["__RequestVerificationToken"] = TokenIn(await http.GetStringAsync("/sign-in", Token)) };
        using var signedIn = await http.PostAsync("/sign-in", new FormUrlEncodedContent(fields), Token);
        var page = await http.GetStringAsync("/mail-server", Token);
        Assert.Contains("/sign-out", page, StringComparison.Ordinal);
        _token = TokenIn(page);

        var key = ApiKeySecret.New();
        await _host.Get<IAppStore>().AddKeyAsync("tests", key.ToKey(AppScopes.All, TimeProvider.System.GetUtcNow()), Token);
        _credentials = $"Cookie: {cookies.GetCookieHeader(http.BaseAddress!)}\r\nAuthorization: Bearer {key.Text}\r\n";
    }

    static string TokenIn(string html) =>
        Regex.Match(html, """name="__RequestVerificationToken" value="([^"]+)""", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;

    /// <summary>Keeps what is an error, or has an exception.</summary>
    sealed class KeptLog : ILoggerProvider, ILogger
    {
        readonly ConcurrentQueue<string> _faults = new();

        public IReadOnlyCollection<string> Faults => _faults;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Error || exception is not null) _faults.Enqueue($"{eventId} {formatter(state, exception)} {exception}");
        }

        public void Dispose()
        {
        }
    }
}
