using Postroom.Mail.Dns;

namespace Postroom.Tests.Signing;

/// <summary>A DNS that has what the test says.</summary>
public sealed class KnownRecords : IDnsResolver
{
    readonly Dictionary<string, DnsLookup> _answers = [];

    public void Publish(string name, params string[] texts) => _answers[name] = new DnsLookup.Found(
        [.. texts.Select(text => new DnsRecord.Text(name, TimeSpan.FromMinutes(5), [.. text.Chunk(255).Select(piece => new string(piece))]))], name);

    public void FallSilent(string name) => _answers[name] = new DnsLookup.Unavailable("No server answered.");

    public Task<DnsLookup> LookUpAsync(string name, DnsRecordType type, CancellationToken cancellationToken) =>
        Task.FromResult(type == DnsRecordType.Txt && _answers.TryGetValue(name, out var answer) ? answer : new DnsLookup.NameNotFound());
}
