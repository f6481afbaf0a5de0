using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Postroom.EndToEnd.Tests.Support;

/// <summary>Reads letters in the console's sandbox, as a tester does. The browser is signed in.</summary>
sealed partial class SandboxReader(PostroomProgram program, IPage page)
{
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <summary>The newest link with a token below an address, once so many letters have come to the recipient.</summary>
    public async Task<string> LinkAsync(string recipient, int letters, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        var end = TimeProvider.System.GetUtcNow() + Deadline;
        var list = new Uri(program.Address, $"/sandbox?q={Uri.EscapeDataString(recipient)}").ToString();
        while (TimeProvider.System.GetUtcNow() < end)
        {
            await page.GotoAsync(list);
            if (await page.Locator("tbody tr").CountAsync() >= letters) return await NewestLinkAsync();
            await timer.WaitForNextTickAsync(cancellationToken);
        }

        throw new TimeoutException($"{letters} letters to {recipient} did not come within {Deadline:c}.");
    }

    /// <summary>How many letters there are to a recipient.</summary>
    public async Task<int> CountAsync(string recipient)
    {
        await page.GotoAsync(new Uri(program.Address, $"/sandbox?q={Uri.EscapeDataString(recipient)}").ToString());
        return await page.Locator("tbody tr").CountAsync();
    }

    async Task<string> NewestLinkAsync()
    {
        var letter = await page.Locator("tbody a").First.GetAttributeAsync("href");
        await page.GotoAsync(new Uri(program.Address, letter + "?view=text").ToString());
        var text = await page.Locator("main").TextContentAsync() ?? "";
        return Token().Match(text) is { Success: true, Value: var link } ? link : throw new InvalidOperationException($"The letter has no link:\n{text}");
    }

    [GeneratedRegex(@"https?://[^\s""<>]*token=[A-Za-z0-9_-]{43}", RegexOptions.None, 1_000)]
    private static partial Regex Token();
}
