using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Postroom.Mail.Dns;

/// <summary>
/// A stub resolver (RFC 1034 §5.3.1): asks servers that resolve for us, over UDP with EDNS and over TCP where that is needed, one
/// after the other, and remembers what they say for as long as they say.
/// </summary>
public sealed class DnsResolver : IDnsResolver
{
    readonly DnsResolverOptions _options;
    readonly TimeProvider _time;
    readonly DnsCache _cache;

    /// <summary>Makes a resolver with an empty memory.</summary>
    /// <param name="options">Whom to ask.</param>
    /// <param name="time">The clock.</param>
    public DnsResolver(DnsResolverOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Rounds, 1);
        (_options, _time) = (options, time);
        _cache = new DnsCache(options.CacheEntries, options.MaximumCacheTime, time);
    }

    /// <summary>The servers that are asked.</summary>
    public IReadOnlyList<IPEndPoint> Servers => _options.Servers;

    /// <inheritdoc/>
    public async Task<DnsLookup> LookUpAsync(string name, DnsRecordType type, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Normalize(name) is not { } plain) return new DnsLookup.NameNotFound();
        if (_options.Servers.Count == 0) return new DnsLookup.Unavailable("No DNS server is set.");

        var question = new DnsQuestion(plain, type);
        if (_cache.TryGet(question, out var known)) return known;

        using var deadline = new CancellationTokenSource(_options.TotalTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var (lookup, time) = await FollowAsync(question, either.Token, cancellationToken);
        _cache.Add(question, lookup, time);
        return lookup;
    }

    // Where the server followed no alias itself, we ask on (RFC 1034 §5.3.3).
    async Task<(DnsLookup Lookup, TimeSpan Time)> FollowAsync(DnsQuestion question, CancellationToken either, CancellationToken cancellationToken)
    {
        var time = TimeSpan.MaxValue;
        for (var aliases = 0; aliases <= DnsReading.MaximumAliases; aliases++)
        {
            switch (await AskAllAsync(question, either, cancellationToken))
            {
                case DnsReading.Settled settled:
                    return (settled.Lookup, settled.TimeToLive < time ? settled.TimeToLive : time);
                case DnsReading.Elsewhere elsewhere:
                    question = question with { Name = elsewhere.Name };
                    if (elsewhere.TimeToLive < time) time = elsewhere.TimeToLive;
                    break;
                case DnsReading.Useless useless:
                    return (new DnsLookup.Unavailable(useless.Reason), TimeSpan.Zero);
            }
        }

        return (new DnsLookup.Unavailable($"The aliases of {question.Name} never end."), TimeSpan.Zero);
    }

    async Task<DnsReading> AskAllAsync(DnsQuestion question, CancellationToken either, CancellationToken cancellationToken)
    {
        var reasons = new Dictionary<IPEndPoint, string>();
        for (var round = 0; round < _options.Rounds && !either.IsCancellationRequested; round++)
        {
            foreach (var server in _options.Servers)
            {
                var reading = await AskOneAsync(server, question, either, cancellationToken);
                if (reading is not DnsReading.Useless useless) return reading;
                reasons[server] = useless.Reason;
                if (either.IsCancellationRequested) break;
            }
        }

        var words = new StringBuilder();
        foreach (var (server, reason) in reasons) words.Append(words.Length > 0 ? "; " : "").Append(Name(server)).Append(' ').Append(reason);
        return new DnsReading.Useless(words.Append('.').ToString());
    }

    async Task<DnsReading> AskOneAsync(IPEndPoint server, DnsQuestion question, CancellationToken either, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_options.ServerTimeout, _time);
        using var all = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, either);
        try
        {
            var message = await DnsExchange.QueryAsync(server, question, offersEdns: true, all.Token);

            // A server older than EDNS cannot read the question with it (RFC 6891 §7).
            if (message.Code is DnsResponseCode.FormatError or DnsResponseCode.NotImplemented or DnsResponseCode.BadVersion)
                message = await DnsExchange.QueryAsync(server, question, offersEdns: false, all.Token);
            return DnsReading.Of(message, question);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DnsReading.Useless(string.Create(
                CultureInfo.InvariantCulture, $"gave no answer within {_options.ServerTimeout.TotalSeconds:0.#} s"));
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            return new DnsReading.Useless(Words(fault));
        }
        catch (InvalidDataException unreadable)
        {
            return new DnsReading.Useless(unreadable.Message);
        }
    }

    static string Words(Exception fault) => (fault as SocketException ?? fault.InnerException as SocketException)?.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "is not listening (connection refused)",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable => "cannot be reached",
        { } other => string.Create(CultureInfo.InvariantCulture, $"cannot be asked ({other})"),
        null => "closed the connection in the middle of an answer",
    };

    static string Name(IPEndPoint server) => server.Port == 53 ? server.Address.ToString() : server.ToString();

    static string? Normalize(string name)
    {
        Span<byte> wire = stackalloc byte[WireName.MaximumBytes];
        if (!WireName.TryWrite(name, wire, out var length)) return null;
        return new DnsCursor(wire[..length]).Name();
    }
}
