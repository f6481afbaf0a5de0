using System.Security.Cryptography;
using Postroom.People.Links;
using Postroom.Settings;

namespace Postroom.People.TwoFactor;

/// <summary>The second factor of a user: an authenticator app, and recovery codes for when it is lost.</summary>
public sealed class SecondFactor(IUserStore users, SecretProtector secrets, IProductSettings product, IAuditLog audit, TimeProvider time)
{
    /// <summary>How many recovery codes a user gets.</summary>
    public const int Codes = 10;

    const string Stored = "second factor";
    const string Offered = "second factor to be";
    const string CodeLetters = "ABCDEFGHJKMNPQRSTVWXYZ23456789"; // none that is taken for another

    /// <summary>Offers a secret; nothing is kept until <see cref="TurnOnAsync"/>.</summary>
    public FactorOffer Offer(User user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return OfferOf(user, Totp.NewSecret());
    }

    /// <summary>The same offer again, such as after a wrong code; null: it cannot be read.</summary>
    public FactorOffer? OfferAgain(User user, string sealedSecret)
    {
        ArgumentNullException.ThrowIfNull(user);
        return secrets.Unprotect(Offered, user.Id.ToString("N"), sealedSecret) is SecretReading.Read read ? OfferOf(user, read.Secret) : null;
    }

    /// <summary>Turns it on for who shows a code of the offered secret; other sessions end.</summary>
    /// <returns>The user as it is now, and the recovery codes, to be shown once; null: the code is wrong.</returns>
    public async Task<FactorCodes?> TurnOnAsync(User user, FactorOffer offer, string code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(offer);
        if (Totp.Match(offer.Secret, Digits(code), time.GetUtcNow()) is not { } counter) return null;
        var codes = Enumerable.Range(0, Codes).Select(_ => NewCode()).ToList();
        await users.SetRecoveryCodesAsync(user.Id, [.. codes.Select(HashOf)], cancellationToken);
        await users.TakeTotpStepAsync(user.Id, counter, cancellationToken);
        var changed = user with { TotpSecret = secrets.Protect(Stored, user.Id.ToString("N"), offer.Secret), Stamp = SessionStamp.New() };
        return await SaveAsync(user, changed, user.Email, "user.factor-on", cancellationToken) ? new FactorCodes(changed, codes) : null;
    }

    /// <summary>Turns it off; other sessions end.</summary>
    /// <returns>The user as it is now; null: the user changed meanwhile.</returns>
    public async Task<User?> TurnOffAsync(User user, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        var changed = user with { TotpSecret = null, Stamp = SessionStamp.New() };
        if (!await SaveAsync(user, changed, actor, "user.factor-off", cancellationToken)) return null;
        await users.SetRecoveryCodesAsync(user.Id, [], CancellationToken.None);
        return changed;
    }

    /// <summary>Whether this is a code of the app that was not used yet, or a recovery code, which is burned.</summary>
    public async Task<bool> CheckAsync(User user, string code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(code);
        if (user.TotpSecret is null || code.Length > 100) return false;
        if (secrets.Unprotect(Stored, user.Id.ToString("N"), user.TotpSecret) is SecretReading.Read read
            && Totp.Match(read.Secret, Digits(code), time.GetUtcNow()) is { } counter)
        {
            return await users.TakeTotpStepAsync(user.Id, counter, cancellationToken);
        }

        return await users.BurnRecoveryCodeAsync(user.Id, HashOf(code), cancellationToken);
    }

    // 16 letters of 30: 78 random bits, so a fast hash is enough.
    static string NewCode() => string.Join('-', new string(RandomNumberGenerator.GetItems<char>(CodeLetters, 16)).Chunk(4).Select(four => new string(four)));

    static string HashOf(string code) => LinkToken.HashOf("recovery " + new string([.. code.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)]));

    static string Digits(string code) => new([.. code.Where(char.IsAsciiDigit)]);

    FactorOffer OfferOf(User user, string secret)
    {
        var issuer = Uri.EscapeDataString(product.Current.Name);
        var link = $"otpauth://totp/{issuer}:{Uri.EscapeDataString(user.Email)}?secret={secret}&issuer={issuer}";
        return new FactorOffer(secret, link, secrets.Protect(Offered, user.Id.ToString("N"), secret));
    }

    async Task<bool> SaveAsync(User before, User after, string actor, string action, CancellationToken cancellationToken)
    {
        if (!await users.UpdateAsync(after, before.Stamp, cancellationToken)) return false;
        await audit.AddAsync(new AuditEntry(time.GetUtcNow(), actor, action, after.Email, null), CancellationToken.None);
        return true;
    }
}

/// <summary>A secret that is offered to a user.</summary>
/// <param name="Secret">In base32, for the app.</param>
/// <param name="Link">The same as a link that opens the app.</param>
/// <param name="Sealed">The same, protected, to come back with the form.</param>
public sealed record FactorOffer(string Secret, string Link, string Sealed)
{
    /// <summary>Nothing of the secret.</summary>
    public override string ToString() => nameof(FactorOffer);
}

/// <summary>The recovery codes of a user, to be shown once.</summary>
/// <param name="User">The user as it is now.</param>
/// <param name="Codes">The codes in the clear.</param>
public sealed record FactorCodes(User User, IReadOnlyList<string> Codes)
{
    /// <summary>Nothing of the codes.</summary>
    public override string ToString() => nameof(FactorCodes);
}
