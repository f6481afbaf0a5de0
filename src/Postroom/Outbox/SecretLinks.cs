using System.Text.RegularExpressions;
using Postroom.Mail.Mime;

namespace Postroom.Outbox;

/// <summary>
/// The links of Postroom by their form, for mail of which nobody said what it holds: handed in by an app, or stored before
/// secrets travelled with their mail. The form is ours, so this is no guess.
/// </summary>
public static partial class SecretLinks
{
    /// <summary>The secrets of the links in a text.</summary>
    public static IEnumerable<string> In(string? text) => string.IsNullOrEmpty(text)
        ? []
        : AccountLinks().Matches(text).Concat(PersonLinks().Matches(text)).Select(match => match.Groups[1].Value);

    /// <summary>The secrets of the links in a message, headers and texts of every part.</summary>
    public static IEnumerable<string> In(ReadOnlyMemory<byte> message) => MessageReader.Read(message).Root.Walk().SelectMany(InPart);

    static IEnumerable<string> InPart(MessagePart part)
    {
        var found = part.Headers.SelectMany(header => In(header.Value));
        return part.ContentType.Is("text") || part.ContentType.Is("message") ? found.Concat(In(part.Text)) : found;
    }

    // 256 random bits in base64url, in a query or fragment; set-up and account links alike.
    [GeneratedRegex("token(?:=|%3D|&#61;|&#x3D;)([A-Za-z0-9_-]{43})(?![A-Za-z0-9_-])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 2_000)]
    private static partial Regex AccountLinks();

    // A signed claim of 41 bytes in base64url, as the last part of the path.
    [GeneratedRegex("/(?:preferences|unsubscribe)/([A-Za-z0-9_-]{55})(?![A-Za-z0-9_-])", RegexOptions.CultureInvariant, 2_000)]
    private static partial Regex PersonLinks();
}
