namespace Postroom.Mail.Addresses;

/// <summary>An address with the name people see, <c>Name &lt;a@example.com&gt;</c> (RFC 5322 §3.4).</summary>
/// <param name="DisplayName">The decoded name; null when there is none. Holds no control character.</param>
/// <param name="Address">The address.</param>
public sealed record Mailbox(string? DisplayName, EmailAddress Address)
{
    /// <summary>The form people read: the name as it is, then the address in angle brackets.</summary>
    public override string ToString() => DisplayName is null ? Address.ToString() : $"{DisplayName} <{Address}>";
}
