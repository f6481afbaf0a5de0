using System.CommandLine;
using Postroom.Diagnosis;
using Postroom.Languages;
using Postroom.Mail.Dkim;
using Postroom.Settings;
using Postroom.Signing;

namespace Postroom.Server.Commands;

/// <summary><c>postroom dkim</c>: the keys that sign mail. They are never shown, only their public records.</summary>
static class DkimCommand
{
    const string Actor = "command line";

    public static Command Create(CommandConsole console) => new("dkim", "The keys that sign mail (DKIM), per From domain.")
    {
        CreateCommand(console), ListCommand(console), ActivateCommand(console), RetireCommand(console),
    };

    static Command CreateCommand(CommandConsole console)
    {
        var (domain, selector) = (DomainOption(isRequired: true), SelectorOption(isRequired: false));
        var algorithm = new Option<DkimAlgorithm?>("--algorithm") { Description = "rsa or ed25519. Default: one key of each." };
        var pem = CommonOptions.ExistingFile("--pem", "Bring in this private key instead of making one; needs --selector.");
        var (data, json) = (CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("create", "Make keys and show the DNS records to publish.") { domain, selector, algorithm, pem, data, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(pem) is not null && result.GetValue(selector) is null) result.AddError("--pem needs --selector.");
            if (result.GetValue(selector) is not null && result.GetValue(pem) is null && result.GetValue(algorithm) is null)
                result.AddError("--selector names one key: give --algorithm too.");
        });
        command.SetAction((result, cancellationToken) => VisitAsync(result.GetRequiredValue(data), console, mayMake: true, async services =>
        {
            var keys = services.GetRequiredService<SigningKeys>();
            var change = result.GetValue(pem) is { } file
                ? await keys.ImportAsync(
                    result.GetRequiredValue(domain), result.GetValue(selector)!, await File.ReadAllTextAsync(file.FullName, cancellationToken), Actor, cancellationToken)
                : await keys.CreateAsync(
                    result.GetRequiredValue(domain), result.GetValue(algorithm) is { } only ? [only] : [DkimAlgorithm.Rsa, DkimAlgorithm.Ed25519], result.GetValue(selector), Actor, cancellationToken);
            return Report(console, change, result.GetValue(json));
        }));
        return command;
    }

    static Command ListCommand(CommandConsole console)
    {
        var domain = DomainOption(isRequired: false);
        var (data, json) = (CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("list", "Show the keys and their DNS records.") { domain, data, json };
        command.SetAction((result, cancellationToken) => VisitAsync(result.GetRequiredValue(data), console, mayMake: false, async services =>
        {
            var book = await services.GetRequiredService<ISigningKeyStore>().ReadAsync(cancellationToken);
            var wanted = result.GetValue(domain);
            Show(console, [.. book.Keys.Where(key => wanted is null || key.Domain == wanted)], result.GetValue(json));
            return ExitCodes.Done;
        }));
        return command;
    }

    static Command ActivateCommand(CommandConsole console)
    {
        var (domain, selector) = (DomainOption(isRequired: true), SelectorOption(isRequired: true));
        var unseen = new Option<bool>("--even-if-unseen") { Description = "Activate even if DNS does not show the record. Until it does, receivers cannot verify signatures." };
        var (data, json) = (CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("activate", "Sign with a key from now on; the former one of its kind is then retiring.") { domain, selector, unseen, data, json };
        command.SetAction((result, cancellationToken) => VisitAsync(result.GetRequiredValue(data), console, mayMake: false, async services => Report(
            console,
            await services.GetRequiredService<SigningKeys>().ActivateAsync(
                result.GetRequiredValue(domain), result.GetRequiredValue(selector), result.GetValue(unseen), Actor, cancellationToken),
            result.GetValue(json))));
        return command;
    }

    static Command RetireCommand(CommandConsole console)
    {
        var (domain, selector) = (DomainOption(isRequired: true), SelectorOption(isRequired: true));
        var (data, json) = (CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("retire", "Take a key one step out of use: active, retiring, retired.") { domain, selector, data, json };
        command.SetAction((result, cancellationToken) => VisitAsync(result.GetRequiredValue(data), console, mayMake: false, async services => Report(
            console,
            await services.GetRequiredService<SigningKeys>().RetireAsync(
                result.GetRequiredValue(domain), result.GetRequiredValue(selector), Actor, cancellationToken),
            result.GetValue(json))));
        return command;
    }

    static Task<int> VisitAsync(string data, CommandConsole console, bool mayMake, Func<IServiceProvider, Task<int>> work) =>
        StoreVisit.RunAsync(data, console, mayMake, work, services => services.AddSettings(Path.GetFullPath(data)).AddDiagnosis().AddSigning());

    static Option<string> DomainOption(bool isRequired) =>
        new("--domain") { Description = "The From domain.", HelpName = "D", Required = isRequired };

    static Option<string> SelectorOption(bool isRequired) =>
        new("--selector") { Description = "The key's name, such as pr2026a.", HelpName = "S", Required = isRequired };

    static int Report(CommandConsole console, SigningChange change, bool json)
    {
        switch (change)
        {
            case SigningChange.Done done:
                Show(console, done.Keys, json);
                return ExitCodes.Done;
            case SigningChange.Refused refused:
                return console.Fail(string.Join('\n', refused.Problems.Select(problem => $"{problem.Field}: {problem.TextIn(Language.English.Culture)}")));
            case SigningChange.RecordNotSeen unseen:
                var words = new SettingsProblem("Selector", $"Problem.Signing.Record.{unseen.Sighting.GetType().Name}").TextIn(Language.English.Culture);
                return console.Fail($"{words} To activate it all the same, add --even-if-unseen.");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    static void Show(CommandConsole console, IReadOnlyList<SigningKey> keys, bool json)
    {
        if (json)
        {
            console.WriteJson(new DkimKeyList([.. keys.Select(Row)]), CommandJson.Readable.DkimKeyList);
            return;
        }

        // One record a line, unbroken: what is copied into DNS must be whole.
        foreach (var key in keys)
        {
            console.WriteLine($"{key.RecordName}  {Word(key.Algorithm)}  {Word(key.State)}");
            if (key.State != SigningKeyState.Retired) console.WriteLine($"  TXT  {key.Record}");
        }

        if (keys.Count == 0) console.Remark("There are no keys.");
    }

    static DkimKeyRow Row(SigningKey key) => new(
        key.Domain, key.Selector, Word(key.Algorithm), Word(key.State), key.RecordName, key.Record, key.CreatedAt, key.ActiveAt, key.RetiringAt, key.RetiredAt);

    static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
