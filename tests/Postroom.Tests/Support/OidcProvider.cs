using System.Diagnostics;
using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Postroom.Tests.Support;

/// <summary>An OpenID Connect provider of another make (npm oidc-provider) on the loopback, and a person with a browser at it.</summary>
public sealed class OidcProvider : IAsyncLifetime
{
    public const string ClientId = "postroom";
    public const string Secret = "s3cr3t of: the client/+&";
    public const string PublicClientId = "postroom-public";
    public const string Callback = "http://localhost:8025/sign-in/callback";

    Process? _process;

    public string Issuer { get; private set; } = "";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    Process Running => _process ?? throw new InvalidOperationException("The provider does not run.");

    public async ValueTask InitializeAsync()
    {
        var settings = JsonSerializer.Serialize(new
        {
            clients = new object[]
            {
                new { client_id = ClientId, client_secret = Secret, redirect_uris = new[] { Callback } },
                new { client_id = PublicClientId, token_endpoint_auth_method = "none", redirect_uris = new[] { Callback } },
            },
            people = new { },
        });
        var start = new ProcessStartInfo("node", [Path.Combine(OtherReader.Folder, "oidc_provider.mjs"), settings])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        Issuer = await _process.StandardOutput.ReadLineAsync(Token).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Token)
            ?? throw new InvalidOperationException("The provider did not start. Run first: npm ci --prefix tests/oracles");
    }

    /// <summary>Says who the people are, by subject: <c>email</c>, <c>email_verified</c>, <c>name</c>.</summary>
    public async Task SetAsync(object people)
    {
        await Running.StandardInput.WriteLineAsync(JsonSerializer.Serialize(people));
        await Running.StandardInput.FlushAsync(Token);
    }

    /// <summary>Signs in at the provider and agrees; returns the address the browser is sent back to.</summary>
    public static async Task<Uri> SignInAsync(string address, string subject)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
        var response = await http.GetAsync(new Uri(address), Token);
        for (var hops = 0; hops < 20; hops++)
        {
            var here = response.RequestMessage!.RequestUri!;
            if (response.Headers.Location is { } location)
            {
                var next = new Uri(here, location);
                if (next.AbsoluteUri.StartsWith(Callback, StringComparison.Ordinal)) return next;
                response = await http.GetAsync(next, Token);
                continue;
            }

            response = await http.PostAsync(FormOf(await response.Content.ReadAsStringAsync(Token), here, subject, out var fields), new FormUrlEncodedContent(fields), Token);
        }

        throw new InvalidOperationException("The provider sent the browser nowhere.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null) return;
        _process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await using (deadline.Token.Register(() => _process.Kill(entireProcessTree: true))) await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    static Uri FormOf(string html, Uri here, string subject, out Dictionary<string, string> fields)
    {
        var document = new HtmlParser().ParseDocument(html);
        var form = document.Forms.FirstOrDefault() ?? throw new InvalidOperationException($"The provider shows no form: {document.Body?.TextContent}");
        fields = form.QuerySelectorAll("input[name]").OfType<IHtmlInputElement>().ToDictionary(input => input.Name!, input => input.Value);
        if (fields.TryGetValue("login", out _)) (fields["login"], fields["password"]) = (subject, "any");
        return new Uri(here, form.GetAttribute("action") ?? "");
    }
}
