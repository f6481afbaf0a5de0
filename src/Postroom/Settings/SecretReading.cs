namespace Postroom.Settings;

/// <summary>What became of reading a protected secret.</summary>
public abstract record SecretReading
{
    private protected SecretReading() { }

    /// <summary>The secret. Its text never shows it.</summary>
    public sealed record Read(string Secret) : SecretReading
    {
        /// <inheritdoc/>
        public override string ToString() => "***";
    }

    /// <summary>It cannot be read any more: the key ring is gone, or the protected text was changed. Only entering it again helps.</summary>
    public sealed record Lost : SecretReading;
}
