using System.Globalization;
using Postroom.Diagnosis.Domains;
using Postroom.Languages;

namespace Postroom.Server.Doctor;

/// <summary>Collects findings in the words of one language: <c>Doctor.{id}.Cause</c> and <c>Doctor.{id}.Remedy</c>.</summary>
sealed class DoctorReport(CultureInfo language)
{
    readonly List<DoctorFinding> _findings = [];

    /// <summary>Those that have no remedy.</summary>
    internal static IReadOnlyList<string> IdsWithoutRemedy { get; } =
        ["data-ok", "disk-ok", "database-ok", "keys-ok", "clock-ok", "dns-ok", "host-ok", "server-ok", "certificate-ok", "port-serving", "port-free"];

    public CultureInfo Language { get; } = language;

    public IReadOnlyList<DoctorFinding> Findings => _findings;

    public bool IsOk => !_findings.Exists(finding => finding.State == DoctorFinding.WordOf(FindingState.Bad));

    /// <summary>Adds a finding whose id begins with its topic.</summary>
    public void Add(string id, FindingState state, params object?[] words) => Add(new DoctorFinding(
        id,
        id[..id.IndexOf('-', StringComparison.Ordinal)],
        DoctorFinding.WordOf(state),
        Texts.GetIn(Language, $"Doctor.{id}.Cause", words),
        IdsWithoutRemedy.Contains(id) ? null : Texts.GetIn(Language, $"Doctor.{id}.Remedy", words),
        null));

    public void Add(DoctorFinding finding) => _findings.Add(finding);

    public void Add(DomainFinding found) => Add(new DoctorFinding(
        found.Id,
        found.Topic,
        DoctorFinding.WordOf(found.State),
        found.Cause,
        found.Remedy,
        found.Publish is { } record ? new DoctorRecord(record.Name, record.Type, record.Value, record.ZoneLine, record.Replaces) : null));
}
