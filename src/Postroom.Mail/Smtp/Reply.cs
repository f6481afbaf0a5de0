namespace Postroom.Mail.Smtp;

/// <summary>A server's whole reply, one line or several (RFC 5321 §4.2).</summary>
/// <param name="Code">Three digits, 200 to 599.</param>
/// <param name="Enhanced">The enhanced status code, when the text begins with one whose class fits <paramref name="Code"/>; else null (RFC 2034 §4).</param>
/// <param name="Lines">The texts of the lines without code, separator and enhanced code; at least one, may be empty. Bytes that are no UTF-8 and control characters are escaped as <c>\xNN</c>.</param>
public sealed record Reply(int Code, EnhancedStatus? Enhanced, IReadOnlyList<string> Lines)
{
    /// <summary>The three digits.</summary>
    public string CodeText => Code.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>2yz: done.</summary>
    public bool IsPositive => Code is >= 200 and < 300;

    /// <summary>3yz: go on.</summary>
    public bool IsIntermediate => Code is >= 300 and < 400;

    /// <summary>4yz: not now, try again.</summary>
    public bool IsTransient => Code is >= 400 and < 500;

    /// <summary>5yz: no, and trying again will not help.</summary>
    public bool IsPermanent => Code is >= 500 and < 600;

    /// <summary>The lines joined by a space.</summary>
    public string Text => string.Join(' ', Lines);

    /// <summary>The reply on one line, such as <c>550 5.1.1 No such user</c>.</summary>
    public override string ToString() =>
        Enhanced is { } status
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Code} {status} {Text}").TrimEnd()
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Code} {Text}").TrimEnd();
}
