using Postroom.Accepting.Senders;

namespace Postroom.Accepting.Raw;

/// <summary>A whole message as a mail program hands it in, with its envelope.</summary>
public sealed record RawSubmission
{
    /// <summary>The app of mail that needs no login, such as that of programs on this machine.</summary>
    public const string AppWithoutLogin = "smtp";

    /// <summary>The app that hands it in.</summary>
    public required string App { get; init; }

    /// <summary>What it may name as From; null: anything.</summary>
    public IReadOnlyList<SenderRule>? AllowedSenders { get; init; }

    /// <summary>The reverse-path in wire form; empty is the null sender (RFC 5321 §4.5.5).</summary>
    public required string EnvelopeSender { get; init; }

    /// <summary>The forward-paths in wire form, at least one.</summary>
    public required IReadOnlyList<string> Recipients { get; init; }

    /// <summary>The message with CRLF line ends, dot-stuffing undone.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>
    /// Who handed it in and how, for the Received header (RFC 5321 §4.4); null: no such header is added.
    /// </summary>
    public ReceivedTrace? Trace { get; init; }

    /// <summary>Whether lines have bytes above 127 (RFC 6152).</summary>
    public bool Is8Bit { get; init; }

    /// <summary>Whether the client declared SMTPUTF8 (RFC 6531 §3.4).</summary>
    public bool NeedsSmtpUtf8 { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(RawSubmission)} of {App}";
}

/// <summary>What a Received header tells of a hand-in.</summary>
/// <param name="ClientName">The name the client gave itself.</param>
/// <param name="ClientAddress">Its address; null: not told.</param>
/// <param name="Server">The name of this server.</param>
/// <param name="Protocol">How it came, such as <c>ESMTPSA</c> (RFC 3848).</param>
public sealed record ReceivedTrace(string ClientName, string? ClientAddress, string Server, string Protocol);
