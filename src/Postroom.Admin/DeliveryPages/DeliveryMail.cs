using Microsoft.AspNetCore.Http;
using Postroom.Admin.MailViews;
using Postroom.Admin.Shell;
using Postroom.Outbox;

namespace Postroom.Admin.DeliveryPages;

/// <summary>What a mail under Deliveries says, for those who may look into it.</summary>
sealed class DeliveryMail(IDeliveryRecords records, MailLooks looks, ConsoleRequest here)
{
    /// <summary>The page with a view of the mail, or the reason why there is none.</summary>
    public async Task<IResult> PageAsync(HttpContext http, Guid id, string? view)
    {
        if (await records.FindAsync(new MessageId(id), http.RequestAborted) is not { } found) return ErrorPages.Show(StatusCodes.Status404NotFound);
        var look = await looks.AtDeliveryAsync(here, found, LookedAt.View(view), http.RequestAborted);
        if (look is MailLook.NotAllowed) return ErrorPages.Show(StatusCodes.Status403Forbidden);
        return Pages.Show<DeliveryMailPage>(
            (nameof(DeliveryMailPage.Message), found), (nameof(DeliveryMailPage.Look), look), (nameof(DeliveryMailPage.View), view));
    }

    /// <summary>A part of the mail.</summary>
    public async Task<IResult> PartAsync(HttpContext http, Guid id, LookedAt at, Func<ReadOnlyMemory<byte>, IResult> show)
    {
        if (await records.FindAsync(new MessageId(id), http.RequestAborted) is not { } found) return ErrorPages.Show(StatusCodes.Status404NotFound);
        return await looks.AtDeliveryAsync(here, found, at, http.RequestAborted) switch
        {
            MailLook.Shown shown => show(shown.Bytes),
            MailLook.NotAllowed => ErrorPages.Show(StatusCodes.Status403Forbidden),
            _ => ErrorPages.Show(StatusCodes.Status404NotFound),
        };
    }
}
