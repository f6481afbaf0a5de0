namespace Postroom.Mail.Dkim;

/// <summary>Chooses the header fields that a signature covers.</summary>
static class SignedHeaders
{
    // What a reader sees or a program acts upon (RFC 6376 §5.4.1), and what a one-click unsubscription rests on
    // (RFC 8058 §4). Trace fields and Return-Path change on the way and are never signed.
    static readonly string[] Names =
    [
        "From", "Subject", "Date", "To", "Cc", "Reply-To", "Message-ID", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding", "List-Unsubscribe", "List-Unsubscribe-Post", "In-Reply-To", "References",
    ];

    // Those of which a second one would be believed in place of the first, or of which one would be added where there
    // was none.
    static readonly string[] OnceMore =
        ["From", "Subject", "Date", "To", "Reply-To", "Content-Type", "List-Unsubscribe", "List-Unsubscribe-Post"];

    /// <summary>
    /// The fields in the order of the list <c>h=</c>, null where a name is listed that does not occur: what a reader
    /// goes by
    /// stands once more than it occurs, so that another one put in on the way breaks the signature (RFC 6376 §5.4,
    /// §8.15).
    /// </summary>
    public static List<(string Name, DkimField? Field)> Choose(IReadOnlyList<DkimField> fields)
    {
        var chosen = new List<(string, DkimField?)>(Names.Length + 1);
        foreach (var name in Names)
        {
            // Those of one name count from the bottom up (RFC 6376 §5.4.2).
            for (var i = fields.Count - 1; i >= 0; i--)
            {
                if (fields[i].Is(name)) chosen.Add((name, fields[i]));
            }

            if (OnceMore.Contains(name)) chosen.Add((name, null));
        }

        return chosen;
    }
}
