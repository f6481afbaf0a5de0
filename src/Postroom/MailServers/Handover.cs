using Postroom.Mail.Smtp.Client;

namespace Postroom.MailServers;

/// <summary>What became of handing a message to the mail server.</summary>
public abstract record Handover
{
    private protected Handover(string? tls, string transcript)
    {
        Tls = tls;
        Transcript = transcript;
    }

    /// <summary>TLS version and cipher; null: plaintext, or no connection.</summary>
    public string? Tls { get; }

    /// <summary>The redacted conversation, a line each.</summary>
    public string Transcript { get; }

    /// <summary>The conversation did not come as far as a message.</summary>
    public sealed record NotOpened(SmtpFailure Failure, string? Tls, string Transcript) : Handover(Tls, Transcript);

    /// <summary>The server was told about the message, and each recipient has an outcome.</summary>
    public sealed record Talked(TransactionOutcome Outcome, string? Tls, string Transcript) : Handover(Tls, Transcript);
}
