namespace Postroom.Mail.Smtp.Client;

/// <summary>Watches a conversation as it happens. Called in order, never at the same time; must return at once and not throw.</summary>
public interface ISmtpObserver
{
    /// <summary>A stage begins.</summary>
    void Began(SmtpStage stage);

    /// <summary>A stage ended well.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="elapsed">How long it took.</param>
    /// <param name="detail">The one line that matters, such as <c>TLS 1.3, TLS_AES_256_GCM_SHA384</c>.</param>
    /// <param name="reply">The server's reply; null where the stage has none.</param>
    void Passed(SmtpStage stage, TimeSpan elapsed, string detail, Reply? reply);

    /// <summary>A stage failed; the conversation ends.</summary>
    void Failed(SmtpStage stage, TimeSpan elapsed, SmtpFailure failure);

    /// <summary>A line went over the wire, secrets already masked.</summary>
    void Said(TranscriptLine line);
}

/// <summary>One line of a redacted conversation.</summary>
/// <param name="FromServer">True: the server said it; false: we did.</param>
/// <param name="Text">The line without its line end; a SASL exchange and message content are named, never quoted.</param>
public readonly record struct TranscriptLine(bool FromServer, string Text);
