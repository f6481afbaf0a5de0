using Microsoft.AspNetCore.Http.Features;

namespace Postroom.Server.Serving;

/// <summary>
/// Answers HEAD wherever GET is answered, with the same status and headers and no body (RFC 9110 §9.3.2): what looks
/// after
/// links and health asks so.
/// </summary>
sealed class HeadRequests : IStartupFilter
{
    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(AnswerAsync);
        next(app);
    };

    static async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await next(http);
            return;
        }

        var body = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var nothing = new StreamResponseBodyFeature(Stream.Null);
        http.Request.Method = HttpMethods.Get;
        http.Features.Set<IHttpResponseBodyFeature>(nothing);
        try
        {
            await next(http);
            await nothing.CompleteAsync();
        }
        finally
        {
            http.Request.Method = HttpMethods.Head;
            http.Features.Set(body);
        }
    }
}
