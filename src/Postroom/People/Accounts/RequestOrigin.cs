using System.Net;

namespace Postroom.People.Accounts;

/// <summary>Who asks for something.</summary>
/// <param name="Actor">The address, as the audit log names people; for somebody who is not signed in, the address they typed.</param>
/// <param name="Name">The name shown in letters; null: not signed in.</param>
/// <param name="Address">The IP address; null: none, such as from a command line.</param>
public sealed record RequestOrigin(string Actor, string? Name, IPAddress? Address)
{
    /// <summary>The IP address as letters show it; null: unknown.</summary>
    public string? Ip => TextOf(Address);

    /// <summary>An IP address as people read it; null: unknown.</summary>
    public static string? TextOf(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4().ToString() : address?.ToString();
}
