using System.ComponentModel.DataAnnotations;

namespace Postroom.Accepting;

/// <summary>Bounds on what is accepted. Section <c>Accepting</c> of the configuration.</summary>
public sealed class AcceptingOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Accepting";

    /// <summary>The largest message in bytes, as it goes over the wire. The default value is 25 MiB, which Gmail and many others take at most.</summary>
    [Range(64 * 1024, 200 * 1024 * 1024)]
    public int MaxMessageBytes { get; set; } = 25 * 1024 * 1024;

    /// <summary>The most recipients of one message. The default value is 1,000.</summary>
    [Range(1, 10_000)]
    public int MaxRecipients { get; set; } = 1_000;

    /// <summary>How long a message is tried when it names no expiry. The default value is 5 days (RFC 5321 §4.5.4.1).</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(5);

    /// <summary>The largest request body in bytes: base64 makes attachments a third larger, and JSON adds its own.</summary>
    public long MaxRequestBytes => (MaxMessageBytes * 3L / 2) + (64 * 1024);
}
