namespace Postroom.Mail.Smtp;

/// <summary>An enhanced status code such as <c>5.7.1</c> (RFC 3463 §2).</summary>
/// <param name="Class">2 success, 4 for the time being, 5 permanent.</param>
/// <param name="Subject">0 to 999.</param>
/// <param name="Detail">0 to 999.</param>
public readonly record struct EnhancedStatus(int Class, int Subject, int Detail)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Class}.{Subject}.{Detail}");
}
