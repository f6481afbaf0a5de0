namespace Postroom.Mail.Smtp.Client.Sending;

/// <summary>
/// Keeps several messages under way where the server takes them whole. Small enough that neither side can fill the
/// other's buffers and wait for ever, and that few messages become uncertain when the connection breaks.
/// </summary>
sealed class SendWindow(IReadOnlyList<SendTransaction> all)
{
    const int MaxMessages = 8;
    const long MaxBytes = 262_144;
    const int MaxRecipients = 100;

    int _written;

    /// <summary>Writes ahead from the message that is next to be answered, when all before it have been.</summary>
    public async Task FillAsync(int next, CancellationToken cancellationToken)
    {
        if (next < _written) return;

        var end = next;
        long bytes = 0;
        var recipients = 0;
        while (end < all.Count && end - next < MaxMessages && all[end].CanBeWrittenAhead)
        {
            bytes += all[end].Length;
            recipients += all[end].Recipients;
            if (end > next && (bytes > MaxBytes || recipients > MaxRecipients)) break;
            end++;
        }

        if (end - next < 2) return;

        var isWritten = true;
        for (_written = next; isWritten && _written < end; _written++)
            isWritten = await all[_written].WriteAheadAsync(_written > next ? all[_written - 1] : null, cancellationToken);
    }
}
