namespace Postroom.Admin.MailViews;

/// <summary>What looking into a mail came to.</summary>
public abstract record MailLook
{
    private protected MailLook() { }

    /// <summary>It may be seen.</summary>
    /// <param name="Bytes">The message as the reader may see it.</param>
    /// <param name="IsCovered">Whether secrets in it are covered.</param>
    public sealed record Shown(ReadOnlyMemory<byte> Bytes, bool IsCovered) : MailLook;

    /// <summary>There is nothing to show, and the page says why.</summary>
    /// <param name="TextKey">The key of the text that says so.</param>
    public sealed record NotShown(string TextKey) : MailLook;

    /// <summary>The reader may not look into it.</summary>
    public sealed record NotAllowed : MailLook;
}
