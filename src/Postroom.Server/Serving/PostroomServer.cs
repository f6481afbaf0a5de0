using System.Globalization;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Postroom.Hosting;
using Postroom.MailServers;
using Postroom.Notifications;
using Postroom.Notifications.Choices;
using Postroom.People;
using Postroom.Settings;
using Postroom.Sqlite;

namespace Postroom.Server.Serving;

/// <summary>The whole life of <c>postroom serve</c>: open, load, listen, say so, stop. What stops a start is told in words.</summary>
static class PostroomServer
{
    const int CouldNotStart = 1;

    public static async Task<int> RunAsync(ServeOptions options, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        await FolderGuard.CloseAsync(Path.GetFullPath(options.DataFolder), errors);
        switch (SqliteDatabase.Open(options.DataFolder, StoreUse.Serve))
        {
            case StoreOpening.Opened { Database: var database }:
                await using (database) return await RunAsync(options, database, output, errors, cancellationToken);
            case StoreOpening.Refused refused:
                await errors.WriteLineAsync($"Postroom cannot start. {refused.Message}");
                return CouldNotStart;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    static async Task<int> RunAsync(
        ServeOptions options, SqliteDatabase database, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        if (!options.AcceptsLostKeys && await FolderGuard.LostKeysAsync(database, cancellationToken) is { } lost)
        {
            await errors.WriteLineAsync($"Postroom cannot start. {lost}");
            return CouldNotStart;
        }

        await using var app = PostroomHost.Build(options, database);
        var served = app.Services.GetRequiredService<ServedAddress>();
        served.Use(new Uri($"http://{options.Http}"));
        try
        {
            if (!await LoadAsync(app, errors, cancellationToken)) return CouldNotStart;
        }
        catch (OptionsValidationException fault)
        {
            await errors.WriteLineAsync($"Postroom cannot start. {Unusable(fault)}");
            return CouldNotStart;
        }

        if (await ListenAsync(app, options) is { } refusal)
        {
            await errors.WriteLineAsync($"Postroom cannot start. {refusal}");
            return CouldNotStart;
        }

        var address = PostroomHost.AddressOf(app);
        served.Use(address); // Where any free port was asked for, it is known only now.
        await served.SaveAsync(cancellationToken);
        await output.WriteLineAsync($"Postroom is ready on {address.ToString().TrimEnd('/')}");
        if (await app.Services.GetRequiredService<SetUp>().OpenLinkAsync(cancellationToken) is { } token)
            await output.WriteLineAsync($"Set it up: {new Uri(served.Current, $"/setup?token={token}")}");
        await output.FlushAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    static string Unusable(OptionsValidationException fault) => "Settings given from outside cannot be used: " + string.Join(' ', fault.Failures);

    static async Task<bool> LoadAsync(WebApplication app, TextWriter errors, CancellationToken cancellationToken)
    {
        var outcome = await app.Services.GetRequiredService<MailServerSettingsStore>().LoadAsync(cancellationToken);
        if (outcome is LoadOutcome.Invalid invalid) return await RefuseAsync(MailServerSettings.Section, invalid.Problems, errors);
        var problems = await app.Services.GetRequiredService<NotificationSettingsStore>().LoadAsync(cancellationToken);
        await app.Services.GetRequiredService<PersonTokens>().LoadAsync(cancellationToken);
        return problems.Count == 0 || await RefuseAsync(NotificationSettings.Section, problems, errors);
    }

    static async Task<bool> RefuseAsync(string section, IReadOnlyList<SettingsProblem> problems, TextWriter errors)
    {
        await errors.WriteLineAsync("Postroom cannot start, because settings given from outside cannot be used:");
        foreach (var problem in problems)
            await errors.WriteLineAsync($"  {section}:{problem.Field}: {problem.TextIn(CultureInfo.InvariantCulture)}");
        return false;
    }

    /// <summary>Starts everything. Returns what stood in the way; null: nothing.</summary>
    static async Task<string?> ListenAsync(WebApplication app, ServeOptions options)
    {
        try
        {
            await app.StartAsync(CancellationToken.None);
            return null;
        }
        catch (OptionsValidationException fault)
        {
            return Unusable(fault);
        }
        catch (DoorClosedException fault)
        {
            return fault.Message;
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException)
        {
            return $"{options.Http} is in use by another program: stop it, or choose another port with --http ADDRESS:PORT.";
        }
        catch (SocketException fault) when (fault.SocketErrorCode is SocketError.AccessDenied or SocketError.AddressNotAvailable)
        {
            return $"{options.Http} cannot be listened on ({fault.Message}): choose an address of this machine and a port above 1023 with --http ADDRESS:PORT.";
        }
    }
}
