using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Postroom.EndToEnd.Tests.Support.SharedChromium))]

namespace Postroom.EndToEnd.Tests.Support;

/// <summary>One Chromium for all tests, started by the first that needs it. Profiles keep them apart: see <see cref="ConsoleBrowser"/>.</summary>
public sealed class SharedChromium : IAsyncDisposable
{
    static readonly SemaphoreSlim OneAtATime = new(1, 1);
    static IPlaywright? _playwright;
    static IBrowser? _browser;

    /// <summary>The browser; a new one when the last has crashed, so that one test's fault is not another's.</summary>
    internal static async Task<IBrowser> GetAsync()
    {
        await OneAtATime.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_browser is { IsConnected: true }) return _browser;
            _playwright ??= await Playwright.CreateAsync();
            return _browser = await _playwright.Chromium.LaunchAsync(
                new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu"] });
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        (_browser, _playwright) = (null, null);
    }
}
