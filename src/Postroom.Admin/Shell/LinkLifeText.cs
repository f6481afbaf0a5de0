using System.Globalization;
using Postroom.Languages;
using Postroom.People.Links;

namespace Postroom.Admin.Shell;

/// <summary>Says how long a link works. Each text takes it from here, and this from the one rule (<see cref="AccountLinks.LifeOf"/>).</summary>
static class LinkLifeText
{
    /// <summary>The life of links of this purpose, in the language of the page, such as <c>72 hours</c>.</summary>
    public static string Of(LinkPurpose purpose) => Of(AccountLinks.LifeOf(purpose));

    /// <summary>Whole hours up to three days, whole days beyond.</summary>
    public static string Of(TimeSpan life)
    {
        if (life == TimeSpan.FromHours(1)) return Texts.Get("Console.Life.Hour");
        return life > TimeSpan.FromDays(3)
            ? Texts.Get("Console.Life.Days", life.TotalDays.ToString("0.#", CultureInfo.CurrentCulture))
            : Texts.Get("Console.Life.Hours", life.TotalHours.ToString("0.#", CultureInfo.CurrentCulture));
    }
}
