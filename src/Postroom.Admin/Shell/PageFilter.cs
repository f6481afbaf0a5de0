using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Postroom.People;

namespace Postroom.Admin.Shell;

/// <summary>
/// Stands around every page: headers, language, antiforgery, errors. It also carries out the result, so that the language
/// set here still holds while the page is written.
/// </summary>
sealed partial class PageFilter(ConsoleRoot root, ILogger<PageFilter> logger) : IEndpointFilter
{
    /// <summary>The largest form a page takes, in bytes, unless it has a <see cref="FormLimit"/>.</summary>
    public const long LargestForm = 1024 * 1024;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        Begin(http, root, await http.AuthenticateAsync(Session.Scheme));
        try
        {
            var refusal = await RefusalAsync(http);
            var result = refusal ?? await next(context) as IResult ?? Results.Empty;
            await result.ExecuteAsync(http);
        }
        catch (Exception fault) when (HasGone(http, fault))
        {
            // The browser has gone: nobody reads the page.
        }
        catch (StoreUnavailableException fault) when (!http.Response.HasStarted)
        {
            Unavailable(http.Request.Method, http.Request.Path, fault.Message);
            await ErrorPages.Show(StatusCodes.Status503ServiceUnavailable).ExecuteAsync(http);
        }
#pragma warning disable CA1031 // A door: whatever broke, the reader gets a page that says so, and the log has the fault.
        catch (Exception fault) when (!http.Response.HasStarted)
#pragma warning restore CA1031
        {
            Failed(fault, http.Request.Method, http.Request.Path, http.TraceIdentifier);
            await ErrorPages.Show(StatusCodes.Status500InternalServerError).ExecuteAsync(http);
        }

        return Results.Empty;
    }

    /// <summary>Writes the security headers and reads who asks in which language. Not async: the culture holds in the method that calls it.</summary>
    public static void Begin(HttpContext http, ConsoleRoot root, AuthenticateResult session)
    {
        SecurityHeaders.Write(http.Response);
        // A host may have schemes of its own: here, and for the antiforgery token, the reader is who signed in to the console.
        http.User = session.Principal ?? new ClaimsPrincipal(new ClaimsIdentity());
        http.RequestServices.GetRequiredService<ConsoleRequest>().Begin(http, root.Path, http.User);
    }

    // The token of the request is cancelled a moment after reading or writing says that the connection is gone.
    static bool HasGone(HttpContext http, Exception fault) => fault is ConnectionAbortedException or ConnectionResetException
        || fault.InnerException is ConnectionAbortedException or ConnectionResetException
        || (fault is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested);

    static async Task<IResult?> RefusalAsync(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method)) return null;
        var largest = http.GetEndpoint()?.Metadata.GetMetadata<FormLimit>()?.Bytes ?? LargestForm;
        if (await FormDoor.ReadAsync(http, largest) is { } status) return ErrorPages.Show(status);
        var antiforgery = http.RequestServices.GetRequiredService<IAntiforgery>();
        return await antiforgery.IsRequestValidAsync(http) ? null : ErrorPages.Show(StatusCodes.Status400BadRequest);
    }

    [LoggerMessage(11002, LogLevel.Error, "The page {Method} {Path} cannot be shown: {Reason}")]
    partial void Unavailable(string method, string path, string reason);

    [LoggerMessage(11001, LogLevel.Error, "The page {Method} {Path} failed; the reader was shown {TraceId}")]
    partial void Failed(Exception fault, string method, string path, string traceId);
}
