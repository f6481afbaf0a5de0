using System.Net;
using Postroom.Mail.Dns;

namespace Postroom.Tests.Support;

/// <summary>DNS as a test wrote it down: no network, every case at hand, time-outs included.</summary>
public sealed class ZoneResolver : IDnsResolver
{
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    readonly Dictionary<(string Name, DnsRecordType Type), List<DnsRecord>> _records = [];
    readonly HashSet<string> _silent = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What was asked, in order.</summary>
    public List<DnsQuestion> Questions { get; } = [];

    public ZoneResolver Add(DnsRecordType type, DnsRecord record)
    {
        var key = (record.Owner.ToLowerInvariant(), type);
        if (!_records.TryGetValue(key, out var records)) _records[key] = records = [];
        records.Add(record);
        return this;
    }

    public ZoneResolver Text(string name, params string[] strings) =>
        Add(DnsRecordType.Txt, new DnsRecord.Text(name, Hour, strings));

    public ZoneResolver Address(string name, string ip)
    {
        var address = IPAddress.Parse(ip);
        var type = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? DnsRecordType.A : DnsRecordType.Aaaa;
        return Add(type, new DnsRecord.Address(name, Hour, address));
    }

    public ZoneResolver Mx(string name, int preference, string host) =>
        Add(DnsRecordType.Mx, new DnsRecord.MailExchanger(name, Hour, preference, host));

    public ZoneResolver Ptr(string name, string target) =>
        Add(DnsRecordType.Ptr, new DnsRecord.Reverse(name, Hour, target.TrimEnd('.')));

    public ZoneResolver Cname(string name, string target) =>
        Add(DnsRecordType.Cname, new DnsRecord.CanonicalName(name, Hour, target.TrimEnd('.')));

    /// <summary>Whatever is not written down for this name times out.</summary>
    public ZoneResolver Silent(string name)
    {
        _silent.Add(name);
        return this;
    }

    public Task<DnsLookup> LookUpAsync(string name, DnsRecordType type, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var plain = name.TrimEnd('.').ToLowerInvariant().Replace(@"\\", @"\");
        Questions.Add(new DnsQuestion(plain, type));
        return Task.FromResult(LookUp(plain, type, 0));
    }

    DnsLookup LookUp(string name, DnsRecordType type, int aliases)
    {
        if (_records.TryGetValue((name, type), out var records)) return new DnsLookup.Found(records, name);
        if (_records.TryGetValue((name, DnsRecordType.Cname), out var alias))
        {
            return aliases > 8
                ? new DnsLookup.Unavailable("The aliases never end.")
                : LookUp(((DnsRecord.CanonicalName)alias[0]).Target.ToLowerInvariant(), type, aliases + 1);
        }

        if (_silent.Contains(name)) return new DnsLookup.Unavailable("192.0.2.53 gave no answer within 2 s.");
        return _records.Keys.Any(known => known.Name == name || known.Name.EndsWith($".{name}", StringComparison.Ordinal))
            ? new DnsLookup.NoData()
            : new DnsLookup.NameNotFound();
    }
}
