using System.Buffers;
using System.Collections.Frozen;

namespace Postroom.Sandbox;

/// <summary>What may stand in a shown mail. None of the elements holds raw text, loads anything or acts.</summary>
static class HtmlAllowList
{
    static readonly SearchValues<char> Plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 #%.,+-_");

    static readonly FrozenSet<string> Elements = Words("""
        a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl
        dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q rp rt ruby s
        samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr
        """);

    static readonly FrozenSet<string> Void = Words("br col hr img wbr");

    /// <summary>Elements whose content goes with them; of any other unknown element the content is kept.</summary>
    static readonly FrozenSet<string> WithContent = Words("""
        applet audio base canvas datalist embed frame frameset head iframe link math meta noembed noframes object optgroup option
        param script select source style svg template textarea title track video
        """);

    /// <summary>Elements that authors put there for the browser and not for the reader: no word is lost over them.</summary>
    static readonly FrozenSet<string> Unremarkable = Words("base body head html link meta style tbody title");

    /// <summary>Attributes whose values are plain words or numbers.</summary>
    static readonly FrozenSet<string> PlainAttributes = Words("""
        align bgcolor border cellpadding cellspacing clear color colspan datetime dir face height lang nowrap reversed rowspan
        scope size span start type valign value width
        """);

    /// <summary>Attributes whose values are text for people.</summary>
    static readonly FrozenSet<string> TextAttributes = Words("alt aria-label title");

    /// <summary>Elements whose content is no markup and is not shown either.</summary>
    static readonly FrozenSet<string> Silent = Words("iframe noembed noframes script style textarea title");

    /// <summary>Elements without content of their own, or whose content is silent: nothing of them is shown.</summary>
    static readonly FrozenSet<string> Alone = Words("""
        base basefont bgsound embed frame iframe keygen link meta noembed noframes param script source style textarea title track
        """);

    /// <summary>Attributes that are shown or lead somewhere.</summary>
    static readonly FrozenSet<string> AlwaysAllowed = Words("href src style");

    public static bool IsSilent(string element) => Silent.Contains(element);

    public static bool GoesAlone(string element) => Alone.Contains(element);

    public static bool MayStand(string attribute) =>
        AlwaysAllowed.Contains(attribute) || TextAttributes.Contains(attribute) || PlainAttributes.Contains(attribute);

    public static bool IsAllowed(string element) => Elements.Contains(element);

    public static bool IsVoid(string element) => Void.Contains(element);

    public static bool GoesWithContent(string element) => WithContent.Contains(element);

    public static bool IsUnremarkable(string element) => Unremarkable.Contains(element);

    public static bool IsAllowed(string attribute, string value) =>
        TextAttributes.Contains(attribute)
        || (PlainAttributes.Contains(attribute) && value.Length <= 64 && !value.AsSpan().ContainsAnyExcept(Plain));

    static FrozenSet<string> Words(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
