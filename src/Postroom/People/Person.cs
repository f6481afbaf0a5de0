namespace Postroom.People;

/// <summary>A person mail is written to. They need not be able to sign in.</summary>
public sealed record Person
{
    /// <summary>Names the person for ever.</summary>
    public required Guid Id { get; init; }

    /// <summary>Where mail goes; null: no address is known.</summary>
    public string? Email { get; init; }

    /// <summary>The name shown; null: unknown.</summary>
    public string? Name { get; init; }

    /// <summary>The language tag of their mail, such as <c>ja</c>; null: that of the product settings.</summary>
    public string? Language { get; init; }

    /// <summary>The IANA name of their time zone, such as <c>Asia/Tokyo</c>; null: times are told in UTC.</summary>
    public string? TimeZone { get; init; }
}

/// <summary>A person with all they are called.</summary>
/// <param name="Person">The person.</param>
/// <param name="Logins">Their logins, by source and name.</param>
public sealed record DirectoryPerson(Person Person, IReadOnlyList<DirectoryLogin> Logins);

/// <summary>One login of a person.</summary>
/// <param name="Source">The forge it belongs to; <see cref="PeopleDirectory.AnySource"/>: all of them.</param>
/// <param name="Login">The login as it was written first.</param>
/// <param name="IsLearnt">Whether a payload told it; false: somebody entered or imported it.</param>
public sealed record DirectoryLogin(string Source, string Login, bool IsLearnt);

/// <summary>What is known of a login.</summary>
/// <param name="Source">The forge; <see cref="PeopleDirectory.AnySource"/>: all of them.</param>
/// <param name="Login">The login, compared without regard to case.</param>
/// <param name="Name">The name; null: unknown.</param>
/// <param name="Email">The address; null: unknown.</param>
/// <param name="Language">The language tag; null: unknown.</param>
/// <param name="TimeZone">The IANA time zone; null: unknown.</param>
public sealed record DirectoryEntry(
    string Source, string Login, string? Name = null, string? Email = null, string? Language = null, string? TimeZone = null)
{
    /// <summary>The number by which the forge calls the login in its payloads; null: unknown, or it is of no one forge.</summary>
    public string? ForgeId { get; init; }
}
