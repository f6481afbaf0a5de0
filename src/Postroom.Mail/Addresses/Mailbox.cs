using System.Buffers;
using System.Text;

namespace Postroom.Mail.Addresses;

/// <summary>An address with the name people see, <c>Name &lt;a@example.com&gt;</c> (RFC 5322 §3.4).</summary>
/// <param name="DisplayName">The decoded name; null when there is none. Holds no control character.</param>
/// <param name="Address">The address.</param>
public sealed record Mailbox(string? DisplayName, EmailAddress Address)
{
    static readonly SearchValues<char> Specials = SearchValues.Create("\"\\()<>[]:;@,");

    /// <summary>
    /// The form people read: the name, in quotation marks where it needs them, then the address in angle brackets.
    /// <see cref="MailboxParser.Parse"/> reads it back.
    /// </summary>
    public override string ToString()
    {
        if (string.IsNullOrEmpty(DisplayName)) return Address.ToString();
        if (!DisplayName.AsSpan().ContainsAny(Specials)) return $"{DisplayName} <{Address}>";

        var quoted = new StringBuilder(DisplayName.Length + 2).Append('"');
        foreach (var c in DisplayName)
        {
            if (c is '"' or '\\') quoted.Append('\\');
            quoted.Append(c);
        }

        return quoted.Append("\" <").Append(Address).Append('>').ToString();
    }
}
