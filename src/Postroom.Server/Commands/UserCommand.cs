using System.CommandLine;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Postroom.Mail.Addresses;
using Postroom.People;
using Postroom.Settings;

namespace Postroom.Server.Commands;

/// <summary><c>postroom user create</c> and <c>link</c>: people who may sign in to the console.</summary>
static class UserCommand
{
    public static Command Create(CommandConsole console) => new("user", "The people who can sign in to the console.") { CreateCommand(console), UserLinkCommand.Create(console) };

    static Command CreateCommand(CommandConsole console)
    {
        var (email, name) = (EmailOption(), NameOption());
        var role = new Option<UserRole>("--role") { Description = "member, viewer, operator or administrator.", HelpName = "ROLE", DefaultValueFactory = _ => UserRole.Viewer };
        var passwordFile = CommonOptions.ExistingFile("--password-file", "The file with the password; without it the password is the first line of standard input.");
        var link = new Option<bool>("--link") { Description = "Ask for no password: print a link with which the person sets it." };
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();

        var command = new Command("create", "Add a person.") { email, name, role, passwordFile, link, data, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            if (result.GetValue(link))
            {
                return await StoreVisit.RunAsync(result.GetRequiredValue(data), console, mayMake: true, async services =>
                {
                    var invited = NewUser(services, result.GetRequiredValue(email), result.GetRequiredValue(name), result.GetValue(role), null);
                    if (!await AddAsync(services, invited, cancellationToken)) return console.Fail($"There is a user {invited.Email} already.");
                    return await UserLinkCommand.PrintAsync(services, console, invited, result.GetValue(json), cancellationToken);
                });
            }

            var password = result.GetValue(passwordFile) is { } file
                ? (await File.ReadAllTextAsync(file.FullName, cancellationToken)).TrimEnd('\r', '\n')
                : await console.ReadPasswordAsync(cancellationToken);
            if (PasswordRules.Check("password", password, result.GetRequiredValue(email)) is { } problem) return console.Fail(problem.Text);

            return await StoreVisit.RunAsync(result.GetRequiredValue(data), console, mayMake: true, async services =>
            {
                var user = NewUser(services, result.GetRequiredValue(email), result.GetRequiredValue(name), result.GetValue(role), password);
                if (!await AddAsync(services, user, cancellationToken)) return console.Fail($"There is a user {user.Email} already.");

                if (result.GetValue(json))
                    console.WriteJson(new CreatedUser(user.Id, user.Email, user.Name, Word(user.Role)), CommandJson.Readable.CreatedUser);
                else
                    console.WriteLine($"{user.Email} may sign in as {Word(user.Role)}.");
                return ExitCodes.Done;
            });
        });
        return command;
    }

    static Option<string> EmailOption()
    {
        var email = new Option<string>("--email") { Description = "The e-mail address to sign in with.", HelpName = "ADDRESS", Required = true };
        email.Validators.Add(result =>
        {
            if (MailboxParser.ParseAddress(result.GetValueOrDefault<string>()) is MailboxParse.Refused refused) result.AddError($"--email: {refused.Reason}");
        });
        return email;
    }

    static Option<string> NameOption()
    {
        var name = new Option<string>("--name") { Description = "The display name.", Required = true };
        name.Validators.Add(result =>
        {
            var text = (result.GetValueOrDefault<string>() ?? "").Trim();
            if (text.Length is 0 or > SetUp.MaximumNameLength || text.Any(char.IsControl))
                result.AddError($"--name takes 1 to {SetUp.MaximumNameLength} characters on one line.");
        });
        return name;
    }

    static User NewUser(IServiceProvider services, string email, string name, UserRole role, string? password)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var user = new User
        {
            Id = Guid.CreateVersion7(now),
            Email = email.Trim(),
            Name = name.Trim(),
            Role = role,
            State = password is null ? UserState.Invited : UserState.Active,
            Stamp = RandomNumberGenerator.GetHexString(32, lowercase: true),
            CreatedAt = now,
        };
        return password is null ? user : user with { PasswordHash = services.GetRequiredService<IPasswordHasher<User>>().HashPassword(user, password) };
    }

    static async Task<bool> AddAsync(IServiceProvider services, User user, CancellationToken cancellationToken)
    {
        if (!await services.GetRequiredService<IUserStore>().AddAsync(user, onlyIfFirst: false, cancellationToken)) return false;
        await services.GetRequiredService<IAuditLog>().AddAsync(
            new AuditEntry(user.CreatedAt, "command line", "user.created", user.Email, Word(user.Role)), cancellationToken);
        return true;
    }

    static string Word(UserRole role) => role.ToString().ToLowerInvariant();
}
