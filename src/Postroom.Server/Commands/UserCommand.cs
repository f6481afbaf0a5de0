using System.CommandLine;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Postroom.Mail.Addresses;
using Postroom.People;
using Postroom.Settings;

namespace Postroom.Server.Commands;

/// <summary><c>postroom user create</c>: a person who may sign in to the console.</summary>
static class UserCommand
{
    public static Command Create(CommandConsole console) => new("user", "The people who may sign in to the console.") { CreateCommand(console) };

    static Command CreateCommand(CommandConsole console)
    {
        var email = new Option<string>("--email") { Description = "The address, which is the login.", HelpName = "ADDRESS", Required = true };
        email.Validators.Add(result =>
        {
            if (MailboxParser.ParseAddress(result.GetValueOrDefault<string>()) is MailboxParse.Refused refused) result.AddError($"--email: {refused.Reason}");
        });
        var name = new Option<string>("--name") { Description = "The name shown.", Required = true };
        name.Validators.Add(result =>
        {
            var text = (result.GetValueOrDefault<string>() ?? "").Trim();
            if (text.Length is 0 or > SetUp.MaximumNameLength || text.Any(char.IsControl))
                result.AddError($"--name takes 1 to {SetUp.MaximumNameLength} characters on one line.");
        });
        var role = new Option<UserRole>("--role") { Description = "viewer, operator or administrator.", HelpName = "ROLE", DefaultValueFactory = _ => UserRole.Viewer };
        var passwordFile = CommonOptions.ExistingFile("--password-file", "The file with the password; without it the password is the first line of standard input.");
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();

        var command = new Command("create", "Add a person.") { email, name, role, passwordFile, data, json };
        command.SetAction(async (result, cancellationToken) =>
        {
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

    static User NewUser(IServiceProvider services, string email, string name, UserRole role, string password)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var user = new User
        {
            Id = Guid.CreateVersion7(now),
            Email = email.Trim(),
            Name = name.Trim(),
            Role = role,
            Stamp = RandomNumberGenerator.GetHexString(32, lowercase: true),
            CreatedAt = now,
        };
        return user with { PasswordHash = services.GetRequiredService<IPasswordHasher<User>>().HashPassword(user, password) };
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
