using Postroom.Diagnosis.Domains;

namespace Postroom.Server.Doctor;

/// <summary>One thing that <c>postroom doctor</c> found. Its JSON is an interface for scripts.</summary>
/// <param name="Id">A stable name, such as <c>disk-low</c>.</param>
/// <param name="Topic">What it is about, such as <c>disk</c> or <c>spf</c>.</param>
/// <param name="State"><c>good</c>, <c>warning</c>, <c>unknown</c> or <c>bad</c>.</param>
/// <param name="Cause">What was found.</param>
/// <param name="Remedy">What to do; null: nothing.</param>
/// <param name="Record">The DNS record to publish; null: none.</param>
sealed record DoctorFinding(string Id, string Topic, string State, string Cause, string? Remedy, DoctorRecord? Record)
{
    public static string WordOf(FindingState state) => state.ToString().ToLowerInvariant();
}

/// <summary>A DNS record to publish.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Value">Its value in one piece.</param>
/// <param name="Zone">The line of a zone file.</param>
/// <param name="Replaces">Whether it takes the place of one that is there.</param>
sealed record DoctorRecord(string Name, string Type, string Value, string Zone, bool Replaces);

/// <summary>The answer of <c>doctor --json</c>.</summary>
/// <param name="Ok">Whether nothing bad was found.</param>
/// <param name="Findings">What was found, in order.</param>
sealed record DoctorAnswer(bool Ok, IReadOnlyList<DoctorFinding> Findings);
