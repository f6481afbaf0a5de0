namespace Postroom.Diagnosis.Remedies;

/// <summary>
/// Under which host names a certificate is good: worth a try where it is not under the one that was entered.
/// </summary>
static class CertificateHosts
{
    static readonly string[] UsualLabels = ["mail", "smtp"];

    /// <summary>
    /// The names, best first: what the server calls itself, what the certificate says, and what its wildcards stand
    /// for.
    /// </summary>
    /// <param name="names">The names in the certificate.</param>
    /// <param name="greeted">The name by which the server greeted; null: it gave none.</param>
    /// <param name="host">The host that was entered.</param>
    public static IEnumerable<string> Of(IReadOnlyList<string> names, string? greeted, string host)
    {
        var own = names.Where(name => !IsWildcard(name));
        var first = greeted is not null && names.Any(name => StandsFor(name, greeted)) ? [greeted]
            : Array.Empty<string>();
        // mail.old.example, and *.example.com in the certificate: mail.example.com.
        var labels = UsualLabels.Prepend(host.Split('.')[0]).Where(label => label.Any(char.IsAsciiLetter)).Distinct();
        var expanded = names.Where(IsWildcard).SelectMany(name => labels.Select(label => label + name[1..]));
        return first.Concat(own).Concat(expanded).Where(
            name => !name.Equals(host, StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase);
    }

    // A wildcard stands for one left label (RFC 9525 section 6.3).
    static bool StandsFor(string name, string host) =>
        name.Equals(host, StringComparison.OrdinalIgnoreCase)
        || (IsWildcard(name) && host.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
            && host[dot..].Equals(name[1..], StringComparison.OrdinalIgnoreCase));

    static bool IsWildcard(string name) => name.StartsWith("*.", StringComparison.Ordinal);
}
