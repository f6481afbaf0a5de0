using System.Globalization;
using Postroom.Mail.Dns;

namespace Postroom.Diagnosis.Domains;

/// <summary>Says that DNS is unavailable once the time of a whole check is over, so that a check tells what it knows by then.</summary>
sealed class DeadlineResolver(IDnsResolver resolver, TimeSpan timeout, CancellationToken deadline) : IDnsResolver
{
    public async Task<DnsLookup> LookUpAsync(string name, DnsRecordType type, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline, cancellationToken);
        try
        {
            return await resolver.LookUpAsync(name, type, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DnsLookup.Unavailable(string.Create(
                CultureInfo.InvariantCulture, $"The check did not get to {name} within {timeout.TotalSeconds:0} s."));
        }
    }
}
