using Postroom.Languages;

namespace Postroom.Sandbox;

/// <summary>Something that mail programs or readers would mind.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Detail">The number, names or addresses concerned; empty: none.</param>
public sealed record MailWarning(MailWarningKind Kind, string Detail)
{
    /// <summary>The sentence for people, in the language of the moment.</summary>
    public string Text => Texts.Get($"MailWarning.{Kind}", Detail);
}

/// <summary>The kinds of <see cref="MailWarning"/>; each has its text under <c>MailWarning.</c> and its name.</summary>
public enum MailWarningKind
{
    /// <summary>There is neither text nor HTML.</summary>
    NoBody,

    /// <summary>There is HTML and no plain text beside it.</summary>
    NoText,

    /// <summary>No From, or nothing in it is an address (RFC 5322 §3.6.2).</summary>
    NoFrom,

    /// <summary>No Date that can be understood (RFC 5322 §3.6.1).</summary>
    NoDate,

    /// <summary>No Message-ID (RFC 5322 §3.6.4).</summary>
    NoMessageId,

    /// <summary>No subject.</summary>
    NoSubject,

    /// <summary>The HTML passes 102 KB, where Gmail cuts.</summary>
    Clipped,

    /// <summary>A line passes 998 octets (RFC 5322 §2.1.1).</summary>
    LongLine,

    /// <summary>Images have no <c>alt</c>.</summary>
    ImagesWithoutAlt,

    /// <summary>A <c>cid:</c> address names no part of the message.</summary>
    BrokenContentIds,

    /// <summary>Images and the like lie on other servers.</summary>
    RemoteContent,

    /// <summary>Links without TLS.</summary>
    InsecureLinks,

    /// <summary>Elements that mail programs take out.</summary>
    RemovedElements,

    /// <summary>The HTML is too long or nested too deeply to be shown whole here.</summary>
    Cut,

    /// <summary>Something in the message is malformed.</summary>
    Malformed,
}
