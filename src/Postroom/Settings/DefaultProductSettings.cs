namespace Postroom.Settings;

/// <summary>The product as it comes.</summary>
sealed class DefaultProductSettings : IProductSettings
{
    /// <inheritdoc/>
    public ProductSettings Current { get; } = new();
}
