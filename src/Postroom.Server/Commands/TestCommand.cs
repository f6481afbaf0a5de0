using System.CommandLine;
using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Diagnosis;
using Postroom.Diagnosis.Detection;
using Postroom.Diagnosis.Domains;
using Postroom.Mail.Addresses;
using Postroom.Mail.Dns;
using Postroom.MailServers;
using Postroom.MailServers.Trust;
using Postroom.Rendering;
using Postroom.Settings;
using Postroom.Signing;

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
            var wanted = new Wanted(console, options, result, result.GetValue(json));
            if (options.Detect(result) is { } target) return DetectAsync(target, wanted, cancellationToken);
            return options.HasHost(result)
                ? TestGivenAsync(wanted, cancellationToken)
                : StoreVisit.RunAsync(
                    result.GetRequiredValue(data), console, mayMake: false,
                    services => TestSavedAsync(services, wanted, cancellationToken),
                    services => services.AddSettings(Path.GetFullPath(result.GetRequiredValue(data))).AddRendering().AddMailServers().AddSigning());
        });
        return command;
    }

    /// <summary>Finds settings and changes none.</summary>
    static async Task<int> DetectAsync(DetectionTarget target, Wanted wanted, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables("POSTROOM__").Build();
        var names = new DnsSettings();
        configuration.GetSection(DnsSettings.Section).Bind(names);
        var settings = TestSettings.Read(configuration) with { Ports = wanted.Options.Settings(wanted.Result).Ports };
        var detector = new SettingsDetector(new DnsResolver(names.ToOptions(), TimeProvider.System), TimeProvider.System, settings)
        {
            Roots = wanted.Options.Roots(wanted.Result),
            Destinations = DestinationSettings.Read(configuration),
        };
        var host = await HostIdentity.FindAsync(TimeProvider.System, cancellationToken);
        var result = await detector.DetectAsync(target, host, wanted.Language, cancellationToken);
        if (wanted.Json) wanted.Console.WriteLine(result.ToJson());
        else Show(result, wanted.Console);
        return result.Ok ? ExitCodes.Done : ExitCodes.Failed;
    }

    static void Show(DetectionResult result, CommandConsole console)
    {
        console.WriteLine(result.Summary);
        foreach (var found in result.Found)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(found.Verified ? "ok  " : "no  ")}  {found.Settings.Host}:{found.Settings.Port} {found.Settings.Security} ({found.Source}): {found.Detail}"));
            foreach (var requirement in found.Requirements) console.WriteLine($"      - {requirement}");
        }
    }

    /// <summary>Tests what the command line says, without any data folder.</summary>
    static async Task<int> TestGivenAsync(Wanted wanted, CancellationToken cancellationToken)
    {
        var (options, result) = (wanted.Options, wanted.Result);
        var form = await options.ReadFormAsync(result, cancellationToken);
        var password = await options.ReadPasswordAsync(result, cancellationToken);
        if (!TryReadClient(await options.ReadClientAsync(result, cancellationToken), wanted, ref form, out var client)) return ExitCodes.Usage;
        var resolver = new MailServerResolver(
            new SecretProtector(new EphemeralDataProtectionProvider()), new BuiltInMailServer(),
            new TrustedCertificates(), destinations: Exceptions());
        var host = await HostIdentity.FindAsync(TimeProvider.System, cancellationToken);
        var prepared = resolver.Prepare(form, new MailServerSettings { Configuration = MailServerChoice.Custom }, password, host, wanted.To is not null, client);
        var letters = new LetterRenderer(new UnsavedProduct(), templates: null, NullLogger<LetterRenderer>.Instance);
        return await TestAsync(await WithTokenAsync(prepared, wanted, cancellationToken), wanted, ExitCodes.Usage, new Means(letters, null, null), cancellationToken);
    }

    static Destinations Exceptions() => DestinationSettings.Read(new ConfigurationBuilder().AddEnvironmentVariables("POSTROOM__").Build());

    /// <summary>Tests what is saved or given by the environment; what the command line says besides wins.</summary>
    static async Task<int> TestSavedAsync(IServiceProvider services, Wanted wanted, CancellationToken cancellationToken)
    {
        var (options, result) = (wanted.Options, wanted.Result);
        var store = services.GetRequiredService<MailServerSettingsStore>();
        if (await store.LoadAsync(cancellationToken) is LoadOutcome.Invalid invalid) return Report(wanted, invalid.Problems, ExitCodes.Failed);

        var form = await options.ReadFormAsync(result, cancellationToken);
        if (!TryReadClient(await options.ReadClientAsync(result, cancellationToken), wanted, ref form, out var client)) return ExitCodes.Usage;
        var prepared = store.Prepare(form, await options.ReadPasswordAsync(result, cancellationToken), wanted.To is not null, client);
        if (prepared is PreparedServer.Invalid { Problems: [{ MessageKey: "Problem.BuiltIn.NotListening" }] })
            return wanted.Console.Fail("The built-in mailbox is in force, which only the running server can reach: test it in the console, or name a server with --host.");
        foreach (var shared in services.GetServices<ISharedSettings>()) await shared.RefreshAsync(cancellationToken);
        await services.GetRequiredService<SigningKeyRing>().RefreshAsync(cancellationToken);
        var withToken = await WithTokenAsync(prepared, wanted, cancellationToken);
        var means = new Means(services.GetRequiredService<LetterRenderer>(), store, services.GetRequiredService<MailSigner>());
        return await TestAsync(withToken, wanted, ExitCodes.Failed, means, cancellationToken);
    }

    static bool TryReadClient(CertificateReading? reading, Wanted wanted, ref MailServerForm form, out ClientIdentity? client)
    {
        client = (reading as CertificateReading.Client)?.Identity;
        if (client is not null) form = form with { ClientCertificate = client.Sha256 };
        if (reading is CertificateReading.Refused refused) Report(wanted, [refused.Problem with { Field = nameof(form.ClientCertificate) }], ExitCodes.Usage);
        return reading is not CertificateReading.Refused;
    }

    static async Task<int> TestAsync(PreparedServer prepared, Wanted wanted, int codeOfProblems, Means means, CancellationToken cancellationToken)
    {
        if (prepared is PreparedServer.Invalid invalid) return Report(wanted, invalid.Problems, codeOfProblems);

        var ready = (PreparedServer.Ready)prepared;
        var test = new MailServerTest(
            means.Letters, TimeProvider.System, NullLogger<MailServerTest>.Instance, means.Servers, means.Signer, wanted.Options.Settings(wanted.Result));
        var report = new TestReport(wanted.Console, wanted.Json, wanted.Language);
        var request = TestRequest.For(ready, wanted.To, wanted.Language) with
        {
            SeeksRemedies = wanted.Options.SeeksRemedies(wanted.Result),
            IsPasswordTyped = wanted.Options.HasPassword(wanted.Result),
        };
        await foreach (var happened in test.RunAsync(request, cancellationToken)) report.Show(happened);
        return report.IsOk ? ExitCodes.Done : ExitCodes.Failed;
    }

    static async Task<PreparedServer> WithTokenAsync(PreparedServer prepared, Wanted wanted, CancellationToken cancellationToken) =>
        prepared is PreparedServer.Ready ready ? ready with { Server = await wanted.Options.WithTokenAsync(ready.Server, wanted.Result, cancellationToken) } : prepared;

    static int Report(Wanted wanted, IReadOnlyList<SettingsProblem> problems, int code)
    {
        foreach (var problem in problems) wanted.Console.Remark($"{problem.Field}: {problem.TextIn(wanted.Language)}");
        return code;
    }

    /// <summary>What the command line asks for, and how to answer.</summary>
    sealed record Wanted(CommandConsole Console, TestOptions Options, ParseResult Result, bool Json)
    {
        /// <summary>Who gets a message; null: nobody.</summary>
        public EmailAddress? To => Options.To(Result);

        public CultureInfo Language => Options.LanguageOf(Result);
    }

    /// <summary>What a test works with besides the server; null: nobody keeps settings, there are no keys.</summary>
    sealed record Means(LetterRenderer Letters, IMailServerSource? Servers, MailSigner? Signer);

    /// <summary>The product where nobody keeps settings.</summary>
    sealed class UnsavedProduct : IProductSettings
    {
        public ProductSettings Current { get; } = new();
    }
}
