using Postroom.Mail.Smtp.Client;

namespace Postroom.Diagnosis.Remedies;

/// <summary>How the connection is protected against who listens.</summary>
enum Encryption
{
    /// <summary>Not at all.</summary>
    Plaintext,

    /// <summary>If the server offers it, which who stands in between can take away.</summary>
    IfOffered,

    /// <summary>By TLS, else nothing is sent: STARTTLS required, and TLS from the first byte.</summary>
    Encrypted,
}

/// <summary>Who says that the certificate is the server's.</summary>
enum CertificateCheck
{
    /// <summary>Nobody.</summary>
    Nobody,

    /// <summary>A person, who compares the one that is shown before trusting it.</summary>
    Person,

    /// <summary>What is trusted already: an authority, or a pin.</summary>
    Trusted,
}

/// <summary>
/// How well settings protect mail and password, in order: the channel counts most, then who vouches for the certificate, then
/// what the login gives away. A remedy never lowers it while one that keeps it exists.
/// </summary>
readonly record struct Protection(Encryption Channel, CertificateCheck Certificate, LoginStrength Login) : IComparable<Protection>
{
    /// <summary>The protection of settings.</summary>
    public static Protection Of(SmtpEndpoint endpoint, SmtpClientOptions options)
    {
        var channel = endpoint.Security switch
        {
            ConnectionSecurity.None => Encryption.Plaintext,
            ConnectionSecurity.StartTlsIfAvailable => Encryption.IfOffered,
            _ => Encryption.Encrypted,
        };
        return new Protection(channel, channel == Encryption.Plaintext ? CertificateCheck.Nobody : CertificateCheck.Trusted, LoginOf(options.Credentials));
    }

    /// <summary>Of what could be offered, best first, that which may be: what keeps the protection, or else what loses least of it.</summary>
    /// <param name="offers">What would help.</param>
    /// <param name="protection">The protection of each.</param>
    public IReadOnlyList<T> Choose<T>(IReadOnlyList<T> offers, Func<T, Protection> protection)
    {
        if (offers.Count == 0) return [];
        var tested = this;
        var most = offers.Max(protection);
        var least = most < tested ? most : tested;
        return [.. offers.Where(offer => protection(offer) >= least)];
    }

    public int CompareTo(Protection other) =>
        (Channel, Certificate, Login).CompareTo((other.Channel, other.Certificate, other.Login));

    public static bool operator <(Protection one, Protection other) => one.CompareTo(other) < 0;

    public static bool operator <=(Protection one, Protection other) => one.CompareTo(other) <= 0;

    public static bool operator >(Protection one, Protection other) => one.CompareTo(other) > 0;

    public static bool operator >=(Protection one, Protection other) => one.CompareTo(other) >= 0;

    static LoginStrength LoginOf(SmtpCredentials? login)
    {
        if (login is null) return LoginStrength.NotSent;
        var chosen = SmtpCredentials.StrengthOf(login.Mechanism);
        return chosen > login.AtLeast ? chosen : login.AtLeast;
    }
}
