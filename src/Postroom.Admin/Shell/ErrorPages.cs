using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.People;

namespace Postroom.Admin.Shell;

/// <summary>The pages for what went wrong, in the style of all others.</summary>
static class ErrorPages
{
    /// <summary>Answers whatever no other endpoint takes.</summary>
    public static void MapNotFound(IEndpointRouteBuilder routes) =>
        routes.Map("{**path}", () => Show(StatusCodes.Status404NotFound)).AllowAnonymous().WithOrder(int.MaxValue);

    /// <summary>The page for a status code.</summary>
    public static IResult Show(int status) => Pages.Show<ErrorPage>(status, (nameof(ErrorPage.Status), status));

    /// <summary>Writes the page outside of an endpoint, such as where authorization refused.</summary>
    public static async Task WriteAsync(HttpContext http, int status)
    {
        var root = http.GetEndpoint()?.Metadata.GetMetadata<ConsoleRoot>() ?? new ConsoleRoot("");
        PageFilter.Begin(http, root, await http.AuthenticateAsync(Session.Scheme));
        await Show(status).ExecuteAsync(http);
    }
}
