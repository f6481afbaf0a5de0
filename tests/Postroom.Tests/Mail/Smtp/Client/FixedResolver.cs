using System.Net;
using Postroom.Mail.Smtp.Client;

namespace Postroom.Tests.Mail.Smtp.Client;

/// <summary>DNS that knows what the test tells it.</summary>
sealed class FixedResolver(HostLookup lookup) : IHostResolver
{
    public FixedResolver(params IPAddress[] addresses) : this(new HostLookup.Found(addresses)) { }

    public Task<HostLookup> ResolveAsync(string host, CancellationToken cancellationToken) => Task.FromResult(lookup);
}
