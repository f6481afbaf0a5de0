namespace Postroom.Mail.Smtp.Client.Sasl;

/// <summary>What we can, and which of it to use.</summary>
static class SaslMechanisms
{
    // In the order of choice under TLS. There the simplest wins, for it asks the least of the server: CRAM-MD5 makes it
    // keep passwords readable, and some announce it though they cannot.
    static readonly Known[] All =
    [
        new("PLAIN", IsSafeInClear: false, credentials => new PlainMechanism(credentials)),
        new("LOGIN", IsSafeInClear: false, credentials => new LoginMechanism(credentials)),
        new("CRAM-MD5", IsSafeInClear: true, credentials => new CramMd5Mechanism(credentials)),
    ];

    /// <summary>The names of all that we can.</summary>
    public static IEnumerable<string> Names => All.Select(known => known.Name);

    /// <summary>The mechanisms that server and we have and that the login allows, best first.</summary>
    /// <param name="offered">The server's names, upper case.</param>
    /// <param name="forced">The only name to use; null: any.</param>
    /// <param name="isEncrypted">Whether TLS is on.</param>
    public static IReadOnlyList<Known> Common(IReadOnlyList<string> offered, string? forced, bool isEncrypted) =>
        [.. All
            .Where(known => offered.Contains(known.Name))
            .Where(known => forced is null || known.Name.Equals(forced, StringComparison.OrdinalIgnoreCase))
            .OrderBy(known => !isEncrypted && !known.IsSafeInClear)];

    /// <summary>One mechanism we have.</summary>
    /// <param name="Name">Upper case.</param>
    /// <param name="IsSafeInClear">Whether a listener learns no password.</param>
    /// <param name="Begin">Makes a new exchange.</param>
    public sealed record Known(string Name, bool IsSafeInClear, Func<SmtpCredentials, SaslMechanism> Begin);
}
