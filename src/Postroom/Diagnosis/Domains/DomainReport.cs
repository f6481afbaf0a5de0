namespace Postroom.Diagnosis.Domains;

/// <summary>What a check of a domain came to.</summary>
/// <param name="Domain">The domain of the From header, in its Unicode form.</param>
/// <param name="Findings">What was found, in the order SPF, DKIM, DMARC, MX, PTR.</param>
public sealed record DomainReport(string Domain, IReadOnlyList<DomainFinding> Findings)
{
    /// <summary>The worst of the findings; <see cref="FindingState.Unknown"/> is worse than a warning and better than bad.</summary>
    public FindingState State => Findings.Count == 0 ? FindingState.Unknown : Findings.Max(finding => finding.State);
}

/// <summary>One thing that was found.</summary>
/// <param name="Id">A stable name, such as <c>spf-route-missing</c>.</param>
/// <param name="Topic">What it is about: <c>spf</c>, <c>dkim</c>, <c>dmarc</c>, <c>mx</c> or <c>ptr</c>.</param>
/// <param name="State">How good it is.</param>
/// <param name="Cause">What was found, in words.</param>
/// <param name="Remedy">What to do; null: nothing.</param>
/// <param name="Publish">The record to publish; null: none.</param>
/// <param name="Seen">The records that DNS has, as they are; empty: none.</param>
public sealed record DomainFinding(
    string Id, string Topic, FindingState State, string Cause, string? Remedy, RecordToPublish? Publish, IReadOnlyList<string> Seen);

/// <summary>How good a finding is, from best to worst.</summary>
public enum FindingState
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Works, and is unwise.</summary>
    Warning,

    /// <summary>Nobody here can know.</summary>
    Unknown,

    /// <summary>Mail will be refused or marked as spam.</summary>
    Bad,
}

/// <summary>A record to publish.</summary>
/// <param name="Name">Its full name without the last dot.</param>
/// <param name="Type">Its type, such as <c>TXT</c>.</param>
/// <param name="Value">Its value in one piece, as most forms of DNS providers take it.</param>
/// <param name="Replaces">Whether a record is there that must be changed, and not a second one added.</param>
public sealed record RecordToPublish(string Name, string Type, string Value, bool Replaces)
{
    const int MostBytesOfString = 255;

    /// <summary>The value as a zone file has it: a TXT record in quoted strings of at most 255 bytes (RFC 1035 §3.3.14).</summary>
    public string ZoneValue => Type == "TXT"
        ? string.Join(' ', Value.Chunk(MostBytesOfString).Select(piece => $"\"{Escape(new string(piece))}\""))
        : Value;

    /// <summary>The whole line of a zone file.</summary>
    public string ZoneLine => $"{Name}. IN {Type} {ZoneValue}";

    static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
