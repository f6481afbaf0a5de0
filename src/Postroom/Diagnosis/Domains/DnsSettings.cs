using System.ComponentModel.DataAnnotations;
using System.Net;
using Postroom.Mail.Dns;

namespace Postroom.Diagnosis.Domains;

/// <summary>Whom Postroom asks about domains. Section <c>Dns</c> of the configuration. Mail itself is sent by the system's resolver.</summary>
public sealed class DnsSettings : IValidatableObject
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Dns";

    const int DnsPort = 53;

    /// <summary>
    /// Resolvers of our own, separated by commas or spaces: addresses, each with a port if it is not 53, such as
    /// <c>192.0.2.53, [2001:db8::53]:5353</c>. The default value is null: those of <c>/etc/resolv.conf</c>.
    /// </summary>
    public string? Servers { get; set; }

    /// <summary>How long one resolver may take for one answer. The default value is null: as <c>/etc/resolv.conf</c> says, else 2 s.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>
    /// From which addresses mail reaches the world, separated by commas or spaces. The default value is null: not known, and then
    /// those of the mail server's name are taken for them, where it is no provider's that we know.
    /// </summary>
    public string? SendingAddresses { get; set; }

    /// <summary><see cref="SendingAddresses"/>, read. What is no address is left out.</summary>
    public IReadOnlyList<IPAddress> ReadSendingAddresses() => [.. Words(SendingAddresses).Select(ReadAddress).OfType<IPAddress>()];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var word in Words(Servers).Where(word => ReadServer(word) is null))
        {
            yield return new ValidationResult(
                $"Dns:Servers: '{word}' is no address of a DNS server. Write it as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353.", [nameof(Servers)]);
        }

        foreach (var word in Words(SendingAddresses).Where(word => ReadAddress(word) is null))
        {
            yield return new ValidationResult(
                $"Dns:SendingAddresses: '{word}' is no IP address. Write addresses as 192.0.2.25, 2001:db8::25.", [nameof(SendingAddresses)]);
        }

        if (Timeout is { } timeout && (timeout < TimeSpan.FromMilliseconds(100) || timeout > TimeSpan.FromSeconds(30)))
            yield return new ValidationResult("Dns:Timeout: must be between 00:00:00.1 and 00:00:30.", [nameof(Timeout)]);
    }

    /// <summary>What a resolver is made from.</summary>
    public DnsResolverOptions ToOptions()
    {
        var system = ResolverFile.Read();
        IReadOnlyList<IPEndPoint> own = [.. Words(Servers).Select(ReadServer).OfType<IPEndPoint>()];
        return system with
        {
            Servers = own.Count > 0 ? own : system.Servers,
            ServerTimeout = Timeout ?? system.ServerTimeout,
        };
    }

    static string[] Words(string? list) => (list ?? "").Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    static IPAddress? ReadAddress(string word) =>
        word.AsSpan().IndexOfAny('.', ':') >= 0 && IPAddress.TryParse(word, out var address) ? address : null;

    // A bare number would be an address to the parser (53 is 0.0.0.53).
    static IPEndPoint? ReadServer(string word)
    {
        if (word.AsSpan().IndexOfAny('.', ':') < 0 || !IPEndPoint.TryParse(word, out var server)) return null;
        return server.Port == 0 ? new IPEndPoint(server.Address, DnsPort) : server;
    }
}
