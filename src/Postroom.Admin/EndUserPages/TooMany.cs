using System.Globalization;
using Microsoft.AspNetCore.Http;
using Postroom.Admin.Shell;

namespace Postroom.Admin.EndUserPages;

/// <summary>The answer to one request too many (RFC 6585 §4). It is decided before anybody looks whether an address is known.</summary>
static class TooMany
{
    /// <summary>The wait of who finds too much under way.</summary>
    public static readonly TimeSpan Busy = TimeSpan.FromMinutes(1);

    public static IResult Show(HttpContext http, TimeSpan wait)
    {
        var seconds = (long)Math.Ceiling(wait.TotalSeconds);
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Pages.Show<TooManyPage>(StatusCodes.Status429TooManyRequests, (nameof(TooManyPage.Minutes), (int)Math.Ceiling(wait.TotalMinutes)));
    }
}
