using System.Text;
using Postroom.Mail.Mime;

namespace Postroom.Mail.Dkim;

/// <summary>What a signature covers of one message: its header fields as they stand, and the hash of its body.</summary>
public sealed class DkimMessage
{
    readonly byte[] _header;
    readonly List<DkimField> _fields;

    internal DkimMessage(byte[] header, byte[] bodyHash)
    {
        _header = header;
        _fields = DkimField.Split(header);
        BodyHash = bodyHash;
        FromDomain = FindFromDomain();
    }

    /// <summary>SHA-256 of the body in relaxed form, 32 bytes.</summary>
    public ReadOnlyMemory<byte> BodyHash { get; }

    /// <summary>
    /// The domain of From in wire form, such as <c>xn--r8jz45g.jp</c>; null: the message has no From or several, its
    /// addresses are of several domains, or the domain is an address literal. Then no domain can answer for it (RFC 6376 §5.1).
    /// </summary>
    public string? FromDomain { get; }

    internal IReadOnlyList<DkimField> Fields => _fields;

    internal ReadOnlySpan<byte> BytesOf(DkimField field) => _header.AsSpan(field.Start, field.Length);

    /// <summary>Reads a message in memory.</summary>
    /// <param name="message">Header and body with CRLF line ends.</param>
    /// <returns>The message; null: its header is longer than <see cref="DkimReader.MaximumHeader"/>.</returns>
    public static DkimMessage? Read(ReadOnlySpan<byte> message)
    {
        using var reader = new DkimReader();
        reader.Append(message);
        return reader.Finish();
    }

    string? FindFromDomain()
    {
        var all = _fields.FindAll(field => field.Is("from"));
        if (all.Count != 1) return null;
        var field = BytesOf(all[0]);
        var value = Encoding.UTF8.GetString(field[(field.IndexOf((byte)':') + 1)..]).Replace("\r\n", "", StringComparison.Ordinal);
        var addresses = AddressList.Parse(value);
        var domains = addresses.Select(entry => entry.Address?.Domain).Distinct().ToList();
        return domains is [{ IsLiteral: false } only] ? only.Ascii : null;
    }
}

/// <summary>One field of a header.</summary>
/// <param name="Name">Its name as written, without spaces before the colon.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How long it is, line end included.</param>
readonly record struct DkimField(string Name, int Start, int Length)
{
    public bool Is(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The fields of a header; lines that are none are passed over, as verifiers do.</summary>
    public static List<DkimField> Split(ReadOnlySpan<byte> header)
    {
        var fields = new List<DkimField>();
        for (var at = 0; at < header.Length;)
        {
            var end = EndOfLine(header, at);
            while (end < header.Length && header[end] is (byte)' ' or (byte)'\t') end = EndOfLine(header, end);
            var colon = header[at..end].IndexOf((byte)':');
            if (colon > 0)
            {
                var name = header.Slice(at, colon).TrimEnd(" \t"u8);
                if (!name.IsEmpty && !name.ContainsAnyExceptInRange((byte)'!', (byte)'~')) fields.Add(new DkimField(Encoding.ASCII.GetString(name), at, end - at));
            }

            at = end;
        }

        return fields;
    }

    static int EndOfLine(ReadOnlySpan<byte> header, int at)
    {
        var end = header[at..].IndexOf("\r\n"u8);
        return end < 0 ? header.Length : at + end + 2;
    }
}
