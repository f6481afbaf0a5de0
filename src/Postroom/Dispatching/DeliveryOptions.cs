using System.ComponentModel.DataAnnotations;

namespace Postroom.Dispatching;

/// <summary>How mail is handed to the mail server. Section <c>Delivery</c> of the configuration.</summary>
public sealed class DeliveryOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Delivery";

    /// <summary>The most connections to the mail server at a time. The default value is 10; many providers allow no more.</summary>
    [Range(1, 64)]
    public int MaxConnections { get; set; } = 10;

    /// <summary>The wait after the first failed attempt at a recipient; it doubles from there up to two hours. The default value is 1 minute.</summary>
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest wait between two looks at a mail server that cannot be reached. The default value is 1 minute.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The most recipients told to the server for one copy; 100 is what every server must take (RFC 5321 §4.5.3.1.8).</summary>
    [Range(1, 1_000)]
    public int RecipientsPerTransaction { get; set; } = 100;

    /// <summary>How long deliveries under way may go on when the program is told to stop. The default value is 10 s.</summary>
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(10);
}
