using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.TestHost;

namespace Postroom.Tests.Admin.Support;

/// <summary>A browser without scripts: keeps cookies, follows redirects, sends forms with all that is in them.</summary>
public sealed class Browser(TestServer server, string path) : IDisposable
{
    readonly HttpClient _http = new(server.CreateHandler()) { BaseAddress = new Uri("http://localhost") };

    public CookieContainer Cookies { get; } = new();

    /// <summary>Sent with every request.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    public Task<BrowserPage> GetAsync(string address) => FollowAsync(new HttpRequestMessage(HttpMethod.Get, path + address));

    /// <summary>Without following a redirect.</summary>
    public async Task<BrowserPage> GetOnceAsync(string address) => await SendAsync(new HttpRequestMessage(HttpMethod.Get, path + address));

    public Task<BrowserPage> PostAsync(string address, params (string Name, string Value)[] fields) => FollowAsync(new HttpRequestMessage(HttpMethod.Post, path + address)
    {
        Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
    });

    /// <summary>Posts any content, such as a file.</summary>
    public Task<BrowserPage> SendAsync(string address, HttpContent content) => FollowAsync(new HttpRequestMessage(HttpMethod.Post, path + address) { Content = content });

    /// <summary>Sends the form with this action: what is in it, with these values instead or besides.</summary>
    public Task<BrowserPage> SubmitAsync(BrowserPage page, string action, params (string Name, string Value)[] typed)
    {
        var form = page.Document.Forms.First(form => form.GetAttribute("action") == path + action);
        var sent = Filled(form).Where(field => typed.All(own => own.Name != field.Name)).Concat(typed);
        return PostAsync(action, [.. sent]);
    }

    public void Dispose() => _http.Dispose();

    static IEnumerable<(string Name, string Value)> Filled(IHtmlFormElement form)
    {
        foreach (var element in form.QuerySelectorAll("input[name], select[name], textarea[name]"))
        {
            if (element.Closest("fieldset[disabled]") is not null || element.HasAttribute("disabled")) continue;
            switch (element)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false }: break;
                case IHtmlInputElement input: yield return (input.Name!, input.Value); break;
                case IHtmlSelectElement select: yield return (select.Name!, select.Value ?? ""); break;
                case IHtmlTextAreaElement text: yield return (text.Name!, text.Value); break;
            }
        }
    }

    async Task<BrowserPage> FollowAsync(HttpRequestMessage request)
    {
        var page = await SendAsync(request);
        for (var hops = 0; page.Location is { } location && hops < 5; hops++)
            page = await SendAsync(new HttpRequestMessage(HttpMethod.Get, location));
        return page;
    }

    async Task<BrowserPage> SendAsync(HttpRequestMessage request)
    {
        var address = new Uri(_http.BaseAddress!, request.RequestUri!);
        if (Cookies.GetCookieHeader(address) is { Length: > 0 } cookies) request.Headers.Add("Cookie", cookies);
        foreach (var (name, value) in Headers) request.Headers.TryAddWithoutValidation(name, value);
        var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        if (response.Headers.TryGetValues("Set-Cookie", out var set))
            foreach (var cookie in set) Cookies.SetCookies(address, cookie);
        return await BrowserPage.ReadAsync(address, response);
    }
}
