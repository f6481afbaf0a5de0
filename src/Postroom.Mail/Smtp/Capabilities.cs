using System.Globalization;

namespace Postroom.Mail.Smtp;

/// <summary>What a server offers in its reply to EHLO (RFC 5321 §4.1.1.1).</summary>
public sealed record Capabilities
{
    /// <summary>Nothing offered: the reply to HELO.</summary>
    public static Capabilities None { get; } = new();

    /// <summary>Each keyword in upper case with its parameters, in the server's order; the last of equal keywords wins.</summary>
    public IReadOnlyDictionary<string, string> Keywords { get; private init; } = new Dictionary<string, string>();

    /// <summary>SASL mechanisms in upper case, in the server's order (RFC 4954 §3; the old form <c>AUTH=</c> counts too).</summary>
    public IReadOnlyList<string> AuthMechanisms { get; private init; } = [];

    /// <summary>The largest message in bytes (RFC 1870 §3); null: no limit is said.</summary>
    public long? MaxSize { get; private init; }

    /// <summary>The server takes SIZE= in MAIL FROM (RFC 1870).</summary>
    public bool Size => Offers("SIZE");

    /// <summary>The server takes bodies with 8-bit lines (RFC 6152).</summary>
    public bool EightBitMime => Offers("8BITMIME");

    /// <summary>The server takes UTF-8 in addresses and headers (RFC 6531).</summary>
    public bool SmtpUtf8 => Offers("SMTPUTF8");

    /// <summary>The server takes commands in groups (RFC 2920).</summary>
    public bool Pipelining => Offers("PIPELINING");

    /// <summary>The server takes BDAT (RFC 3030).</summary>
    public bool Chunking => Offers("CHUNKING");

    /// <summary>The server takes requests for delivery status notifications (RFC 3461).</summary>
    public bool Dsn => Offers("DSN");

    /// <summary>The server can switch to TLS (RFC 3207).</summary>
    public bool StartTls => Offers("STARTTLS");

    /// <summary>The server's replies carry enhanced status codes (RFC 2034).</summary>
    public bool EnhancedStatusCodes => Offers("ENHANCEDSTATUSCODES");

    /// <summary>Whether the keyword was offered.</summary>
    /// <param name="keyword">Upper case.</param>
    public bool Offers(string keyword) => Keywords.ContainsKey(keyword);

    /// <summary>Reads a positive reply to EHLO; its first line is the server's name and greeting.</summary>
    public static Capabilities Parse(Reply reply) => Parse(reply, new HashSet<string>());

    /// <summary>The same, without the keywords that are not to be believed.</summary>
    /// <param name="reply">The reply to EHLO.</param>
    /// <param name="distrusted">Keywords in upper case.</param>
    public static Capabilities Parse(Reply reply, IReadOnlySet<string> distrusted)
    {
        ArgumentNullException.ThrowIfNull(reply);
        ArgumentNullException.ThrowIfNull(distrusted);
        var keywords = new Dictionary<string, string>(StringComparer.Ordinal);
        var mechanisms = new List<string>();
        foreach (var line in reply.Lines.Skip(1)) Read(line, keywords, mechanisms);
        foreach (var keyword in distrusted) keywords.Remove(keyword);

        return new Capabilities
        {
            Keywords = keywords,
            AuthMechanisms = keywords.ContainsKey("AUTH") ? mechanisms : [],
            MaxSize = ReadSize(keywords),
        };
    }

    static void Read(string line, Dictionary<string, string> keywords, List<string> mechanisms)
    {
        var trimmed = line.Trim();
        var end = trimmed.AsSpan().IndexOfAny(' ', '=');
        var keyword = (end < 0 ? trimmed : trimmed[..end]).ToUpperInvariant();
        if (keyword.Length == 0) return;

        var parameters = end < 0 ? "" : trimmed[(end + 1)..].Trim();
        if (keyword == "AUTH")
        {
            foreach (var name in parameters.ToUpperInvariant().Split([' ', '='], StringSplitOptions.RemoveEmptyEntries))
            {
                if (!mechanisms.Contains(name)) mechanisms.Add(name);
            }
        }

        keywords[keyword] = parameters;
    }

    // "SIZE" and "SIZE 0" set no limit (RFC 1870 §3); a number past 63 bits does not either.
    static long? ReadSize(Dictionary<string, string> keywords) =>
        keywords.TryGetValue("SIZE", out var text)
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
        && size > 0
            ? size
            : null;
}
