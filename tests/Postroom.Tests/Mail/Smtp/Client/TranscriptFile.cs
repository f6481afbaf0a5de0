using System.Globalization;
using System.Text;
using Postroom.Mail.Smtp.Client;

namespace Postroom.Tests.Mail.Smtp.Client;

/// <summary>A transcript file: what the client is told (<c>@</c> lines), what the server does, what must come of it.</summary>
sealed class TranscriptFile
{
    readonly ILookup<string, string> _directives;

    TranscriptFile(string script)
    {
        Script = script;
        _directives = script.ReplaceLineEndings("\n").Split('\n')
            .Where(line => line.StartsWith('@'))
            .Select(line => line[1..].Split(' ', 2))
            .ToLookup(parts => parts[0], parts => parts.Length > 1 ? parts[1] : "");
    }

    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Transcripts", "Client");

    public string Script { get; }

    /// <summary>What must come of it, in order: of the opening, then of each message's recipients.</summary>
    public IReadOnlyList<string> Expected => [.. _directives["expect"]];

    /// <summary>What must become of each delivery when the messages come out of the outbox.</summary>
    public IReadOnlyList<string> Outbox => [.. _directives["outbox"]];

    /// <summary>Whether it is about what the outbox never asks of the client.</summary>
    public bool IsOfTheClientAlone => IsBatch || new[] { "client-alone", "distrust", "may-not-send", "envelope-id" }.Any(_directives.Contains);

    public int Messages => int.Parse(One("messages") ?? "1", CultureInfo.InvariantCulture);

    /// <summary>Whether the messages are handed over together.</summary>
    public bool IsBatch => One("batch") is not null;

    public static TranscriptFile Load(string name) => new(File.ReadAllText(Path.Combine(Folder, name + ".txt")));

    public SmtpEndpoint Endpoint(int port) =>
        new(One("host") ?? "127.0.0.1", port, Enum.Parse<ConnectionSecurity>(One("security") ?? "None"));

    public SmtpClientOptions Options => new()
    {
        EhloName = "client.example.com",
        AdditionalRoots = Support.TestCertificates.Trust,
        Credentials = One("login")?.Split(' ') is [var user, var password, .. var mechanism]
            ? new SmtpCredentials(user, password, mechanism.FirstOrDefault())
            : null,
        AllowPlaintextCredentials = One("allow-plaintext-login") is not null,
        Distrusted = (One("distrust") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(),
        TotalTimeout = TimeSpan.FromSeconds(30),
    };

    public Envelope Envelope => new(
        One("from") is "<>" ? null : TestAddresses.Of(One("from") ?? "sender@example.com"),
        [.. (One("to") ?? "a@example.org").Split(' ').Select(TestAddresses.Of)])
    {
        Is8Bit = One("8bit") is not null,
        NeedsSmtpUtf8 = One("smtputf8") is not null,
        EnvelopeId = One("envelope-id"),
        MayStillSend = One("may-not-send") is null ? null : () => false,
    };

    public byte[] Body => Encoding.UTF8.GetBytes(
        (One("body") ?? @"Subject: Hello\r\n\r\n.dot\r\nlast\r\n")
            .Replace("\\r", "\r", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal));

    string? One(string name) => _directives[name].SingleOrDefault();
}
