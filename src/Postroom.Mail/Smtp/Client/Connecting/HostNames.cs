using System.Globalization;

namespace Postroom.Mail.Smtp.Client.Connecting;

/// <summary>Host names as DNS, SNI and certificates want them.</summary>
static class HostNames
{
    static readonly IdnMapping Idn = new() { UseStd3AsciiRules = false };

    /// <summary>The name in A-labels without a final dot (RFC 5891); null when it is no name.</summary>
    public static string? ToAscii(string host)
    {
        var name = host.TrimEnd('.');
        if (name.Length == 0) return null;
        try
        {
            return Idn.GetAscii(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
