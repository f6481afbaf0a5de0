namespace Postroom.Rendering;

/// <summary>A letter ready to be sent.</summary>
/// <param name="Subject">One line, at most 250 characters, without the subject prefix of the mail server settings.</param>
/// <param name="Text">The plain text, lines at most 76 columns where the language and addresses allow, line ends LF.</param>
/// <param name="Html">The HTML with its styles inlined, less than 102 kB in UTF-8; null: the recipient wants text alone.</param>
/// <param name="Images">The images the HTML shows by <c>cid:</c> links.</param>
public sealed record RenderedLetter(string Subject, string Text, string? Html, IReadOnlyList<InlineImage> Images);

/// <summary>An image that travels with a letter (RFC 2392).</summary>
/// <param name="ContentId">Its Content-ID, without angle brackets.</param>
/// <param name="Png">The bytes of the PNG.</param>
public sealed record InlineImage(string ContentId, ReadOnlyMemory<byte> Png)
{
    /// <summary>The name under which mail programs save it.</summary>
    public string FileName => ContentId.Split('@')[0] + ".png";
}
