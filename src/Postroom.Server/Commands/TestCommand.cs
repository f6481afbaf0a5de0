using System.CommandLine;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Diagnosis;
using Postroom.Languages;
using Postroom.Mail.Addresses;
using Postroom.MailServers;
using Postroom.MailServers.Trust;
using Postroom.Settings;

namespace Postroom.Server.Commands;

/// <summary><c>postroom test</c>: the staged test of a mail server, over the same connection as real mail.</summary>
static class TestCommand
{
    public static Command Create(CommandConsole console)
    {
        var options = new TestOptions();
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var command = new Command("test", "Test the saved mail server, or the one of --host. Exit 0: mail would be accepted, 1: it would not.") { data, json };
        options.AddTo(command);
        command.SetAction((result, cancellationToken) =>
        {
            var wanted = new Wanted(console, result.GetValue(json), options.To(result));
            return options.HasHost(result)
                ? TestGivenAsync(options, result, wanted, cancellationToken)
                : StoreVisit.RunAsync(
                    result.GetRequiredValue(data), console, mayMake: false,
                    services => TestSavedAsync(services, options, result, wanted, cancellationToken),
                    services => services.AddSettings(Path.GetFullPath(result.GetRequiredValue(data))).AddMailServers());
        });
        return command;
    }

    /// <summary>Tests what the command line says, without any data folder.</summary>
    static async Task<int> TestGivenAsync(TestOptions options, ParseResult result, Wanted wanted, CancellationToken cancellationToken)
    {
        var form = await options.ReadFormAsync(result, cancellationToken);
        var password = await options.ReadPasswordAsync(result, cancellationToken);
        if (!TryReadClient(await options.ReadClientAsync(result, cancellationToken), wanted.Console, ref form, out var client)) return ExitCodes.Usage;
        var resolver = new MailServerResolver(new SecretProtector(new EphemeralDataProtectionProvider()), new BuiltInMailServer(), new TrustShelf());
        var host = await HostIdentity.FindAsync(TimeProvider.System, cancellationToken);
        var prepared = resolver.Prepare(form, new MailServerSettings { Configuration = MailServerChoice.Custom }, password, host, wanted.To is not null, client);
        return await TestAsync(prepared, wanted, ExitCodes.Usage, servers: null, cancellationToken);
    }

    /// <summary>Tests what is saved or given by the environment; what the command line says besides wins.</summary>
    static async Task<int> TestSavedAsync(
        IServiceProvider services, TestOptions options, ParseResult result, Wanted wanted, CancellationToken cancellationToken)
    {
        var store = services.GetRequiredService<MailServerSettingsStore>();
        if (await store.LoadAsync(cancellationToken) is LoadOutcome.Invalid invalid) return Report(wanted.Console, invalid.Problems, ExitCodes.Failed);

        var form = await options.ReadFormAsync(result, cancellationToken);
        if (!TryReadClient(await options.ReadClientAsync(result, cancellationToken), wanted.Console, ref form, out var client)) return ExitCodes.Usage;
        var prepared = store.Prepare(form, await options.ReadPasswordAsync(result, cancellationToken), wanted.To is not null, client);
        if (prepared is PreparedServer.Invalid { Problems: [{ MessageKey: "Problem.BuiltIn.NotListening" }] })
            return wanted.Console.Fail("The built-in mailbox is in force, which only the running server can reach: test it in the console, or name a server with --host.");
        return await TestAsync(prepared, wanted, ExitCodes.Failed, store, cancellationToken);
    }

    static bool TryReadClient(CertificateReading? reading, CommandConsole console, ref MailServerForm form, out ClientIdentity? client)
    {
        client = (reading as CertificateReading.Client)?.Identity;
        if (client is not null) form = form with { ClientCertificate = client.Sha256 };
        if (reading is CertificateReading.Refused refused) Report(console, [refused.Problem with { Field = nameof(form.ClientCertificate) }], ExitCodes.Usage);
        return reading is not CertificateReading.Refused;
    }

    static async Task<int> TestAsync(
        PreparedServer prepared, Wanted wanted, int codeOfProblems, IMailServerSource? servers, CancellationToken cancellationToken)
    {
        if (prepared is PreparedServer.Invalid invalid) return Report(wanted.Console, invalid.Problems, codeOfProblems);

        var ready = (PreparedServer.Ready)prepared;
        var test = new MailServerTest(TimeProvider.System, NullLogger<MailServerTest>.Instance, servers);
        var report = new TestReport(wanted.Console, wanted.Json);
        await foreach (var happened in test.RunAsync(new TestRequest(ready.Server, ready.Identity, wanted.To, Language.English.Culture), cancellationToken))
            report.Show(happened);
        return report.IsOk ? ExitCodes.Done : ExitCodes.Failed;
    }

    static int Report(CommandConsole console, IReadOnlyList<SettingsProblem> problems, int code)
    {
        foreach (var problem in problems) console.Remark($"{problem.Field}: {problem.TextIn(Language.English.Culture)}");
        return code;
    }

    /// <summary>How to answer, and who gets a message; null: nobody.</summary>
    sealed record Wanted(CommandConsole Console, bool Json, EmailAddress? To);
}
