using System.Text;
using Postroom.Mail.Addresses;

namespace Postroom.Mail.Mime;

/// <summary>
/// Writes header fields, folded at 76 columns where a fold is possible and never over 998 octets (RFC 5322 §2.1.1, §2.2.3).
/// What is not ASCII becomes encoded words (RFC 2047), or stays UTF-8 where the message is internationalised (RFC 6532).
/// Whatever could end a line becomes a space, so that no value can begin a header of its own.
/// </summary>
sealed class HeaderEncoder(ByteWriter output, bool utf8)
{
    const int Width = 76;

    // Room for one more word and its separators below 998 (RFC 5322 §2.1.1).
    const int HardWidth = HeaderRules.LongestWord;

    int _column;
    bool _isFirst;

    /// <summary>Starts a field: the name and its colon.</summary>
    public void Begin(string name)
    {
        output.Append(name);
        output.Append((byte)':');
        _column = name.Length + 1;
        _isFirst = true;
    }

    /// <summary>Ends the field.</summary>
    public void End() => output.Append("\r\n"u8);

    /// <summary>A whole field of free text, such as a subject (unstructured, RFC 5322 §2.2.1).</summary>
    public void Text(string name, string value)
    {
        Begin(name);
        Words(Clean(value), Width - 1, isPhrase: false);
        End();
    }

    /// <summary>
    /// A whole field that an author added. What programs read is written as it is, as an encoded word would break a URI
    /// or a message id; of other fields ASCII words are kept whole while a line can hold them.
    /// </summary>
    public void Field(string name, string value)
    {
        Begin(name);
        var text = Clean(value);
        if (!HeaderRules.IsStructured(name)) Words(text, HardWidth, isPhrase: false);
        else foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries)) Word(word);
        End();
    }

    /// <summary>A whole field of addresses (RFC 5322 §3.4).</summary>
    public void Mailboxes(string name, IReadOnlyList<Mailbox> mailboxes)
    {
        Begin(name);
        for (var i = 0; i < mailboxes.Count; i++) One(mailboxes[i], isLast: i == mailboxes.Count - 1);
        End();
    }

    /// <summary>One word that must stay whole: an id, a media type, a date.</summary>
    public void Word(ReadOnlySpan<char> word)
    {
        Separate(utf8 ? Encoding.UTF8.GetByteCount(word) : word.Length);
        Raw(word);
    }

    /// <summary>A parameter such as <c>charset=utf-8</c>, after a semicolon (RFC 2045 §5.1, RFC 2231).</summary>
    public void Parameter(string name, string value)
    {
        output.Append((byte)';');
        _column++;
        var text = Clean(value);
        if (IsPlain(name, text)) Word(MediaType.IsToken(text) ? $"{name}={text}" : $"{name}=\"{text}\"");
        else ParameterPieces(name, text);
    }

    /// <summary>
    /// The name of a file, in quotes always: some readers end a name without them at a dot or hyphen.
    /// </summary>
    public void FileName(string text)
    {
        output.Append((byte)';');
        _column++;
        if (IsPlain("filename", text)) Word($"filename=\"{text}\"");
        else ParameterPieces("filename", text);
    }

    /// <summary>
    /// The name of a file once more, for readers that look for it in Content-Type and know nothing of RFC 2231:
    /// encoded words
    /// within quotes, which no standard allows and all of them understand.
    /// </summary>
    public void OldName(string text)
    {
        output.Append((byte)';');
        _column++;
        if (IsPlain("name", text))
        {
            Word($"name=\"{text}\"");
            return;
        }

        Fold();
        output.Append(" name=\""u8);
        var word = new EncodedWord(text, isPhrase: true);
        for (var isFirst = true; !word.IsDone; isFirst = false)
        {
            if (!isFirst) output.Append("\r\n "u8);
            _column = word.WriteNext(output, EncodedWord.Most - "name=".Length);
        }

        output.Append((byte)'"');
        _column += 2;
    }

    static bool IsPlain(string name, string text) =>
        Ascii.IsValid(text) && !text.Contains("=?", StringComparison.Ordinal) && !text.AsSpan().ContainsAny('"', '\\')
        && name.Length + text.Length + 3 < Width;

    void ParameterPieces(string name, string text)
    {
        var pieces = ExtendedValue.Split(text, Width - 2 - name.Length - "*00*=;".Length);
        for (var i = 0; i < pieces.Count; i++)
        {
            var section = pieces.Count == 1 ? "" : string.Create(null, $"*{i}");
            Word($"{name}{section}*={pieces[i]}");
            if (i == pieces.Count - 1) return;
            output.Append((byte)';');
            _column++;
        }
    }

    void One(Mailbox mailbox, bool isLast)
    {
        var address = utf8 ? mailbox.Address.ToString() : mailbox.Address.Wire;
        var comma = isLast ? "" : ",";
        var name = mailbox.DisplayName is null ? "" : Clean(mailbox.DisplayName);
        if (!utf8 && mailbox.Address.NeedsSmtpUtf8)
        {
            // An empty group shows who got it; an answer to all cannot reach an address that cannot be written (RFC
            // 6857 §3.1).
            EncodedRun(name.Length == 0 ? address : $"{name} {address}", isPhrase: true);
            Word($":;{comma}");
            return;
        }

        if (name.Length == 0)
        {
            Word(address + comma);
            return;
        }

        Phrase(name);
        Word($"<{address}>{comma}");
    }

    /// <summary>A display name: atoms, or one quoted string, or encoded words, which never stand inside quotes (RFC 2047 §5).</summary>
    void Phrase(string name)
    {
        var isRaw = (utf8 || Ascii.IsValid(name)) && !name.Contains("=?", StringComparison.Ordinal) && name.Length <= 60;
        if (isRaw && IsAtoms(name)) Words(name, Width - 1, isPhrase: true);
        else if (isRaw) Word(Quoted(name));
        else EncodedRun(name, isPhrase: true);
    }

    static bool IsAtoms(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (!Characters.IsAtext(name[i]) && !(name[i] == ' ' && name[i - 1] != ' ')) return false;
        }

        return true;
    }

    static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 4).Append('"');
        foreach (var c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\');
            quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>
    /// Words between single spaces; a run of spaces belongs to its word, since programs disagree about folds in it.
    /// Neighbours that need encoding are encoded together: the space between two encoded words is not seen (RFC 2047 §6.2).
    /// </summary>
    void Words(string text, int longestRaw, bool isPhrase)
    {
        var pending = -1;
        for (var start = 0; start < text.Length;)
        {
            var end = start + 1;
            while (end < text.Length && !IsBreak(text, end)) end++;
            var word = text.AsSpan(start..end);
            if (!IsRaw(word, longestRaw))
            {
                if (pending < 0) pending = start;
            }
            else
            {
                if (pending >= 0) EncodedRun(text.AsSpan(pending..(start - 1)), isPhrase);
                pending = -1;
                Word(word);
            }

            start = end + 1;
        }

        if (pending >= 0) EncodedRun(text.AsSpan(pending), isPhrase);
    }

    static bool IsBreak(string text, int at) =>
        text[at] == ' ' && text[at - 1] != ' ' && at + 1 < text.Length && text[at + 1] != ' ';

    bool IsRaw(ReadOnlySpan<char> word, int longestRaw)
    {
        if (word.Contains("=?", StringComparison.Ordinal)) return false;
        if (Ascii.IsValid(word)) return word.Length <= longestRaw;
        return utf8 && Encoding.UTF8.GetByteCount(word) <= HardWidth;
    }

    void EncodedRun(ReadOnlySpan<char> run, bool isPhrase)
    {
        var word = new EncodedWord(run, isPhrase);
        while (!word.IsDone)
        {
            var room = Width - 1 - _column;
            var isCramped = room < EncodedWord.Least || (!_isFirst && room < word.WholeLength && word.WholeLength < Width);
            if (isCramped)
            {
                Fold();
                room = Width - 1;
            }

            output.Append((byte)' ');
            _column += 1 + word.WriteNext(output, Math.Min(room, EncodedWord.Most));
            _isFirst = false;
        }
    }

    void Separate(int width)
    {
        if (_column + 1 + width > (_isFirst ? HardWidth : Width)) Fold();
        output.Append((byte)' ');
        _column++;
        _isFirst = false;
    }

    void Fold()
    {
        output.Append("\r\n"u8);
        _column = 0;
    }

    void Raw(ReadOnlySpan<char> text)
    {
        var before = output.Length;
        output.Append(text);
        _column += output.Length - before;
    }

    /// <summary>The value with each control made a space, without outer spaces.</summary>
    internal static string Clean(string value) => Spaced(value).Trim(' ');

    /// <summary>The value with whatever could end or hide a line made a space.</summary>
    internal static string Spaced(string value) => IndexOfControl(value) < 0
        ? value
        : string.Create(value.Length, value, static (into, from) =>
        {
            for (var i = 0; i < into.Length; i++) into[i] = Characters.IsControl(from[i]) ? ' ' : from[i];
        });

    static int IndexOfControl(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (Characters.IsControl(value[i])) return i;
        }

        return -1;
    }
}
