using System.Globalization;
using System.Text.RegularExpressions;
using Postroom.Mail.Smtp;

namespace Postroom.MailServers.Replies;

/// <summary>Finds the enhanced code where qmail and Cisco write it: <c>sorry, no mailbox here by that name (#5.1.1)</c>.</summary>
static partial class TrailingStatus
{
    /// <summary>The code; null: there is none.</summary>
    public static EnhancedStatus? Find(string text) =>
        text.Contains('#', StringComparison.Ordinal) && Marked().Match(text) is { Success: true } match
            ? new EnhancedStatus(Number(match.Groups[1]), Number(match.Groups[2]), Number(match.Groups[3]))
            : null;

    static int Number(Group group) => int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"#([245])\.(\d{1,3})\.(\d{1,3})(?!\d)", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Marked();
}
