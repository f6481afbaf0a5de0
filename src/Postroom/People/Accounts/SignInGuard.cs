using System.Net;

namespace Postroom.People.Accounts;

/// <summary>
/// Decides whether a password or code may be tried. Strangers are counted by their network, by network and account, and by
/// account; a device on which the user is known is counted for itself, so that strangers cannot keep the owner out.
/// </summary>
public sealed class SignInGuard(AccountLimits limits, KnownDevices devices)
{
    /// <summary>Asks whether a password may be tried, and counts it.</summary>
    /// <param name="login">The address that was typed.</param>
    /// <param name="user">Whose it is; null: nobody's, which the answer does not tell.</param>
    /// <param name="origin">Where from.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    public Task<LimitTaking> TakePasswordAsync(string login, User? user, SignInOrigin origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(origin);
        return devices.Find(origin.Device, user) is { } device
            ? limits.TakeKnownPasswordAsync(device, login, cancellationToken)
            : limits.TakePasswordAsync(login, origin.Address, cancellationToken);
    }

    /// <summary>Asks whether a code of the second factor may be tried, and counts it.</summary>
    public Task<LimitTaking> TakeCodeAsync(User user, SignInOrigin origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(origin);
        return devices.Find(origin.Device, user) is { } device
            ? limits.TakeKnownCodeAsync(device, user.Id, cancellationToken)
            : limits.TakeCodeAsync(user.Id, origin.Address, cancellationToken);
    }

    /// <summary>What was tried was right: it counts no more.</summary>
    public Task GiveBackAsync(LimitTaking taking, CancellationToken cancellationToken) => limits.GiveBackAsync(taking, cancellationToken);
}

/// <summary>Where a sign-in comes from.</summary>
/// <param name="Address">The IP address; null: unknown.</param>
/// <param name="Device">The note that the browser kept (<see cref="KnownDevices"/>); null: none.</param>
public sealed record SignInOrigin(IPAddress? Address, string? Device);
