using Postroom.Mail.Dmarc;
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
    /// <exception cref="ArgumentException">The domain is an address literal.</exception>
    public async Task<DomainReport> RunAsync(DomainCheckRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.From.IsLiteral) throw new ArgumentException("An address literal has no DNS records.", nameof(request));

        using var deadline = new CancellationTokenSource(TotalTimeout, time);
        var hurried = new DeadlineResolver(resolver, TotalTimeout, deadline.Token);
        var findings = new FindingWriter(request.Language);
        var addresses = await RouteAddresses.FindAsync(request.Route, hurried, cancellationToken);

        var spf = new SpfInspection(hurried, time, request, findings).RunAsync(addresses, cancellationToken);
        var keys = Task.WhenAll(request.Keys.Select(key => new DkimInspection(hurried, findings).RunAsync(key, cancellationToken)));
        var exchangers = new MxInspection(hurried, request, findings).RunAsync(cancellationToken);
        var names = new PtrInspection(hurried, request, findings).RunAsync(addresses, cancellationToken);
        await Task.WhenAll(spf, keys, exchangers, names);

        var policy = await new DmarcInspection(new DmarcTree(hurried), request, findings).RunAsync(await spf, await keys, cancellationToken);
        IReadOnlyList<DomainFinding> signatures = request.Keys.Count > 0
            ? await keys
            : [findings.Write("dkim-unsigned", FindingState.Warning, request.From.Unicode)];
        return new DomainReport(request.From.Unicode, [await spf, .. signatures, policy, .. await exchangers, .. await names]);
    }
}
