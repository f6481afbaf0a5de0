using System.Globalization;

namespace Postroom.Rendering;

/// <summary>What one accent colour becomes where it must be read: each pair has the contrast of WCAG 2.2 §1.4.3, 4.5 to 1.</summary>
/// <param name="Accent">The colour itself, <c>#rrggbb</c>.</param>
/// <param name="OnAccent">White or near-black, for writing on it.</param>
/// <param name="OnLight">The colour for links on white: itself, or darker.</param>
/// <param name="OnDark">The colour for links on a dark ground: itself, or lighter.</param>
public sealed record AccentColors(string Accent, string OnAccent, string OnLight, string OnDark)
{
    const double Readable = 4.5;
    const string White = "#ffffff";
    const string Ink = "#14171c";

    /// <summary>The ground of letters in dark mode.</summary>
    const string DarkGround = "#1d2127";

    /// <summary>The colours for an accent; the default ones when it is none.</summary>
    /// <param name="accent"><c>#rrggbb</c>.</param>
    public static AccentColors Of(string accent)
    {
        var color = IsColor(accent) ? accent.ToLowerInvariant() : "#1f5fbf";
        return new AccentColors(
            color,
            Contrast(color, White) >= Contrast(color, Ink) ? White : Ink,
            Toward(color, Ink, White),
            Toward(color, White, DarkGround));
    }

    /// <summary>Whether it is a colour written <c>#rrggbb</c>.</summary>
    public static bool IsColor(string text) =>
        text is ['#', _, _, _, _, _, _] && text.Skip(1).All(char.IsAsciiHexDigit);

    /// <summary>The contrast of two colours, from 1 to 21 (WCAG 2.2, contrast ratio).</summary>
    public static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    // In twentieths of the way, so that the colour stays what its owner chose as far as it can.
    static string Toward(string color, string end, string ground)
    {
        for (var step = 0; step < 20; step++)
        {
            var mixed = Mix(color, end, step / 20.0);
            if (Contrast(mixed, ground) >= Readable) return mixed;
        }

        return end;
    }

    static string Mix(string from, string to, double part) =>
        string.Create(CultureInfo.InvariantCulture, $"#{Between(from, to, 1, part):x2}{Between(from, to, 3, part):x2}{Between(from, to, 5, part):x2}");

    static int Between(string from, string to, int at, double part) => (int)Math.Round(Byte(from, at) + ((Byte(to, at) - Byte(from, at)) * part));

    static double Luminance(string color) => (0.2126 * Linear(color, 1)) + (0.7152 * Linear(color, 3)) + (0.0722 * Linear(color, 5));

    static double Linear(string color, int at)
    {
        var value = Byte(color, at) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    static int Byte(string color, int at) => int.Parse(color.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
