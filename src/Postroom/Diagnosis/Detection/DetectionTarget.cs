using Postroom.Mail.Addresses;
using Postroom.MailServers;

namespace Postroom.Diagnosis.Detection;

/// <summary>What somebody typed to find settings for: an e-mail address, a domain or a host.</summary>
/// <param name="Domain">The part behind the @, or the host, ASCII.</param>
/// <param name="Address">The e-mail address; null: a host was typed.</param>
public sealed record DetectionTarget(string Domain, EmailAddress? Address)
{
    /// <summary>Reads what was typed.</summary>
    /// <param name="typed">The text.</param>
    /// <returns>The target; null: it is neither an address nor a host.</returns>
    public static DetectionTarget? Read(string? typed)
    {
        var text = typed?.Trim() ?? "";
        if (MailboxParser.TryParseAddress(text, out var address)) return new DetectionTarget(address.Domain.Ascii, address);
        var host = HostNameRules.Normalize(text);
        return host.Length > 0 && HostNameRules.ProblemOf(host) is null ? new DetectionTarget(HostNameRules.Canonical(host), null) : null;
    }
}
