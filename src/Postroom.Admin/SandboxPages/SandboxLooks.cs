using Microsoft.AspNetCore.Http;
using Postroom.Admin.MailViews;
using Postroom.Admin.Shell;
using Postroom.Sandbox;

namespace Postroom.Admin.SandboxPages;

/// <summary>What a mail of the sandbox says, for those who may look into it; the others see that it is there.</summary>
sealed class SandboxLooks(ISandboxMailbox mailbox, MailLooks looks, ConsoleRequest here)
{
    /// <summary>The page of a message.</summary>
    public async Task<IResult> PageAsync(HttpContext http, long id, string? view)
    {
        if (await mailbox.FindAsync(id, http.RequestAborted) is not { } found) return ErrorPages.Show(StatusCodes.Status404NotFound);
        var look = await looks.AtSandboxAsync(here, found, LookedAt.View(view));
        return Pages.Show<SandboxMessagePage>(
            (nameof(SandboxMessagePage.Found), found), (nameof(SandboxMessagePage.Look), look), (nameof(SandboxMessagePage.View), view));
    }

    /// <summary>A part of the mail.</summary>
    public async Task<IResult> PartAsync(HttpContext http, long id, LookedAt at, Func<ReadOnlyMemory<byte>, IResult> show)
    {
        if (await mailbox.FindAsync(id, http.RequestAborted) is not { } found) return ErrorPages.Show(StatusCodes.Status404NotFound);
        return await looks.AtSandboxAsync(here, found, at) switch
        {
            MailLook.Shown shown => show(shown.Bytes),
            MailLook.NotAllowed => ErrorPages.Show(StatusCodes.Status403Forbidden),
            _ => ErrorPages.Show(StatusCodes.Status404NotFound),
        };
    }
}
