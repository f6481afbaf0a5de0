namespace Postroom.Signing;

/// <summary>What is chosen for one From domain.</summary>
/// <param name="Domain">The domain in wire form, lower case.</param>
public sealed record SigningDomain(string Domain)
{
    /// <summary>Whether its keys also sign for subdomains that have none. The default value is <see langword="false"/>: a From domain is signed for by itself or by nobody.</summary>
    public bool SignsSubdomains { get; init; }

    /// <summary>Whether mail goes out unsigned when no key can be read. The default value is <see langword="false"/>: it waits, because unsigned it may be rejected or taken for forged.</summary>
    public bool SendsUnsigned { get; init; }

    /// <summary>After how many days a new key is prepared by itself, 30 to 730; null, the default: never.</summary>
    public int? RotatesAfterDays { get; init; }

    /// <summary>How many days a record stays published after its key was replaced, 1 to 90. The default value is 7: longer than any mail is tried.</summary>
    public int KeepsRecordDays { get; init; } = 7;
}

/// <summary>All keys and choices at one moment.</summary>
/// <param name="Keys">The keys by domain, newest first.</param>
/// <param name="Domains">The domains for which something was chosen.</param>
public sealed record SigningSnapshot(IReadOnlyList<SigningKey> Keys, IReadOnlyList<SigningDomain> Domains)
{
    /// <summary>What is chosen for a domain; the defaults where nothing was.</summary>
    public SigningDomain ChoiceOf(string domain) => Domains.FirstOrDefault(one => one.Domain == domain) ?? new SigningDomain(domain);

    /// <summary>The keys of a domain, newest first.</summary>
    public IEnumerable<SigningKey> KeysOf(string domain) => Keys.Where(key => key.Domain == domain);
}
