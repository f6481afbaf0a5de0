using System.Text;

namespace Postroom.Mail.Addresses;

/// <summary>The grammar of <see cref="MailboxParser"/>, over a text that holds no forbidden character.</summary>
readonly struct MailboxReader(string text)
{
    public MailboxParse ReadMailbox()
    {
        var (start, end) = Trim(0, text.Length);
        var quote = -1;
        for (var i = start; i < end; i++)
        {
            if (text[i] == '"')
            {
                quote = i;
                if ((i = EndOfQuoted(i, end)) < 0) return Unclosed(quote);
            }
            else if (text[i] == '<')
            {
                return ReadNamed(start, i, end);
            }
        }

        return ReadAddrSpec(start, end, name: null);
    }

    public MailboxParse ReadAddress()
    {
        var (start, end) = Trim(0, text.Length);
        return ReadAddrSpec(start, end, name: null);
    }

    MailboxParse ReadNamed(int start, int bracket, int end)
    {
        if (ReadName(start, bracket, out var name) is { } badName) return badName;
        var close = bracket + 1;
        while (close < end && text[close] != '>')
        {
            if (text[close] == '"' && EndOfQuoted(close, end) is var last and >= 0) close = last;
            close++;
        }

        if (close >= end) return Refuse(end, "The address begins with < and never ends: add >.");
        if (close + 1 < end)
        {
            var (next, _) = Trim(close + 1, end);
            return text[next] is ',' or ';'
                ? RefuseSpecial(next)
                : Refuse(next, "Something follows the >: write the name before the address, and one address only.");
        }

        var (from, to) = Trim(bracket + 1, close);
        if (from == to) return Refuse(from, "Nothing stands between < and >: write the address there.");
        return text[from] == '@'
            ? Refuse(from, "This is a route through other servers: write the address alone.")
            : ReadAddrSpec(from, to, name);
    }

    /// <summary>The display name between two places: words and quoted strings. Null when it is well formed.</summary>
    MailboxParse.Refused? ReadName(int start, int end, out string? name)
    {
        name = null;
        var words = new StringBuilder();
        for (var i = start; i < end; i++)
        {
            var c = text[i];
            if (c == '"')
            {
                var close = EndOfQuoted(i, end);
                if (close < 0) return Unclosed(i);
                AppendUnescaped(words, i + 1, close);
                i = close;
            }
            else if (IsSpecial(c))
            {
                return RefuseSpecial(i, inName: true);
            }
            else
            {
                words.Append(c);
            }
        }

        var read = words.ToString().Trim();
        if (read.Length > MailboxParser.MaximumNameLength)
            return Refuse(start + MailboxParser.MaximumNameLength, "The name is longer than 500 characters: shorten it.");
        if (read.Length > 0) name = read;
        return null;
    }

    MailboxParse ReadAddrSpec(int start, int end, string? name)
    {
        if (start == end) return Refuse(start, "There is no address here: write one such as name@example.com.");
        if (ReadLocalPart(start, end, out var at, out var local) is { } badLocal) return badLocal;
        if (FaultAfter(at, end) is { } fault) return fault;
        if (DomainReader.Read(text[(at + 1)..end], out var badDomain) is not { } domain)
            return Refuse(at + 1 + badDomain.Position, badDomain.Reason);

        var octets = Encoding.UTF8.GetByteCount(local);
        if (octets > MailboxParser.MaximumLocalPartOctets)
            return Refuse(start, "The part before the @ is longer than 64 octets: no mail server has such an address.");
        if (octets + 1 + domain.Ascii.Length > MailboxParser.MaximumAddressOctets)
            return Refuse(start, "The address is longer than 254 octets: no mail server has such an address.");
        return new MailboxParse.Parsed(new Mailbox(name, new EmailAddress(local, domain)));
    }

    /// <summary>Null, the place of the @ and the local part in its wire form; or why not.</summary>
    MailboxParse.Refused? ReadLocalPart(int start, int end, out int at, out string local)
    {
        local = "";
        var refused = text[start] == '"'
            ? ReadQuotedLocal(start, end, out at, out var spoken)
            : ReadBareLocal(start, end, out at, out spoken);
        if (refused is not null) return refused;
        if (spoken.Length == 0) return Refuse(start, "Nothing stands before the @: write the name of the mailbox there.");
        if (!System.Text.Ascii.IsValid(spoken)) spoken = spoken.Normalize(NormalizationForm.FormC); // RFC 6532 §3.1
        local = Characters.IsDotString(spoken) ? spoken : Quote(spoken);
        return null;
    }

    MailboxParse.Refused? ReadQuotedLocal(int start, int end, out int at, out string spoken)
    {
        spoken = "";
        var close = EndOfQuoted(start, end);
        at = close + 1;
        if (close < 0) return Unclosed(start);
        if (at >= end || text[at] != '@')
            return Refuse(at, "After a quoted name the address stands in < and >, such as \"Name\" <name@example.com>.");
        for (var i = start + 1; i < close; i++)
        {
            if (text[i] != ' ' && Characters.IsInvisible(text, i)) return RefuseSpecial(i);
            if (char.IsHighSurrogate(text[i])) i++;
        }

        spoken = AppendUnescaped(new StringBuilder(), start + 1, close).ToString();
        return null;
    }

    MailboxParse.Refused? ReadBareLocal(int start, int end, out int at, out string spoken)
    {
        spoken = "";
        for (at = start; at < end && text[at] != '@'; at++)
        {
            if (IsSpecial(text[at]) || Characters.IsInvisible(text, at)) return RefuseSpecial(at);
            if (char.IsHighSurrogate(text[at])) at++;
        }

        if (at < end)
        {
            spoken = text[start..at];
            return null;
        }

        var wide = text.AsSpan(start..end).IndexOf('＠');
        return wide >= 0
            ? Refuse(start + wide, "This is the full-width ＠: type the @ in half-width.")
            : Refuse(end, "There is no @ here: write the whole address, such as name@example.com.");
    }

    /// <summary>What stands after the @ and can be no domain at all gets its own words.</summary>
    MailboxParse.Refused? FaultAfter(int at, int end)
    {
        for (var i = at + 1; i < end; i++)
        {
            if (text[i] == '@') return Refuse(i, "There is a second @: write one address only.");
            if (text[i] is '[' or ']' or ':' && text[at + 1] == '[') continue;
            if (IsSpecial(text[i]) || Characters.IsInvisible(text, i)) return RefuseSpecial(i);
            if (char.IsHighSurrogate(text[i])) i++;
        }

        return null;
    }

    MailboxParse.Refused RefuseSpecial(int at, bool inName = false)
    {
        var cure = inName ? "put the name in quotation marks" : "remove it";
        return Refuse(at, text[at] switch
        {
            ',' or ';' when inName => "Only one address can stand here: if this is part of the name, put the name in quotation marks.",
            ',' or ';' => "Only one address can stand here: remove the others.",
            ':' => $"A colon makes this a group or a route: write one address only, or {cure}.",
            '(' or ')' => $"Comments in parentheses are not taken: {cure}.",
            '@' => "An @ stands in the name: put the name in quotation marks.",
            '"' => "A quotation mark stands in the middle of the address: remove it.",
            '\\' => $"A backslash cannot stand here: {cure}.",
            '<' or '>' => "An angle bracket stands in the wrong place: write Name <name@example.com>.",
            '[' or ']' => inName
                ? "A square bracket stands in the name: put the name in quotation marks."
                : "Square brackets stand only around an IP address after the @: remove them.",
            ' ' when text.AsSpan(at).Contains('@') && !text.AsSpan(0, at).Contains('@') =>
                "A space stands before the @: if a name comes first, put the address in < and >.",
            _ when char.IsWhiteSpace(text[at]) => "A space stands in the address: remove it.",
            _ => "An invisible character stands in the address: remove it.",
        });
    }

    (int Start, int End) Trim(int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        return (start, end);
    }

    /// <summary>The index of the quotation mark that closes the one at <paramref name="open"/>, or -1.</summary>
    int EndOfQuoted(int open, int end)
    {
        for (var i = open + 1; i < end; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '"') return i;
        }

        return -1;
    }

    StringBuilder AppendUnescaped(StringBuilder words, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (text[i] == '\\' && i + 1 < end) i++;
            words.Append(text[i]);
        }

        return words;
    }

    static string Quote(string local) =>
        $"\"{local.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    static bool IsSpecial(char c) => c is '(' or ')' or '<' or '>' or '[' or ']' or ':' or ';' or '@' or '\\' or ',' or '"';

    static MailboxParse.Refused Unclosed(int quote) =>
        Refuse(quote, "The quotation mark here is never closed: add the second one.");

    static MailboxParse.Refused Refuse(int position, string reason) => new(position, reason);
}
