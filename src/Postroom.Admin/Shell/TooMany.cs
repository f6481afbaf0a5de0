using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Postroom.Admin.Shell;

/// <summary>The answer to one request too many (RFC 6585 §4). It is decided before anybody looks whether an address is known.</summary>
static class TooMany
{
    /// <summary>The wait of who finds too much under way.</summary>
    public static readonly TimeSpan Busy = TimeSpan.FromMinutes(1);

    /// <summary>Says how long to wait, beside a page of one's own.</summary>
    public static void SayWait(HttpContext http, TimeSpan wait) =>
        http.Response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    public static IResult Show(HttpContext http, TimeSpan wait)
    {
        SayWait(http, wait);
        return Pages.Show<TooManyPage>(StatusCodes.Status429TooManyRequests, (nameof(TooManyPage.Minutes), (int)Math.Ceiling(wait.TotalMinutes)));
    }
}
