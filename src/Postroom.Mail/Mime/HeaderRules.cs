using System.Collections.Frozen;
using Postroom.Mail.Addresses;

namespace Postroom.Mail.Mime;

/// <summary>What may stand in a header that the author of a message adds (RFC 5322 §2.2, §3.6.8).</summary>
public static class HeaderRules
{
    /// <summary>The longest header name, in octets: name and colon fit a line of 78 with a word to come.</summary>
    public const int MaximumNameLength = 76;

    /// <summary>The longest header value, in UTF-16 units.</summary>
    public const int MaximumValueLength = 8_192;

    /// <summary>The longest run without a blank that a line can hold beside the name (RFC 5322 §2.1.1).</summary>
    internal const int LongestWord = 900;

    /// <summary>The most headers an author may add to one message.</summary>
    public const int MaximumCount = 100;

    static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Subject", "Date", "Message-ID", "MIME-Version",
        "Return-Path", "Received", "Received-SPF", "Delivered-To", "X-Original-To", "Envelope-To", "Apparently-To",
        "DKIM-Signature", "DomainKey-Signature", "Authentication-Results");

    /// <summary>
    /// Headers that programs read: an encoded word in them would be taken for what it says (RFC 2047 §5).
    /// </summary>
    static readonly FrozenSet<string> Structured = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "In-Reply-To", "References", "List-Id", "List-Help", "List-Unsubscribe", "List-Unsubscribe-Post",
            "List-Subscribe",
        "List-Post", "List-Owner", "List-Archive", "Archived-At", "Auto-Submitted", "Precedence", "Importance",
            "Priority",
        "X-Priority", "Sensitivity", "Expires", "Reply-By", "Disposition-Notification-To", "Return-Receipt-To",
            "Errors-To",
        "Original-Message-ID", "Feedback-ID", "Autocrypt");

    static readonly string[] ReservedPrefixes = ["Content-", "Resent-", "ARC-"];

    /// <summary>Whether Postroom or the servers on the way write this header themselves, so that an author may not.</summary>
    /// <param name="name">The name, in any case (RFC 5322 §1.2.2).</param>
    public static bool IsReserved(string name) =>
        Reserved.Contains(name)
        || Array.Exists(ReservedPrefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Why an author's header is not taken, in plain English; null when it is fine. Never throws.</summary>
    /// <param name="name">The name without colon.</param>
    /// <param name="value">The value, decoded and unfolded.</param>
    public static string? Refusal(string? name, string? value)
    {
        if (string.IsNullOrEmpty(name)) return "The header has no name: write one such as X-Priority.";
        if (name.Length > MaximumNameLength) return "The header name is longer than 76 characters: shorten it.";
        if (!IsName(name))
            return "The header name may hold only printable ASCII without spaces and colons: write one such as X-Priority.";
        if (IsReserved(name)) return $"The header {name} is written from the message's own fields: remove it.";
        if (value is null) return $"The header {name} has no value: write one or remove the header.";
        if (value.Length > MaximumValueLength)
            return $"The value of {name} is longer than 8,192 characters: shorten it.";
        return LineProblem(name, value) ?? (IsStructured(name) ? StructureProblem(name, value) : null);
    }

    /// <summary>Whether programs read the header, so that its value is written as it is or not at all.</summary>
    internal static bool IsStructured(string name) => Structured.Contains(name);

    static string? LineProblem(string name, string value)
    {
        foreach (var c in value)
        {
            if (c is '\r' or '\n' or '\u0085' or '\u2028' or '\u2029')
                return $"The value of {name} holds a line break: write it on one line.";
            if (c != '\t' && Characters.IsControl(c))
                return FormattableString.Invariant($"The value of {name} holds the control character U+{(int)c:X4}: remove it.");
        }

        return null;
    }

    static string? StructureProblem(string name, string value)
    {
        var odd = value.FirstOrDefault(c => c > '~');
        if (odd != '\0')
        {
            return FormattableString.Invariant(
                $"The value of {name} holds U+{(int)odd:X4}, and programs read this header, so it is ASCII: write %-escapes in the path of an address and xn-- in its host.");
        }

        var longest = value.Split([' ', '\t']).Max(word => word.Length);
        return longest <= LongestWord
            ? null
            : FormattableString.Invariant(
                $"The value of {name} has {longest} characters without a blank, and a line holds {LongestWord}: shorten it.");
    }

    /// <summary>Whether the text is a field name: printable ASCII without space and colon (ftext, RFC 5322 §3.6.8).</summary>
    internal static bool IsName(ReadOnlySpan<char> name) =>
        !name.IsEmpty && !name.ContainsAnyExceptInRange('!', '~') && !name.Contains(':');
}
