using System.Text;
using Postroom.Mail.Addresses;

namespace Postroom.Mail.Smtp.Server;

/// <summary>The argument of MAIL or RCPT: <c>FROM:&lt;path&gt; KEY=value ...</c> (RFC 5321 §4.1.1.2, §4.1.2).</summary>
/// <param name="Path">The path.</param>
/// <param name="Parameters">Names in upper case with their values; null: without a value.</param>
sealed record PathCommand(ReceivedPath Path, IReadOnlyList<KeyValuePair<string, string?>> Parameters)
{
    /// <summary>Whether the path has bytes above 127, so that SMTPUTF8 is needed (RFC 6531 §3.3).</summary>
    public bool IsUtf8 => !Ascii.IsValid(Path.Wire);

    /// <summary>Reads the argument.</summary>
    /// <param name="argument">What follows the verb.</param>
    /// <param name="keyword"><c>FROM:</c> or <c>TO:</c>.</param>
    /// <param name="command">What was read; null: the argument is wrong.</param>
    /// <returns>Why it is wrong; null: it is right.</returns>
    public static Reply? Read(ReadOnlySpan<byte> argument, string keyword, out PathCommand? command)
    {
        command = null;
        if (argument.Length < keyword.Length || !Ascii.EqualsIgnoreCase(argument[..keyword.Length], keyword))
            return Replies.Syntax($"Expected {keyword}<address>");

        // Old programs put a space behind the colon; no reader can take it for anything else.
        var rest = argument[keyword.Length..].TrimStart((byte)' ');
        var end = EndOfPath(rest);
        if (end < 0) return Replies.Syntax("The address stands between angle brackets");
        if (!System.Text.Unicode.Utf8.IsValid(rest)) return Replies.Syntax("This is not UTF-8");

        var wire = Encoding.UTF8.GetString(rest[1..end]);
        var parameters = ReadParameters(rest[(end + 1)..]);
        if (parameters is null) return Replies.Syntax("Parameters are KEYWORD or KEYWORD=value, each once, after a space");
        return ReadPath(wire, keyword == "FROM:", parameters, out command);
    }

    static Reply? ReadPath(string wire, bool isSender, IReadOnlyList<KeyValuePair<string, string?>> parameters, out PathCommand? command)
    {
        command = null;
        var withoutAddress = isSender ? wire.Length == 0 : wire.Equals("postmaster", StringComparison.OrdinalIgnoreCase);
        if (withoutAddress)
        {
            command = new PathCommand(new ReceivedPath(wire, null), parameters);
            return null;
        }

        switch (MailboxParser.ParseAddress(wire))
        {
            case MailboxParse.Parsed parsed:
                command = new PathCommand(new ReceivedPath(wire, parsed.Mailbox.Address), parameters);
                return null;
            case MailboxParse.Refused refused:
                return Replies.Of(501, 5, 1, isSender ? 7 : 3, refused.Reason);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>The index of the bracket that closes the path; -1: none. Inside quotes a bracket closes nothing.</summary>
    static int EndOfPath(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] != '<') return -1;
        var quoted = false;
        for (var i = 1; i < text.Length; i++)
        {
            if (quoted && text[i] == '\\')
                i++;
            else if (text[i] == '"')
                quoted = !quoted;
            else if (!quoted && text[i] == '>')
                return i;
        }

        return -1;
    }

    static List<KeyValuePair<string, string?>>? ReadParameters(ReadOnlySpan<byte> text)
    {
        var parameters = new List<KeyValuePair<string, string?>>();
        if (text.IsEmpty) return parameters;
        if (text[0] != ' ') return null;
        foreach (var word in Encoding.UTF8.GetString(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var name = (equals < 0 ? word : word[..equals]).ToUpperInvariant();
            if (!IsKeyword(name) || equals == word.Length - 1) return null;
            if (parameters.Any(parameter => parameter.Key == name)) return null;
            parameters.Add(new(name, equals < 0 ? null : word[(equals + 1)..]));
        }

        return parameters;
    }

    static bool IsKeyword(string name) =>
        name.Length > 0 && name[0] != '-' && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');
}
