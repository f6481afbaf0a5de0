using System.Diagnostics.CodeAnalysis;

namespace Postroom.Mail.Dmarc;

/// <summary>What a domain wants done with mail that is not genuine (RFC 9989 §4.7).</summary>
public enum DmarcPolicy
{
    /// <summary>Nothing: the domain only watches.</summary>
    None,

    /// <summary>Mark it as suspicious.</summary>
    Quarantine,

    /// <summary>Refuse it.</summary>
    Reject,
}

/// <summary>Whether a domain says that names below it belong to others (psd=, RFC 9989 §4.7).</summary>
public enum DmarcSuffix
{
    /// <summary>It does not say.</summary>
    Unknown,

    /// <summary>y: a public suffix.</summary>
    Public,

    /// <summary>n: the domain of one organisation.</summary>
    Organisation,
}

/// <summary>A DMARC record (RFC 9989 §4.7). Tags that nobody knows mean nothing.</summary>
/// <param name="Policy">For the domain itself (p=).</param>
/// <param name="SubdomainPolicy">For domains below it (sp=); as <paramref name="Policy"/> where it does not say.</param>
/// <param name="IsDkimStrict">Whether the signing domain must be the very same (adkim=s).</param>
/// <param name="IsSpfStrict">Whether the envelope sender's domain must be the very same (aspf=s).</param>
/// <param name="Suffix">Whether it is a public suffix (psd=).</param>
/// <param name="IsTesting">Whether the policy is being tried out only (t=y).</param>
public sealed record DmarcRecord(
    DmarcPolicy Policy, DmarcPolicy SubdomainPolicy, bool IsDkimStrict, bool IsSpfStrict, DmarcSuffix Suffix, bool IsTesting)
{
    const string Version = "DMARC1";

    /// <summary>Whether a TXT record is meant to be a DMARC record at all. The version is first, and case-sensitive.</summary>
    /// <param name="text">Its strings joined.</param>
    public static bool IsDmarc(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(';', 2)[0].Split('=', 2);
        return parts is [var name, var value] && name.Trim() == "v" && value.Trim() == Version;
    }

    /// <summary>Reads a record. False when it is none, or cannot be read. Never throws.</summary>
    /// <param name="text">The strings of the TXT record, joined.</param>
    /// <param name="record">The record; null when it cannot be read.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out DmarcRecord? record)
    {
        record = null;
        if (!IsDmarc(text) || !TagList.TryParse(text, out var tags)) return false;

        // Without a policy that can be read, a record with somewhere to report to still means "none"; else it means nothing.
        var policy = ReadPolicy(tags["p"]);
        if (policy is null && tags["p"] is not null && !HasReports(tags)) return false;
        record = new DmarcRecord(
            policy ?? DmarcPolicy.None,
            ReadPolicy(tags["sp"]) ?? policy ?? DmarcPolicy.None,
            Is(tags["adkim"], "s"),
            Is(tags["aspf"], "s"),
            Is(tags["psd"], "y") ? DmarcSuffix.Public : Is(tags["psd"], "n") ? DmarcSuffix.Organisation : DmarcSuffix.Unknown,
            Is(tags["t"], "y"));
        return true;
    }

    static bool HasReports(TagList tags) => tags["rua"] is { } uris && uris.Contains("mailto:", StringComparison.OrdinalIgnoreCase);

    static bool Is(string? value, string wanted) => string.Equals(value, wanted, StringComparison.OrdinalIgnoreCase);

    static DmarcPolicy? ReadPolicy(string? value) => value?.ToUpperInvariant() switch
    {
        "NONE" => DmarcPolicy.None,
        "QUARANTINE" => DmarcPolicy.Quarantine,
        "REJECT" => DmarcPolicy.Reject,
        _ => null,
    };
}
