using System.Text;
using System.Text.RegularExpressions;

namespace Postroom.Tests.Support;

/// <summary>How a script writes bytes: <c>\r</c>, <c>\n</c>, and <c>\xNN</c> for any byte.</summary>
static class ScriptLine
{
    public static byte[] Raw(string text) => Encoding.Latin1.GetBytes(Regex.Replace(
        text.Replace("\\r", "\r", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal),
        @"\\x([0-9A-Fa-f]{2})",
        match => ((char)Convert.ToByte(match.Groups[1].Value, 16)).ToString(),
        RegexOptions.None,
        TimeSpan.FromSeconds(1)));
}
