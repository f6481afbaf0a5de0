using System.Text;

namespace Postroom.Mail.Smtp.Server.Verbs;

/// <summary>The argument of EHLO and HELO. Any one word of up to 255 octets is taken: refusing a false name helps nobody (RFC 5321 §4.1.4).</summary>
static class ClientName
{
    public static Reply Refusal { get; } = Replies.Syntax("Say your host name, or your address in brackets");

    public static string? Read(ReadOnlySpan<byte> argument)
    {
        var isWord = argument.Length is > 0 and <= 255 && !argument.ContainsAnyInRange((byte)0, (byte)' ') && !argument.Contains((byte)0x7F);
        return isWord && System.Text.Unicode.Utf8.IsValid(argument) ? Encoding.UTF8.GetString(argument) : null;
    }
}
