using System.Collections.Frozen;

namespace Postroom.HtmlReading;

/// <summary>
/// The elements that stand open while HTML is read, as a browser's tree would have them (WHATWG HTML §13.1.2.4, §13.2.6):
/// a row ends a row, an item an item, and an end tag reaches no further than the cell it stands in.
/// </summary>
sealed class HtmlNesting
{
    static readonly FrozenSet<string> Void = Names("""
        area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr
        """);

    static readonly FrozenSet<string> EndsParagraph = Names("""
        address article aside blockquote center details dialog dir div dl dd dt fieldset figcaption figure footer form
        h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre search section summary table ul
        """);

    static readonly FrozenSet<string> CellEnds = Names("td th caption table");
    static readonly FrozenSet<string> TableEnds = Names("table");
    static readonly FrozenSet<string> RowEnds = Names("tr tbody thead tfoot table");
    static readonly FrozenSet<string> ListEnds = Names("ul ol menu dir td th caption table");
    static readonly FrozenSet<string> TermEnds = Names("dl td th caption table");

    static readonly FrozenSet<string> OfTables = Names("table caption colgroup tbody thead tfoot tr td th");
    static readonly FrozenSet<string> Terms = Names("dt dd");
    static readonly FrozenSet<string> Cells = Names("td th");
    static readonly FrozenSet<string> Groups = Names("tbody thead tfoot");
    static readonly FrozenSet<string> ListItem = Names("li");
    static readonly FrozenSet<string> Row = Names("tr");
    static readonly FrozenSet<string> Link = Names("a");
    static readonly FrozenSet<string> Option = Names("option");
    static readonly FrozenSet<string> Paragraph = Names("p");

    readonly List<string> _open = [];

    /// <summary>How many elements stand open.</summary>
    public int Depth => _open.Count;

    /// <summary>Whether an element has neither content nor end tag.</summary>
    public static bool IsVoid(string name) => Void.Contains(name);

    /// <summary>An element that stands open, by its place from the outermost.</summary>
    public string this[int index] => _open[index];

    /// <summary>Opens an element; void ones are never open.</summary>
    public void Open(string name) => _open.Add(name);

    /// <summary>Closes until so many are left.</summary>
    public void CloseTo(int depth) => _open.RemoveRange(depth, _open.Count - depth);

    /// <summary>How many stay open when an element begins, which may end others.</summary>
    public int LeftBy(string name)
    {
        var (ended, stops) = EndedBy(name);
        var left = Find(ended, stops);
        if (!EndsParagraph.Contains(name)) return left;
        var paragraph = Find(Paragraph, CellEnds);
        return Math.Min(left, paragraph);
    }

    /// <summary>How many stay open when an end tag comes; as many as before: it closes nothing.</summary>
    public int LeftAfterEnd(string name)
    {
        var stops = OfTables.Contains(name) ? TableEnds : CellEnds;
        for (var at = _open.Count - 1; at >= 0; at--)
        {
            if (_open[at] == name) return at;
            if (stops.Contains(_open[at])) break;
        }

        return _open.Count;
    }

    int Find(FrozenSet<string> names, FrozenSet<string> stops)
    {
        if (names.Count == 0) return _open.Count;
        for (var at = _open.Count - 1; at >= 0; at--)
        {
            if (names.Contains(_open[at])) return at;
            if (stops.Contains(_open[at])) break;
        }

        return _open.Count;
    }

    static (FrozenSet<string> Ended, FrozenSet<string> Stops) EndedBy(string name) => name switch
    {
        "li" => (ListItem, ListEnds),
        "dt" or "dd" => (Terms, TermEnds),
        "td" or "th" => (Cells, RowEnds),
        "tr" => (Row, TableEnds),
        "tbody" or "thead" or "tfoot" => (Groups, TableEnds),
        "option" or "optgroup" => (Option, CellEnds),
        "a" => (Link, CellEnds),
        _ => (FrozenSet<string>.Empty, TableEnds),
    };

    static FrozenSet<string> Names(string names) =>
        names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
