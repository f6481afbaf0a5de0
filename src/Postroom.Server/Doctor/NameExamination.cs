using Postroom.Diagnosis.Domains;
using Postroom.Mail.Dns;
using Postroom.Settings;

namespace Postroom.Server.Doctor;

/// <summary>Names: the resolvers answer, and this machine has a full name of its own.</summary>
static class NameExamination
{
    public static async Task RunAsync(DnsResolver resolver, DoctorReport report, TimeProvider time, CancellationToken cancellationToken)
    {
        // Whoever resolves knows where the tree begins; "no" is an answer as well.
        var servers = string.Join(", ", resolver.Servers);
        if (await resolver.LookUpAsync("", DnsRecordType.Soa, cancellationToken) is DnsLookup.Unavailable unavailable)
            report.Add("dns-silent", FindingState.Bad, servers, unavailable.Reason);
        else
            report.Add("dns-ok", FindingState.Good, servers);

        var host = await HostIdentity.FindAsync(time, cancellationToken);
        if (host.Fqdn is { } name) report.Add("host-ok", FindingState.Good, name);
        else report.Add("host-short", FindingState.Warning, host.EhloName);
    }
}
