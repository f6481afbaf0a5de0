using System.Globalization;
using Postroom.Mail.Smtp.Client;

namespace Postroom.Diagnosis.Remedies;

/// <summary>A port at which mail servers take mail for others, and how they protect it there.</summary>
/// <param name="Port">1 to 65535.</param>
/// <param name="Security">TLS from the first byte, or STARTTLS.</param>
public sealed record SubmissionPort(int Port, ConnectionSecurity Security)
{
    /// <summary>587 (RFC 6409 §3.1), 465 (RFC 8314 §3.3), 2525, which providers offer where both are blocked, and 25 (RFC 5321 §4.5.4.2).</summary>
    public static IReadOnlyList<SubmissionPort> Usual { get; } =
    [
        new(587, ConnectionSecurity.StartTls),
        new(465, ConnectionSecurity.Tls),
        new(2525, ConnectionSecurity.StartTls),
        new(25, ConnectionSecurity.StartTls),
    ];

    /// <summary>The most ports that a list may name.</summary>
    public const int MaximumCount = 8;

    /// <summary>Reads <c>587,465,2525/starttls,8465/tls</c>; without a word, 465 is TLS from the first byte and all others STARTTLS.</summary>
    /// <param name="text">The list.</param>
    /// <returns>The ports; null: it is no such list, or a longer one than <see cref="MaximumCount"/>.</returns>
    public static IReadOnlyList<SubmissionPort>? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ports = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ParseOne).ToList();
        return ports.Count is > 0 and <= MaximumCount && ports.TrueForAll(port => port is not null) ? [.. ports.Select(port => port!)] : null;
    }

    static SubmissionPort? ParseOne(string text)
    {
        var parts = text.Split('/', 2);
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65_535) return null;
        var word = parts.Length > 1 ? parts[1] : port == 465 ? "tls" : "starttls";
        return word switch
        {
            "tls" => new SubmissionPort(port, ConnectionSecurity.Tls),
            "starttls" => new SubmissionPort(port, ConnectionSecurity.StartTls),
            _ => null,
        };
    }
}
