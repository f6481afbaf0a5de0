using Postroom.Mail.Addresses;

namespace Postroom.Mail.Smtp.Server;

/// <summary>A reverse-path or forward-path as the client said it (RFC 5321 §4.1.2).</summary>
/// <param name="Wire">The text between the angle brackets, untouched; empty is the null sender (RFC 5321 §4.5.5).</param>
/// <param name="Address">The address; null for the null sender, and for <c>Postmaster</c> without a domain (RFC 5321 §4.5.1).</param>
public sealed record ReceivedPath(string Wire, EmailAddress? Address)
{
    /// <inheritdoc/>
    public override string ToString() => $"<{Wire}>";
}
