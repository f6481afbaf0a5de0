using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Postroom.Accepting.Http;

/// <summary>
/// Stands around every door for programs. What goes wrong with reading a request is the sender's or the network's: it is
/// answered as a problem with the status it has, and is no fault of ours in the log.
/// </summary>
sealed class ReadingFaults : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        try
        {
            return await next(context);
        }
        catch (BadHttpRequestException fault)
        {
            return Problems.Unreadable(fault.StatusCode);
        }
        catch (Exception fault) when (HasGone(http, fault))
        {
            return Results.Empty; // The sender has gone: nobody reads the answer.
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            return Problems.Unreadable(StatusCodes.Status400BadRequest);
        }
    }

    // The token of the request is cancelled a moment after its body says that the connection is gone.
    static bool HasGone(HttpContext http, Exception fault) => fault is ConnectionAbortedException or ConnectionResetException
        || fault.InnerException is ConnectionAbortedException or ConnectionResetException
        || (fault is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested);
}
