using System.Security.Cryptography;
using System.Text;

namespace Postroom.People.SingleSignOn;

/// <summary>What the provider sends a browser back with (RFC 6749 §4.1.2). Whoever likes can write it.</summary>
/// <param name="Code">The code; null: none.</param>
/// <param name="State">What we sent along; null: nothing.</param>
/// <param name="Issuer">Who answers (RFC 9207); null: not told.</param>
/// <param name="Error">A word such as <c>access_denied</c>; null: none.</param>
/// <param name="ProviderId">Whose page the browser was sent back to.</param>
public sealed record SingleSignOnReturn(string? Code, string? State, string? Issuer, string? Error, string ProviderId)
{
    const int Longest = 4_096;

    /// <summary>Whether somebody said no, rather than that something broke.</summary>
    public bool IsDenial => Error is "access_denied" or "login_required" or "interaction_required" or "consent_required";

    /// <summary>What came with a request, without anything that is too long, or an error that is no word.</summary>
    public static SingleSignOnReturn Of(string providerId, Func<string, string?> query)
    {
        ArgumentNullException.ThrowIfNull(query);
        string? Short(string name) => query(name) is { Length: > 0 and <= Longest } text ? text : null;
        var error = Short("error");
        if (error?.Any(letter => !char.IsAsciiLetterLower(letter) && letter != '_') == true || error?.Length > 60) error = "an error that is no word";
        return new SingleSignOnReturn(Short("code"), Short("state"), Short("iss"), error, providerId);
    }

    /// <summary>Whether it answers what was asked with this state.</summary>
    public bool IsFor(string state) =>
        State is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(State), Encoding.UTF8.GetBytes(state));

    /// <summary>Nothing of the code.</summary>
    public override string ToString() => nameof(SingleSignOnReturn);
}
