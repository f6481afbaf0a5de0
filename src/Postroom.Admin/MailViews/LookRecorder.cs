using System.Collections.Concurrent;
using Postroom.Admin.Shell;
using Postroom.Mail.Mime;
using Postroom.Settings;

namespace Postroom.Admin.MailViews;

/// <summary>What of a mail is looked at.</summary>
/// <param name="Name">The view as it stands in the address, <c>download</c> or <c>file-0</c>; null: the best view there is.</param>
/// <param name="IsFrame">Whether it is the frame that a page shows its HTML in.</param>
readonly record struct LookedAt(string? Name, bool IsFrame = false)
{
    /// <summary>The whole message as a file.</summary>
    public static LookedAt Download { get; } = new("download");

    /// <summary>A view of a page; what is no view is the best there is.</summary>
    public static LookedAt View(string? name) =>
        new(name is MailViewName.Html or MailViewName.Text or MailViewName.Headers or MailViewName.Source or MailViewName.Files ? name : null);

    /// <summary>One attachment.</summary>
    public static LookedAt File(int index) => new(FormattableString.Invariant($"file-{index}"));
}

/// <summary>
/// Writes into the audit log who looked into which mail, before it is shown: one entry each time a view is opened. The HTML view
/// is a page and the frame in it, which count as one.
/// </summary>
sealed class LookRecorder(IAuditLog audit)
{
    const int MostAwaited = 1_000;

    static readonly TimeSpan FrameComesWithin = TimeSpan.FromMinutes(1);

    // The pages whose frame is still to come. A frame that is asked for by itself, or at another node, has an entry of its own.
    readonly ConcurrentDictionary<(string Actor, string Mail), DateTimeOffset> _awaited = new();

    /// <summary>Records a look, when something is shown.</summary>
    /// <param name="here">Who looks, and when.</param>
    /// <param name="mail">The id of the message, or its place in the sandbox.</param>
    /// <param name="look">What is shown.</param>
    /// <param name="at">Which view.</param>
    public async Task RecordAsync(ConsoleRequest here, string mail, MailLook look, LookedAt at)
    {
        if (look is not MailLook.Shown shown) return;
        var key = (here.Actor, mail);
        if (at.IsFrame && _awaited.TryRemove(key, out var since) && here.Now - since < FrameComesWithin) return;
        var view = at.Name ?? (HasHtml(shown.Bytes) ? MailViewName.Html : MailViewName.Text);
        // Nothing is shown of which the entry is not on disk, whatever the reader now wishes.
        await audit.AddAsync(new AuditEntry(here.Now, here.Actor, "mail.viewed", mail, view), CancellationToken.None);
        if (at.IsFrame || view != MailViewName.Html) return;
        if (_awaited.Count >= MostAwaited) _awaited.Clear();
        _awaited[key] = here.Now;
    }

    static bool HasHtml(ReadOnlyMemory<byte> bytes) => MessageReader.Read(bytes).Html is not null;
}
