namespace Postroom.Server.Sendmail;

/// <summary>What the arguments of <c>sendmail</c> say, as programs have used them since 4.3BSD.</summary>
sealed record SendmailArguments
{
    const string TakeValue = "fFrNoBbRVXAhCLpqOdM";

    /// <summary>Recipients are in the headers too (<c>-t</c>).</summary>
    public bool ReadsRecipients { get; init; }

    /// <summary>A line with a single dot does not end the message (<c>-i</c>, <c>-oi</c>).</summary>
    public bool IgnoresDots { get; init; }

    /// <summary>SMTP is spoken on standard input and output (<c>-bs</c>).</summary>
    public bool SpeaksSmtp { get; init; }

    /// <summary>The envelope sender (<c>-f</c>, <c>-r</c>); empty: the null sender; null: not given.</summary>
    public string? Sender { get; init; }

    /// <summary>The full name of the sender (<c>-F</c>); null: not given.</summary>
    public string? FullName { get; init; }

    /// <summary>The recipients named here.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>What cannot be done; null: nothing.</summary>
    public string? Problem { get; init; }

    /// <summary>
    /// Reads them. An option's value stands behind it or next to it; what only tunes a mail server is passed over.
    /// </summary>
    public static SendmailArguments Read(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var read = new SendmailArguments();
        var recipients = new List<string>();
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word == "--")
            {
                recipients.AddRange(words.Skip(i + 1));
                break;
            }

            if (word.Length < 2 || word[0] != '-')
            {
                recipients.Add(word);
                continue;
            }

            var value = word[2..];
            if (value.Length == 0 && IsFollowedByValue(word[1]) && i + 1 < words.Count) value = words[++i];
            read = Apply(read, word[1], value);
        }

        return read with { Recipients = recipients };
    }

    static bool IsFollowedByValue(char option) =>
        option is 'f' or 'F' or 'r' or 'N' or 'R' or 'V' or 'X' or 'B' or 'C' or 'L' or 'O' or 'p' or 'h' or 'A';

    static SendmailArguments Apply(SendmailArguments read, char option, string value) => option switch
    {
        't' => read with { ReadsRecipients = true },
        'i' => read with { IgnoresDots = true },
        'o' when value.StartsWith('i') => read with { IgnoresDots = true },
        'f' or 'r' => read with { Sender = value.Trim('<', '>', ' ') },
        'F' => read with { FullName = value },
        'b' when value == "s" => read with { SpeaksSmtp = true },
        'b' when value is not ("m" or "") =>
            read with { Problem = $"-b{value} is not offered: messages are shown by 'postroom queue list'." },
        'q' => read with { Problem = "-q is not needed: Postroom sends by itself." },
        _ when TakeValue.Contains(option, StringComparison.Ordinal) || option is 'v' or 'U' or 'm' or 'n' or 'G' =>
            read,
        _ => read with { Problem = $"-{option} is no option of sendmail." },
    };
}
