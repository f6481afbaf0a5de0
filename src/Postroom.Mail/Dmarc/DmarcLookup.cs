namespace Postroom.Mail.Dmarc;

/// <summary>What a walk up the tree found out about a domain.</summary>
public abstract record DmarcLookup
{
    private protected DmarcLookup() { }

    /// <summary>DMARC records say where the organisation begins.</summary>
    /// <param name="OrganisationalDomain">The domain of the organisation; where no record is found, the domain itself (RFC 9989 §4.10.2).</param>
    /// <param name="Policy">The record that counts for mail from the domain; null: there is none.</param>
    public sealed record Known(string OrganisationalDomain, DmarcPolicyAt? Policy) : DmarcLookup;

    /// <summary>A name on the way has a record that cannot be read, and it would be the one that counts.</summary>
    /// <param name="Name">Where it is, such as <c>_dmarc.example.com</c>.</param>
    /// <param name="Texts">The records there: one that is wrong, or more than one.</param>
    public sealed record Wrong(string Name, IReadOnlyList<string> Texts) : DmarcLookup;

    /// <summary>DNS did not answer.</summary>
    /// <param name="Reason">Why, in plain English.</param>
    public sealed record Unavailable(string Reason) : DmarcLookup;
}

/// <summary>A record and where it was found.</summary>
/// <param name="Domain">The domain that published it.</param>
/// <param name="Record">The record.</param>
/// <param name="Text">The record as it stands there.</param>
public sealed record DmarcPolicyAt(string Domain, DmarcRecord Record, string Text)
{
    /// <summary>Where it lives, such as <c>_dmarc.example.com</c>.</summary>
    public string Name => DmarcTree.NameOf(Domain);

    /// <summary>The policy for mail from a domain.</summary>
    /// <param name="domain">That domain, <see cref="Domain"/> or one below it.</param>
    public DmarcPolicy PolicyFor(string domain) =>
        string.Equals(domain, Domain, StringComparison.OrdinalIgnoreCase) ? Record.Policy : Record.SubdomainPolicy;
}
