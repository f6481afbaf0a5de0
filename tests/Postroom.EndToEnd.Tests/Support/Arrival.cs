using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Postroom.EndToEnd.Tests.Support;

/// <summary>Waits for a page.</summary>
static class Arrival
{
    /// <summary>Looks until the address ends like this, or goes on from there with further parts of the query.</summary>
    // Not WaitForURLAsync: it waits for an event of a page that may have loaded already, now and then for ever.
    public static Task ArrivesAtAsync(this IPage page, string end) => Assertions.Expect(page).ToHaveURLAsync(
        new Regex(Regex.Escape(end) + "(&.*)?$", RegexOptions.None, TimeSpan.FromSeconds(1)), new PageAssertionsToHaveURLOptions { Timeout = 60_000 });
}
