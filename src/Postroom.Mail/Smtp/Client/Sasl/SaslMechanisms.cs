using System.Security.Cryptography;

namespace Postroom.Mail.Smtp.Client.Sasl;

/// <summary>What we can, and which of it to use.</summary>
static class SaslMechanisms
{
    // In the order of choice under TLS. First what proves both sides; then the simplest, for it asks the least of the
    // server: CRAM-MD5 makes it keep passwords readable, and some announce it though they cannot. In the clear what does
    // not reveal the password goes first, which is CRAM-MD5 before PLAIN.
    static readonly Known[] All =
    [
        new("SCRAM-SHA-256-PLUS", Kind.Scram, IsSafeInClear: true, login => new ScramMechanism(HashAlgorithmName.SHA256, login, isBound: true)) { IsBound = true },
        new("SCRAM-SHA-1-PLUS", Kind.Scram, IsSafeInClear: true, login => new ScramMechanism(HashAlgorithmName.SHA1, login, isBound: true)) { IsBound = true },
        new("SCRAM-SHA-256", Kind.Scram, IsSafeInClear: true, login => new ScramMechanism(HashAlgorithmName.SHA256, login, isBound: false)),
        new("SCRAM-SHA-1", Kind.Scram, IsSafeInClear: true, login => new ScramMechanism(HashAlgorithmName.SHA1, login, isBound: false)),
        new("PLAIN", Kind.Password, IsSafeInClear: false, login => new PlainMechanism(login.Credentials)),
        new("LOGIN", Kind.Password, IsSafeInClear: false, login => new LoginMechanism(login.Credentials)),
        new("CRAM-MD5", Kind.Password, IsSafeInClear: true, login => new CramMd5Mechanism(login.Credentials)),
        new("OAUTHBEARER", Kind.Token, IsSafeInClear: false, login => new TokenMechanism(login, isBearer: true)),
        new("XOAUTH2", Kind.Token, IsSafeInClear: false, login => new TokenMechanism(login, isBearer: false)),
    ];

    /// <summary>What a mechanism needs.</summary>
    public enum Kind
    {
        /// <summary>A password as it is.</summary>
        Password,

        /// <summary>A user name and a password that can be prepared (RFC 4013).</summary>
        Scram,

        /// <summary>An access token.</summary>
        Token,
    }

    /// <summary>The names of all that we can with such a login.</summary>
    public static IEnumerable<string> NamesFor(SmtpCredentials credentials) => All.Where(known => known.Fits(credentials)).Select(known => known.Name);

    /// <summary>How much a mechanism gives away; one that is not ours: all.</summary>
    public static LoginStrength StrengthOf(string? name) =>
        All.FirstOrDefault(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Strength ?? LoginStrength.Readable;

    /// <summary>The mechanisms that server and we have and that the login allows, best first.</summary>
    /// <param name="offered">The server's names, upper case.</param>
    /// <param name="login">The login.</param>
    /// <param name="isEncrypted">Whether TLS is on.</param>
    public static IReadOnlyList<Known> Common(IReadOnlyList<string> offered, SaslLogin login, bool isEncrypted)
    {
        var forced = login.Credentials.Mechanism;
        return [.. All
            .Where(known => offered.Contains(known.Name) && known.Fits(login.Credentials))
            .Where(known => !known.IsBound || login.Binding is not null)
            .Where(known => known.Strength >= login.Credentials.AtLeast)
            .Where(known => forced is null || known.Name.Equals(forced, StringComparison.OrdinalIgnoreCase))
            .OrderBy(known => !isEncrypted && !known.IsSafeInClear)];
    }

    /// <summary>One mechanism we have.</summary>
    /// <param name="Name">Upper case.</param>
    /// <param name="Kind">What it needs.</param>
    /// <param name="IsSafeInClear">Whether a listener learns no password and no token.</param>
    /// <param name="Begin">Makes a new exchange.</param>
    public sealed record Known(string Name, Kind Kind, bool IsSafeInClear, Func<SaslLogin, SaslMechanism> Begin)
    {
        /// <summary>Whether it binds the login to the TLS channel.</summary>
        public bool IsBound { get; init; }

        /// <summary>How much it gives away.</summary>
        public LoginStrength Strength => Kind == Kind.Scram ? (IsBound ? LoginStrength.Bound : LoginStrength.Proven)
            : IsSafeInClear ? LoginStrength.Hashed : LoginStrength.Readable;

        /// <summary>Whether the login has what it needs.</summary>
        public bool Fits(SmtpCredentials credentials) => Kind switch
        {
            Kind.Token => credentials.Tokens is not null,
            Kind.Scram => credentials.Tokens is null && ScramMechanism.CanPrepare(credentials),
            _ => credentials.Tokens is null,
        };
    }
}
