using Postroom.Languages;
using Postroom.People.Links;
using Postroom.Settings;

namespace Postroom.People.Accounts;

/// <summary>What administrators change about users, and users about themselves, besides password and address.</summary>
public sealed class UserChanges(IUserStore users, AccountLinks links, IAuditLog audit, TimeProvider time)
{
    /// <summary>Gives a user another role; sessions end.</summary>
    public async Task<AccountOutcome> SetRoleAsync(Guid id, UserRole role, string actor, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(id, cancellationToken) is not { } user) return new AccountOutcome.Gone();
        if (user.Role == role) return new AccountOutcome.Done(user);
        return await SaveAsync(user, user with { Role = role, Stamp = SessionStamp.New() }, actor, "user.role-set", $"{user.Role} -> {role}", cancellationToken);
    }

    /// <summary>Shuts a user out: sessions and links end.</summary>
    public async Task<AccountOutcome> DeactivateAsync(Guid id, string actor, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(id, cancellationToken) is not { } user) return new AccountOutcome.Gone();
        var outcome = await SaveAsync(
            user, user with { State = UserState.Deactivated, Stamp = SessionStamp.New() }, actor, "user.deactivated", null, cancellationToken);
        if (outcome is AccountOutcome.Done) await links.EndAsync(id, CancellationToken.None);
        return outcome;
    }

    /// <summary>Lets a user in again, with the password of before.</summary>
    public async Task<AccountOutcome> ReactivateAsync(Guid id, string actor, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(id, cancellationToken) is not { State: UserState.Deactivated } user) return new AccountOutcome.Gone();
        var state = user.PasswordHash is null ? UserState.Invited : UserState.Active;
        return await SaveAsync(user, user with { State = state, Stamp = SessionStamp.New() }, actor, "user.reactivated", null, cancellationToken);
    }

    /// <summary>Saves what users say about themselves. Sessions go on.</summary>
    /// <param name="id">The user.</param>
    /// <param name="name">The name shown.</param>
    /// <param name="language">The language; empty: the browser's.</param>
    /// <param name="zone">The IANA time zone; empty: the browser's.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    public async Task<AccountOutcome> SaveProfileAsync(Guid id, string name, string language, string zone, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(id, cancellationToken) is not { } user) return new AccountOutcome.Gone();
        List<SettingsProblem> problems = [.. AccountFields.CheckName("Name", name)];
        if (language.Length > 0 && Language.Find(language) is null) problems.Add(new SettingsProblem("Language", "Problem.Language.Unknown"));
        if (zone.Length > 0 && !IsZone(zone)) problems.Add(new SettingsProblem("Zone", "Problem.Zone.Unknown"));
        if (problems.Count > 0) return new AccountOutcome.Invalid(problems);
        var changed = user with { Name = name.Trim(), Language = language.Length == 0 ? null : Language.Find(language)!.Tag, TimeZone = zone.Length == 0 ? null : zone };
        return await SaveAsync(user, changed, user.Email, "user.profile-saved", null, cancellationToken);
    }

    static bool IsZone(string zone) => zone.Length < 64 && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _);

    async Task<AccountOutcome> SaveAsync(User before, User after, string actor, string action, string? detail, CancellationToken cancellationToken)
    {
        if (!await users.UpdateAsync(after, before.Stamp, cancellationToken))
        {
            var isTheSame = (await users.FindAsync(before.Id, cancellationToken))?.Stamp == before.Stamp;
            return isTheSame ? new AccountOutcome.LastAdministrator() : new AccountOutcome.Gone();
        }

        await audit.AddAsync(new AuditEntry(time.GetUtcNow(), actor, action, after.Email, detail), CancellationToken.None);
        return new AccountOutcome.Done(after);
    }
}
