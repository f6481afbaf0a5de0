using Postroom.Mail.Dns;

namespace Postroom.Mail.Spf;

/// <summary>The function check_host() (RFC 7208 §4).</summary>
/// <param name="resolver">DNS.</param>
/// <param name="time">The clock.</param>
public sealed class SpfCheck(IDnsResolver resolver, TimeProvider time)
{
    /// <summary>The whole check: 20 s, the least that RFC 7208 §4.6.4 asks for. Past it the result is a temporary error.</summary>
    public static readonly TimeSpan TotalTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Whether an address may send for a domain. Never throws for what DNS or the record's author does.</summary>
    /// <param name="request">What to ask.</param>
    /// <param name="cancellationToken">Ends the check at once.</param>
    public async Task<SpfOutcome> RunAsync(SpfRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var sender = request.Sender.Length == 0 ? $"postmaster@{request.Helo}" : request.Sender;
        if (sender.StartsWith('@')) sender = $"postmaster{sender}";
        var domain = DomainSpec.ToName(sender[(sender.LastIndexOf('@') + 1)..]);
        if (!DomainSpec.IsDomain(domain)) return SpfOutcome.Decided(SpfResult.None, domain, null);

        using var deadline = new CancellationTokenSource(TotalTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var evaluation = new SpfEvaluation(resolver, time, request with { Sender = sender }, either.Token);
        try
        {
            var outcome = await evaluation.CheckAsync(domain, isIncluded: false);
            return outcome with { Lookups = evaluation.Lookups };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SpfOutcome.Error(SpfProblem.TimedOut, domain, null);
        }
    }
}
