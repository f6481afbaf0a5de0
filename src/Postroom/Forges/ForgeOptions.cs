using System.ComponentModel.DataAnnotations;

namespace Postroom.Forges;

/// <summary>Bounds on what forges may send. Section <c>Forges</c> of the configuration.</summary>
public sealed class ForgeOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Forges";

    /// <summary>The largest webhook in bytes. The default value is 25 MiB, above GitHub's own cap of 25 MB.</summary>
    [Range(64 * 1024, 100 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 25 * 1024 * 1024;

    /// <summary>How many webhooks of one source are taken each second, after a burst of ten seconds' worth. The default value is 100.</summary>
    [Range(1, 100_000)]
    public int MaxPerSecond { get; set; } = 100;

    /// <summary>How often an event is tried before it counts as failed. The default value is 8, over about two hours.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 8;

    /// <summary>How long events that were processed or ignored are kept, in days. The default value is 30. Failed ones stay.</summary>
    [Range(1, 3_650)]
    public int KeepDays { get; set; } = 30;

    /// <summary>How long people and pull requests that no event mentions any more are remembered, in days. The default value is 400.</summary>
    [Range(1, 3_650)]
    public int RememberDays { get; set; } = 400;
}
