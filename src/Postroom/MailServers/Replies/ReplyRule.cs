namespace Postroom.MailServers.Replies;

/// <summary>One row of <c>replies.json</c>. Every condition that is given must hold; of each, one value is enough.</summary>
/// <param name="Id">What it means: the name of its texts. Several rows may share one.</param>
/// <param name="Who">A word of <see cref="WhoActs"/>.</param>
/// <param name="Retry">A word of <see cref="RetryClass"/>, or <c>code</c>: later after 4yz, never after 5yz.</param>
/// <param name="Source">Where it is written: a link or an RFC section.</param>
/// <param name="By">Whose words these are; null: anybody's.</param>
/// <param name="Stages">Words of <see cref="Postroom.Mail.Smtp.SmtpStage"/>; null: those of <see cref="ReplyStages"/>, or one that is not known.</param>
/// <param name="Codes">First digits of the reply code, one to three; null: any.</param>
/// <param name="Enhanced">Enhanced codes, <c>*</c> for any class; null: any or none.</param>
/// <param name="Text">Parts of the reply's text, lower case; null: any.</param>
/// <param name="Words">Groups of <see cref="ReplyWords"/>, of each of which a word must stand in the text; null: any.</param>
/// <param name="Without">Groups of <see cref="ReplyWords"/> of which no word may stand in the text; null: none.</param>
/// <param name="Pattern">
/// A regular expression that the text must fit besides; null: none. It runs in linear time and only where
/// <paramref name="Text"/> was found, so a row with a pattern has text too.
/// </param>
/// <param name="General">Whether the row tells no more than the phase and the code: the words themselves were not known.</param>
sealed record ReplyRule(
    string Id,
    string Who,
    string Retry,
    string Source,
    string? By,
    IReadOnlyList<string>? Stages,
    IReadOnlyList<string>? Codes,
    IReadOnlyList<string>? Enhanced,
    IReadOnlyList<string>? Text,
    IReadOnlyList<string>? Words,
    IReadOnlyList<string>? Without,
    string? Pattern,
    bool General)
{
    /// <summary>What it means for a reply that fits.</summary>
    /// <param name="isPermanent">Whether the reply is 5yz.</param>
    public Verdict Verdict(bool isPermanent) => new(Id, Parse<WhoActs>(Who), Retry == "code" ? ByCode(isPermanent) : Parse<RetryClass>(Retry))
    {
        IsGeneral = General,
        Source = Source,
    };

    static RetryClass ByCode(bool isPermanent) => isPermanent ? RetryClass.Never : RetryClass.Later;

    static T Parse<T>(string word) where T : struct, Enum => Enum.Parse<T>(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
}
