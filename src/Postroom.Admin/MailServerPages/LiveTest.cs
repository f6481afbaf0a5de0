using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Postroom.Diagnosis;

namespace Postroom.Admin.MailServerPages;

/// <summary>
/// The page with a test that runs while it is written: all down to the stages, then each stage as it happens, then the
/// rest. A browser shows it as it comes, so it is live without any script.
/// </summary>
/// <param name="parameters">The parameters of <see cref="MailServerPage"/>.</param>
/// <param name="events">The test.</param>
/// <param name="toSandbox">Whether the message that it sends lies in the sandbox afterwards.</param>
/// <param name="isSaved">Whether what is tested is in force already.</param>
sealed class LiveTest(Dictionary<string, object?> parameters, IAsyncEnumerable<TestEvent> events, bool toSandbox, bool isSaved) : IResult
{
    /// <summary>Stands in the rendered page where the stages belong.</summary>
    public const string Place = "<!--stages-->";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var page = await RenderAsync<MailServerPage>(renderer, parameters);
        var place = page.IndexOf(Place, StringComparison.Ordinal);

        httpContext.Response.ContentType = "text/html; charset=utf-8";
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await WriteAsync(httpContext, page[..place]);
        await foreach (var happened in events)
        {
            var html = happened switch
            {
                TestEvent.StageBegan began => await RowAsync(renderer, (nameof(StageRow.Begun), began.Stage)),
                TestEvent.StagePassed passed => await RowAsync(renderer, (nameof(StageRow.Stage), passed.Stage)),
                TestEvent.StageFailed failed => await RowAsync(renderer, (nameof(StageRow.Stage), failed.Stage)),
                TestEvent.TrialsBegan => await RenderAsync<TrialRow>(renderer, []),
                TestEvent.TrialBegan began => await RenderAsync<TrialRow>(
                    renderer,
                    new() { [nameof(TrialRow.Number)] = began.Number, [nameof(TrialRow.Alternative)] = began.Alternative }),
                TestEvent.TrialEnded ended => await RenderAsync<TrialRow>(
                    renderer, new() { [nameof(TrialRow.Number)] = ended.Number, [nameof(TrialRow.Tried)] = ended.Tried }),
                TestEvent.Finished finished => await RenderAsync<TestVerdict>(renderer, new()
                {
                    [nameof(TestVerdict.Result)] = finished.Result,
                    [nameof(TestVerdict.IsInSandbox)] = toSandbox,
                    [nameof(TestVerdict.IsSaved)] = isSaved,
                }),
                _ => "",
            };
            if (html.Length > 0) await WriteAsync(httpContext, html);
        }

        await WriteAsync(httpContext, page[(place + Place.Length)..]);
    }

    static Task<string> RowAsync(HtmlRenderer renderer, (string Name, object Value) parameter) =>
        RenderAsync<StageRow>(renderer, new() { [parameter.Name] = parameter.Value });

    static Task<string> RenderAsync<T>(HtmlRenderer renderer, Dictionary<string, object?> parameters)
        where T : IComponent => renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString());

    static async Task WriteAsync(HttpContext http, string html)
    {
        await http.Response.WriteAsync(html, Encoding.UTF8, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}
