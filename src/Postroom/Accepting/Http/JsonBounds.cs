namespace Postroom.Accepting.Http;

/// <summary>
/// Counts the fields and values of JSON while its bytes pass by, before a parser makes objects of them: a body of millions of
/// tiny fields is small on the wire and large in memory. One look at each byte, no memory of its own, any split of the bytes.
/// </summary>
/// <param name="mostFields">The most names in all objects together.</param>
/// <param name="mostValues">The most values in all objects and arrays together.</param>
sealed class JsonBounds(int mostFields, int mostValues)
{
    static readonly System.Buffers.SearchValues<byte> Structure = System.Buffers.SearchValues.Create("\":,"u8);
    static readonly System.Buffers.SearchValues<byte> InText = System.Buffers.SearchValues.Create("\"\\"u8);

    int _fields;
    int _values;
    bool _isInText;
    bool _isEscaped;

    /// <summary>What is too much, as a sentence that begins with the body; null: nothing so far.</summary>
    public string? Excess =>
        _fields > mostFields ? FormattableString.Invariant($"The body has more than {mostFields} fields.")
        : _values > mostValues ? FormattableString.Invariant($"The body has more than {mostValues} values.")
        : null;

    /// <summary>Looks at the next bytes. False: it is too much, and the rest need not be read.</summary>
    public bool Pass(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && Excess is null)
        {
            if (_isEscaped)
            {
                _isEscaped = false;
                bytes = bytes[1..];
                continue;
            }

            var at = bytes.IndexOfAny(_isInText ? InText : Structure);
            if (at < 0) return true;
            Meet(bytes[at]);
            bytes = bytes[(at + 1)..];
        }

        return Excess is null;
    }

    void Meet(byte sign)
    {
        switch (sign)
        {
            case (byte)'"': _isInText = !_isInText; break;
            case (byte)'\\': _isEscaped = true; break;
            case (byte)':': _fields++; break;
            case (byte)',': _values++; break;
        }
    }
}
