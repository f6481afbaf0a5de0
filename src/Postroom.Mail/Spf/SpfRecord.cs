using System.Diagnostics.CodeAnalysis;

namespace Postroom.Mail.Spf;

/// <summary>An SPF record, read in full: one wrong term makes the whole wrong (RFC 7208 §4.6).</summary>
/// <param name="Terms">Its terms in order.</param>
public sealed record SpfRecord(IReadOnlyList<SpfTerm> Terms)
{
    const string Version = "v=spf1";

    /// <summary>What can match, in order.</summary>
    public IEnumerable<SpfTerm.Mechanism> Mechanisms => Terms.OfType<SpfTerm.Mechanism>();

    /// <summary>Whose record counts when nothing matches; null: nobody's.</summary>
    public SpfTerm.Redirect? Redirect => Terms.OfType<SpfTerm.Redirect>().FirstOrDefault();

    /// <summary>Where the explanation is; null: there is none.</summary>
    public SpfTerm.Explanation? Explanation => Terms.OfType<SpfTerm.Explanation>().FirstOrDefault();

    /// <summary>Whether a TXT record is an SPF record at all (RFC 7208 §4.5).</summary>
    /// <param name="text">Its strings joined.</param>
    public static bool IsSpf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(Version, StringComparison.OrdinalIgnoreCase) && (text.Length == Version.Length || text[Version.Length] == ' ');
    }

    /// <summary>Reads a record. Never throws.</summary>
    /// <param name="text">The strings of the TXT record, joined.</param>
    /// <param name="record">The record; null when it is wrong.</param>
    /// <param name="wrongTerm">The first wrong term, as it stands there; null when nothing is wrong.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out SpfRecord? record, [NotNullWhen(false)] out string? wrongTerm)
    {
        (record, wrongTerm) = (null, text);
        if (!IsSpf(text)) return false;

        var terms = new List<SpfTerm>();
        foreach (var word in text[Version.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var term = SpfTermReader.Read(word);
            var isSecond = term is SpfTerm.Redirect && terms.Exists(known => known is SpfTerm.Redirect)
                || term is SpfTerm.Explanation && terms.Exists(known => known is SpfTerm.Explanation);
            if (term is null || isSecond)
            {
                wrongTerm = word;
                return false;
            }

            terms.Add(term);
        }

        (record, wrongTerm) = (new SpfRecord(terms), null);
        return true;
    }
}
