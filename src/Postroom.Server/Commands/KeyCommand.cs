using System.CommandLine;
using System.Text.RegularExpressions;
using Postroom.Accepting;
using Postroom.Accepting.Senders;
using Postroom.Settings;

namespace Postroom.Server.Commands;

/// <summary><c>postroom key create</c>: a key for an app that hands in mail.</summary>
static partial class KeyCommand
{
    public static Command Create(CommandConsole console) => new("key", "API keys of the apps that send mail.") { CreateCommand(console) };

    static Command CreateCommand(CommandConsole console)
    {
        var app = new Option<string>("--app") { Description = "The app. It is created if no app has that name.", HelpName = "NAME", Required = true };
        app.Validators.Add(result =>
        {
            if (!AppName().IsMatch(result.GetValueOrDefault<string>() ?? ""))
                result.AddError("--app takes 1 to 64 letters, digits, dots, hyphens and underscores.");
        });
        var scopes = new Option<string>("--scope") { Description = $"What the key may do, separated by commas: {Allowed}.", HelpName = "LIST", DefaultValueFactory = _ => AppScopes.Send };
        scopes.Validators.Add(result =>
        {
            var words = Split(result.GetValueOrDefault<string>());
            if (words.Length == 0) result.AddError($"--scope names nothing: choose of {Allowed}, with commas between.");
            foreach (var unknown in AppScopes.Unknown(words)) result.AddError($"--scope {Shown(unknown)} is no scope: choose of {Allowed}, with commas between.");
        });
        var from = new Option<string?>("--from") { Description = FromDescription, HelpName = "LIST" };
        from.Validators.Add(result =>
        {
            if (SenderRules.Read(result.GetValueOrDefault<string?>() ?? "", "from").Problem is not null)
                result.AddError("--from takes addresses, domains, *.domains or *, with commas between.");
        });
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();

        var command = new Command("create", "Make a key and show it, this once.") { app, scopes, from, data, json };
        command.SetAction((result, cancellationToken) => StoreVisit.RunAsync(result.GetRequiredValue(data), console, mayMake: true, async services =>
        {
            var created = await CreateAsync(services, result.GetRequiredValue(app), Split(result.GetValue(scopes)), cancellationToken);
            if (SenderRules.Read(result.GetValue(from) ?? "", "from").Rules is { Count: > 0 } rules)
                await AllowAsync(services, created.App, rules, cancellationToken);
            if (result.GetValue(json))
            {
                console.WriteJson(created, CommandJson.Readable.CreatedKey);
            }
            else
            {
                console.WriteLine(created.Key);
                console.Remark($"This is the key of the app {created.App}. It is not kept and cannot be shown again.");
            }

            return ExitCodes.Done;
        }));
        return command;
    }

    const string FromDescription =
        "What the app may name as From, separated by commas: addresses, domains, *.domains, or *. Without it, a new app "
        + "may name its own sender and the verified domains.";

    static string Allowed => string.Join(", ", AppScopes.All);

    static string Shown(string word) => new([.. word.Take(40).Select(character => char.IsControl(character) ? '?' : character)]);

    static async Task<CreatedKey> CreateAsync(IServiceProvider services, string app, string[] scopes, CancellationToken cancellationToken)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var secret = ApiKeySecret.New();
        await services.GetRequiredService<IAppStore>().AddKeyAsync(app, secret.ToKey(scopes, now), cancellationToken);
        await services.GetRequiredService<IAuditLog>().AddAsync(
            new AuditEntry(now, "command line", "key.created", app, $"{secret.Id}: {string.Join(", ", scopes)}"), cancellationToken);
        return new CreatedKey(app, secret.Id, secret.Text, scopes);
    }

    static async Task AllowAsync(
        IServiceProvider services, string app, IReadOnlyList<SenderRule> rules, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<IAppStore>().SetSenderRulesAsync(app, rules, cancellationToken);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        await services.GetRequiredService<IAuditLog>().AddAsync(
            new AuditEntry(now, "command line", "app.senders-set", app, string.Join(' ', rules)), cancellationToken);
    }

    static string[] Split(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToArray();

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z", RegexOptions.None, 1_000)]
    private static partial Regex AppName();
}
