using System.Text;
using Postroom.Mail.Addresses;

namespace Postroom.Mail.Mime;

/// <summary>Walks an address header once, from left to right.</summary>
sealed class AddressListReader(string text, ProblemList problems)
{
    readonly List<ListedAddress> _entries = [];
    readonly StringBuilder _name = new();    // words, quotes taken off
    readonly StringBuilder _written = new(); // the same as written, for an address without brackets
    readonly StringBuilder _comment = new();
    string? _bracketed;
    string? _group;
    int _at;

    public List<ListedAddress> Read()
    {
        for (; _at < text.Length && _entries.Count < AddressList.MaximumCount; _at++) Step(text[_at]);
        if (_at < text.Length) problems.Add("There are more than 10,000 addresses: the rest was passed over.");
        Finish();
        return _entries;
    }

    void Step(char c)
    {
        switch (c)
        {
            case '"':
                ReadQuoted();
                break;
            case '(':
                ReadComment();
                break;
            case '<':
                ReadBracketed();
                break;
            case '[':
                ReadLiteral();
                break;
            case ':' when _bracketed is null && _group is null:
                _group = Name(_name) ?? "";
                Clear();
                break;
            case ',':
                Finish();
                break;
            case ';':
                Finish();
                _group = null;
                break;
            default:
                _name.Append(c);
                _written.Append(c);
                break;
        }
    }

    void ReadQuoted()
    {
        _written.Append('"');
        for (_at++; _at < text.Length && text[_at] != '"'; _at++)
        {
            if (text[_at] == '\\' && _at + 1 < text.Length) _written.Append(text[_at++]);
            _written.Append(text[_at]);
            _name.Append(text[_at]);
        }

        if (_at >= text.Length) problems.Add("A quotation mark is never closed.");
        _written.Append('"');
    }

    /// <summary>Comments may hold comments; the words of the outermost are the name in mail of old.</summary>
    void ReadComment()
    {
        var depth = 0;
        for (; _at < text.Length; _at++)
        {
            var c = text[_at];
            if (c == '\\' && _at + 1 < text.Length) _comment.Append(text[++_at]);
            else if (c == '(' && depth++ == 0) _comment.Clear();
            else if (c == ')' && --depth == 0) return;
            else _comment.Append(c);
        }

        problems.Add("A comment is never closed.");
    }

    void ReadBracketed()
    {
        var start = _at + 1;
        var isQuoted = false;
        for (_at = start; _at < text.Length && (isQuoted || text[_at] != '>'); _at++)
        {
            if (text[_at] == '"') isQuoted = !isQuoted;
            else if (text[_at] == '\\' && isQuoted) _at++;
        }

        if (_at >= text.Length) problems.Add("An angle bracket is never closed.");
        var inner = text[start..Math.Min(_at, text.Length)].Trim();
        // A route before the address is dropped (RFC 5321 §4.1.1.3, appendix C).
        if (inner.StartsWith('@') && inner.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0) inner = inner[(colon + 1)..].Trim();
        if (_bracketed is not null) problems.Add("Two addresses stand without a comma between them.");
        _bracketed ??= inner;
    }

    void ReadLiteral()
    {
        var end = text.IndexOf(']', _at);
        if (end < 0) end = text.Length - 1;
        _written.Append(text, _at, end + 1 - _at);
        _name.Append(text, _at, end + 1 - _at);
        _at = end;
    }

    void Finish()
    {
        var name = _bracketed is null ? null : Name(_name);
        var address = _bracketed ?? _written.ToString().Trim();
        name ??= Name(_comment);
        Clear();
        if (address.Length == 0 && name is null) return;
        address = HeaderEncoder.Spaced(address);
        if (!MailboxParser.TryParseAddress(Tightened(address), out var parsed)) problems.Add("An entry is no address.");
        _entries.Add(new ListedAddress(name, address, parsed, _group));
    }

    /// <summary>The address without the spaces that old mail has around its dots and its @ (RFC 5322 §4.4).</summary>
    static string Tightened(string address)
    {
        if (!address.Contains(' ', StringComparison.Ordinal)) return address;
        var tight = new StringBuilder(address.Length);
        var pending = 0;
        foreach (var c in address)
        {
            if (c == ' ')
            {
                pending++;
                continue;
            }

            var isJoint = c is '.' or '@' || (tight.Length > 0 && tight[^1] is '.' or '@');
            if (!isJoint) tight.Append(' ', pending);
            pending = 0;
            tight.Append(c);
        }

        return tight.ToString();
    }

    void Clear()
    {
        _name.Clear();
        _written.Clear();
        _comment.Clear();
        _bracketed = null;
    }

    /// <summary>The decoded name; null when it is empty.</summary>
    static string? Name(StringBuilder words)
    {
        if (words.Length == 0) return null;
        var name = HeaderText.Decode(words.ToString()).Trim(' ');
        return name.Length == 0 ? null : name;
    }
}
