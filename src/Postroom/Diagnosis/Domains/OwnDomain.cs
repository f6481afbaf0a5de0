using System.Globalization;
using Microsoft.Extensions.Options;
using Postroom.MailServers;
using Postroom.Settings;

namespace Postroom.Diagnosis.Domains;

/// <summary>The domain we send from and the way mail leaves, from the settings in force.</summary>
/// <param name="sender">Who mail is from.</param>
/// <param name="servers">The mail server.</param>
/// <param name="dns">What is known of the sending addresses.</param>
public sealed class OwnDomain(ISenderIdentity sender, IMailServerSource servers, IOptions<DnsSettings> dns)
{
    /// <summary>The way mail leaves now; this machine itself where no mail server can be used.</summary>
    public SendingRoute Route => RouteTo(servers.Current is MailServerState.Usable { Server.Endpoint.Host: var host } ? host : "localhost");

    /// <summary>What to check; null: there is no From with a domain name, or no mail server that can be used.</summary>
    /// <param name="language">The language of the findings.</param>
    /// <param name="keys">The keys with which we sign; empty: we do not sign.</param>
    public DomainCheckRequest? Find(CultureInfo language, IReadOnlyList<DkimIdentity> keys)
    {
        var identity = sender.Current;
        if (identity.From?.Address.Domain is not { IsLiteral: false } from) return null;
        if (servers.Current is not MailServerState.Usable { Server.Endpoint.Host: var host }) return null;

        var envelope = identity.EnvelopeSender?.Domain is { IsLiteral: false } domain ? domain : null;
        return new DomainCheckRequest(from, RouteTo(host), language) { Envelope = envelope, Keys = keys };
    }

    /// <summary>The route over a mail server.</summary>
    /// <param name="host">Its host.</param>
    public SendingRoute RouteTo(string host)
    {
        var provider = Presets.OfHost(host);
        return new SendingRoute(host, provider?.SpfIncludeOf(host), dns.Value.ReadSendingAddresses())
        {
            OtherSpfIncludes = provider?.OtherSpfIncludes ?? [],
            ReplacesEnvelope = provider?.ReplacesEnvelope == true,
        };
    }
}
