using Postroom.Mail.Addresses;

namespace Postroom.Mail.Mime;

/// <summary>One entry of an address header.</summary>
/// <param name="DisplayName">The name, decoded; null: none.</param>
/// <param name="Text">The address as it stands there.</param>
/// <param name="Address">The address; null when the text is none.</param>
/// <param name="Group">The decoded name of the group it stands in (RFC 5322 §3.4); null: none.</param>
public sealed record ListedAddress(string? DisplayName, string Text, EmailAddress? Address, string? Group)
{
    /// <summary>Name and address; null when the text is no address.</summary>
    public Mailbox? Mailbox => Address is null ? null : new Mailbox(DisplayName, Address);

    /// <inheritdoc/>
    public override string ToString() => Mailbox?.ToString() ?? Text;
}
