using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Postroom.Mail.Addresses;

/// <summary>Reads domain names (RFC 1035 §2.3.4, RFC 5891) and address literals (RFC 5321 §4.1.3).</summary>
static class DomainReader
{
    const int MaximumLabel = 63;

    static readonly SearchValues<char> IPv6Characters = SearchValues.Create("0123456789abcdefABCDEF:.");

    // UTS #46 as ICU does it; mapped per label, because an ASCII label such as "r3---sn" is no IDNA name and yet a domain.
    static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true, AllowUnassigned = false };

    /// <summary>The domain, or null and the fault, whose position counts from the start of the text.</summary>
    public static DomainName? Read(string text, out AddressFault fault)
    {
        fault = default;
        if (text.Length == 0) return Refuse(0, "The domain is missing: write it after the @, such as example.com.", out fault);
        if (text.Length > DomainName.MaximumLength)
            return Refuse(DomainName.MaximumLength, "The domain is longer than 253 characters.", out fault);
        if (Characters.IndexOfForbidden(text, out var reason) is var bad and >= 0) return Refuse(bad, reason, out fault);
        if (text[0] == '[') return ReadLiteral(text, out fault);
        if (IsIPv4(text) || text.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(text, out _))
        {
            var tag = text.Contains(':', StringComparison.Ordinal) ? "IPv6:" : "";
            return Refuse(0, $"This is a bare IP address: write it in brackets, [{tag}{text}].", out fault);
        }

        return ReadName(text, out fault);
    }

    static DomainName? ReadName(string text, out AddressFault fault)
    {
        fault = default;
        var ascii = new List<string>();
        var unicode = new List<string>();
        for (var start = 0; start <= text.Length;)
        {
            // The ideographic full stops that Japanese and Chinese keyboards give are dots (RFC 3490 §3.1).
            var dot = text.AsSpan(start).IndexOfAny(".。．｡");
            var end = dot < 0 ? text.Length : start + dot;
            if (!ReadLabel(text[start..end], start, end == text.Length, out var label, out var shown, out fault)) return null;
            ascii.Add(label);
            unicode.Add(shown);
            start = end + 1;
        }

        var wire = string.Join('.', ascii);
        return wire.Length > DomainName.MaximumLength
            ? Refuse(0, "The domain is longer than 253 octets in its wire form.", out fault)
            : new DomainName(string.Join('.', unicode), wire);
    }

    static bool ReadLabel(string text, int start, bool isLast, out string ascii, out string unicode, out AddressFault fault)
    {
        ascii = unicode = "";
        fault = default;
        if (text.Length == 0)
        {
            fault = new(start, isLast && start > 0
                ? "The domain ends in a dot: remove it."
                : "A part of the domain between two dots is empty: remove the extra dot.");
            return false;
        }

        var isPlain = System.Text.Ascii.IsValid(text) && !text.StartsWith("xn--", StringComparison.OrdinalIgnoreCase);
        if (isPlain)
        {
            ascii = unicode = text.ToLowerInvariant();
        }
        else if (!MapLabel(text, out ascii, out unicode))
        {
            fault = new(start, $"“{Shown(text)}” is not a valid internationalised domain name: correct the spelling.");
            return false;
        }

        if (FaultIn(ascii) is not { } found) return true;
        fault = new(start + (isPlain ? found.Position : 0), found.Reason);
        return false;
    }

    /// <summary>The rules of host names: letters, digits and inner hyphens (RFC 5321 §4.1.2, RFC 1123 §2.1).</summary>
    static AddressFault? FaultIn(string label)
    {
        if (label.Length > MaximumLabel)
            return new(MaximumLabel, "A part of the domain between two dots is longer than 63 octets.");
        for (var i = 0; i < label.Length; i++)
        {
            var c = label[i];
            if (char.IsAsciiLetterOrDigit(c)) continue;
            if (c == '-' && i > 0 && i < label.Length - 1) continue;
            return new(i, c switch
            {
                '-' => "A part of the domain begins or ends with a hyphen: remove it.",
                ' ' => "A space cannot stand in a domain: remove it.",
                '_' => "An underscore cannot stand in a mail domain: use the name the mail server really has.",
                _ => $"The character “{c}” cannot stand in a domain: remove it.",
            });
        }

        return null;
    }

    static bool MapLabel(string text, out string ascii, out string unicode)
    {
        ascii = unicode = "";
        if (Characters.IndexOfForbidden(text, out _) >= 0) return false;
        try
        {
            ascii = Idn.GetAscii(text.ToLowerInvariant());
            if (ascii.Contains('.', StringComparison.Ordinal)) return false;
            unicode = Idn.GetUnicode(ascii);
            // A form that does not lead back to the same wire name is never shown: it would be another domain's name.
            if (!IsShowable(unicode) || Idn.GetAscii(unicode) != ascii) unicode = ascii;
            return true;
        }
        catch (ArgumentException)
        {
            return false; // IdnMapping has no Try form; what it throws is the answer no.
        }
    }

    static bool IsShowable(string label)
    {
        for (var i = 0; i < label.Length; i++)
        {
            if (Characters.IsInvisible(label, i)) return false;
            if (char.IsHighSurrogate(label[i])) i++;
        }

        return Characters.IndexOfForbidden(label, out _) < 0;
    }

    static DomainName? ReadLiteral(string text, out AddressFault fault)
    {
        if (text[^1] != ']')
            return Refuse(text.Length, "The address literal begins with [ and never ends: add ].", out fault);
        var inner = text[1..^1];
        fault = default;
        if (IsIPv4(inner)) return new DomainName(text, text);
        const string Tag = "IPv6:";
        var isTagged = inner.StartsWith(Tag, StringComparison.OrdinalIgnoreCase);
        var number = isTagged ? inner[Tag.Length..] : inner;
        IPAddress? parsed = null;
        var isNumber = !number.AsSpan().ContainsAnyExcept(IPv6Characters)
            && IPAddress.TryParse(number, out parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6;
        if (!isNumber)
            return Refuse(1, "Between [ and ] stands no IP address: write [192.0.2.1] or [IPv6:2001:db8::1].", out fault);
        if (!isTagged) return Refuse(1, $"An IPv6 address needs its tag: write [IPv6:{number}].", out fault);
        var literal = string.Concat("[", Tag, parsed!.ToString(), "]");
        return new DomainName(literal, literal);
    }

    /// <summary>Four decimal numbers up to 255, without leading zeros, which some programs read as octal.</summary>
    static bool IsIPv4(ReadOnlySpan<char> text)
    {
        Span<Range> parts = stackalloc Range[5];
        if (text.Split(parts, '.') != 4) return false;
        foreach (var part in parts[..4])
        {
            var number = text[part];
            if (number.Length is 0 or > 3 || number.ContainsAnyExceptInRange('0', '9')) return false;
            if (number.Length > 1 && number[0] == '0') return false;
            if (int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture) > 255) return false;
        }

        return true;
    }

    static string Shown(string text) =>
        text.Length <= 40 ? text : $"{text[..(char.IsHighSurrogate(text[39]) ? 39 : 40)]}…";

    static DomainName? Refuse(int position, string reason, out AddressFault fault)
    {
        fault = new(position, reason);
        return null;
    }
}
