namespace Postroom.Forges.Memory;

/// <summary>Somebody as a forge calls them: by a number that never changes, by a login that may, or by both.</summary>
/// <param name="Id">The forge's own id of the person; null: it did not say.</param>
/// <param name="Login">The login; null: only the number is known.</param>
/// <param name="Name">The name shown; null: unknown.</param>
/// <param name="IsBot">Whether the forge says it is a program.</param>
public sealed record ForgeIdentity(string? Id, string? Login, string? Name = null, bool IsBot = false)
{
    /// <summary>
    /// Whether both are the same person: by the number where both have one, else by the login without regard to case.
    /// </summary>
    public bool IsSameAs(ForgeIdentity other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Id is not null && other.Id is not null) return Id == other.Id;
        return Login is not null && string.Equals(Login, other.Login, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>This person with what the older knowledge has and this one lacks.</summary>
    public ForgeIdentity FilledFrom(ForgeIdentity older)
    {
        ArgumentNullException.ThrowIfNull(older);
        return new ForgeIdentity(Id ?? older.Id, Login ?? older.Login, Name ?? older.Name, IsBot || older.IsBot);
    }
}
