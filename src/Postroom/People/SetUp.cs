using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Postroom.Languages;
using Postroom.Mail.Addresses;
using Postroom.Settings;

namespace Postroom.People;

/// <summary>Makes the first user, an administrator. Open only until there is one.</summary>
public sealed partial class SetUp(
    IUserStore users, IPasswordHasher<User> hasher, SetUpLink link, IAuditLog audit, TimeProvider time, ILogger<SetUp> logger)
{
    /// <summary>The most characters of a name.</summary>
    public const int MaximumNameLength = 100;

    /// <summary>Opens a new link while there is nobody; null: somebody can sign in already.</summary>
    /// <returns>The token for <c>/setup?token=</c>.</returns>
    public async Task<string?> OpenLinkAsync(CancellationToken cancellationToken) =>
        await users.IsEmptyAsync(cancellationToken) ? link.Open() : null;

    /// <summary>Makes the administrator and ends the link.</summary>
    /// <param name="token">The token of the link.</param>
    /// <param name="form">What was filled in.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<SetUpOutcome> CompleteAsync(string? token, SetUpForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (!link.Opens(token)) return new SetUpOutcome.Closed();
        var problems = Check(form);
        if (problems.Count > 0) return new SetUpOutcome.Invalid(problems);
        var user = Administrator(form);
        var added = await users.AddAsync(user, onlyIfFirst: true, cancellationToken);
        link.Close();
        if (!added) return new SetUpOutcome.Closed();
        await audit.AddAsync(new AuditEntry(user.CreatedAt, user.Email, "user.created", user.Email, "administrator, by the set-up link"), cancellationToken);
        Completed(user.Id);
        return new SetUpOutcome.Completed(user);
    }

    /// <summary>Everything that is wrong with a form, in the order of the page; empty: nothing.</summary>
    public static IReadOnlyList<SettingsProblem> Check(SetUpForm form)
    {
        ArgumentNullException.ThrowIfNull(form);
        return [.. Problems(form)];
    }

    User Administrator(SetUpForm form)
    {
        var now = time.GetUtcNow();
        var user = new User
        {
            Id = Guid.CreateVersion7(now),
            Email = form.Email.Trim(),
            Name = form.Name.Trim(),
            Role = UserRole.Administrator,
            Stamp = SessionStamp.New(),
            Language = Language.Find(form.Language)?.Tag,
            CreatedAt = now,
        };
        return user with { PasswordHash = hasher.HashPassword(user, form.Password) };
    }

    static IEnumerable<SettingsProblem> Problems(SetUpForm form)
    {
        var name = form.Name.Trim();
        if (name.Length == 0)
        {
            yield return new SettingsProblem(nameof(form.Name), "Problem.Name.Missing");
        }
        else if (PersonalName.Problem(name) is { } wrong)
        {
            yield return new SettingsProblem(
            nameof(form.Name), wrong, MaximumNameLength);
        }
        if (string.IsNullOrWhiteSpace(form.Email)) yield return new SettingsProblem(nameof(form.Email), "Problem.Email.Missing");
        else if (MailboxParser.ParseAddress(form.Email) is MailboxParse.Refused) yield return new SettingsProblem(nameof(form.Email), "Problem.Address.Incomplete");
        if (PasswordRules.Check(nameof(form.Password), form.Password, form.Email) is { } problem) yield return problem;
    }

    [LoggerMessage(10003, LogLevel.Information, "Set-up is done: user {UserId} is the administrator, the set-up link is closed")]
    partial void Completed(Guid userId);
}
