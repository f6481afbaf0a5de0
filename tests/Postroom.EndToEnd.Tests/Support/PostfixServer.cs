using System.Globalization;

namespace Postroom.EndToEnd.Tests.Support;

/// <summary>A real, private Postfix on loopback, started by eng/postfix.sh; all it writes lies in a folder of its own.</summary>
sealed class PostfixServer : IAsyncDisposable
{
    static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    readonly DirectoryInfo _folder;
    readonly string[] _options;
    Dictionary<string, string> _values = [];

    PostfixServer(DirectoryInfo folder, string[] options) => (_folder, _options) = (folder, options);

    /// <summary>Offers no TLS and asks for no login.</summary>
    public int PlainPort => Port("PLAIN_PORT");

    /// <summary>Offers STARTTLS, asks for no login.</summary>
    public int StartTlsPort => Port("STARTTLS_PORT");

    /// <summary>TLS from the first byte, no login.</summary>
    public int SmtpsPort => Port("SMTPS_PORT");

    /// <summary>Takes mail only after a login, offers no TLS.</summary>
    public int LoginPlainPort => Port("LOGIN_PLAIN_PORT");

    /// <summary>Takes mail only after STARTTLS and a login.</summary>
    public int LoginStartTlsPort => Port("LOGIN_STARTTLS_PORT");

    /// <summary>TLS from the first byte, and mail only after a login.</summary>
    public int LoginSmtpsPort => Port("LOGIN_SMTPS_PORT");

    /// <summary>The authority that signed the certificate for localhost and 127.0.0.1, as PEM.</summary>
    public string CaFile => _values["CA_FILE"];

    /// <summary>Who may log in, by PLAIN, LOGIN, CRAM-MD5, SCRAM-SHA-1 or SCRAM-SHA-256.</summary>
    public string UserName => _values["USER_NAME"];

    public string Password => _values["PASSWORD"];

    /// <summary>What Postfix logged so far: to be shown when a test fails.</summary>
    public string Log => File.ReadAllText(_values["LOG_FILE"]);

    /// <summary>Starts one on free ports. Where there can be none, the test is skipped, but fails in CI.</summary>
    public static async Task<PostfixServer> StartOrSkipAsync(CancellationToken cancellationToken, params string[] options)
    {
        try
        {
            return await StartAsync(cancellationToken, options);
        }
        catch (PostfixMissingException missing)
        {
            Assert.Skip(missing.Message);
            throw;
        }
    }

    /// <summary>Starts one on free ports.</summary>
    /// <exception cref="PostfixMissingException">There can be none here.</exception>
    public static async Task<PostfixServer> StartAsync(CancellationToken cancellationToken, params string[] options)
    {
        var server = new PostfixServer(Directory.CreateTempSubdirectory("postroom-postfix-"), options);
        try
        {
            await server.StartAgainAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>After <see cref="StopAsync"/>: the same ports, certificate and mailboxes.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        var result = await ScriptAsync("start", _options, cancellationToken);
        if (result.ExitCode != 0)
        {
            var mayBeMissing = result.Errors.Contains("root", StringComparison.Ordinal) || result.Errors.Contains("Missing", StringComparison.Ordinal);
            if (mayBeMissing && !Repository.IsContinuousIntegration) throw new PostfixMissingException(result.Errors.Trim());
            throw new InvalidOperationException("eng/postfix.sh could not start Postfix: " + result.Errors);
        }

        _values = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
    }

    /// <summary>From here on connections to all ports are refused.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var result = await ScriptAsync("stop", [], cancellationToken);
        if (result.ExitCode != 0) throw new InvalidOperationException("eng/postfix.sh could not stop Postfix: " + result.Errors);
    }

    /// <summary>What lies in a mailbox now, oldest first. Known users: test, alice, bob, carol, dave; else "everyone-else".</summary>
    public IReadOnlyList<DeliveredMail> ReadMailbox(string user) => Maildir.Read(Path.Combine(_values["MAIL_DIR"], user));

    /// <summary>Waits until a mailbox holds at least so many mails. Postfix delivers shortly after it has accepted.</summary>
    public async Task<IReadOnlyList<DeliveredMail>> WaitForMailAsync(
        string user, int count, TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        var end = TimeProvider.System.GetUtcNow() + deadline;
        while (true)
        {
            var mails = ReadMailbox(user);
            if (mails.Count >= count) return mails;
            if (TimeProvider.System.GetUtcNow() > end)
                throw new TimeoutException($"{mails.Count} of {count} mails for {user} arrived within {deadline:c}. Postfix says:\n{Log}");
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Also when the test was cancelled: nothing of it may go on running.
        await ScriptAsync("remove", [], CancellationToken.None);
        if (Directory.Exists(_folder.FullName)) _folder.Delete(recursive: true); // It was never started.
    }

    int Port(string key) => int.Parse(_values[key], CultureInfo.InvariantCulture);

    Task<CommandResult> ScriptAsync(string action, string[] options, CancellationToken cancellationToken) =>
        Command.RunAsync(Path.Combine(Repository.Root, "eng", "postfix.sh"), [action, _folder.FullName, .. options], StartDeadline, cancellationToken);
}
