namespace Postroom.Admin.Shell;

/// <summary>The largest form an endpoint takes, in bytes; without it <see cref="PageFilter.LargestForm"/>.</summary>
sealed record FormLimit(long Bytes);
