namespace Postroom.Rendering.Markup;

/// <summary>
/// Styles for mail programs that know no style sheets. Colours for a dark ground are in the letters' own style sheet,
/// under
/// the class beside each.
/// </summary>
static class MarkupStyles
{
    public const string Paragraph = "margin:0 0 10px;";
    public const string Heading = "margin:0 0 10px;font-weight:600;";
    public const string List = "margin:0 0 10px;padding:0 0 0 24px;";
    public const string Item = "margin:0 0 4px;";
    public const string Link = "color:inherit;text-decoration:underline;";
    public const string NoBullet = "list-style:none;";
    public const string Quotation = "margin:0 0 10px;padding:0 0 0 12px;border-left:3px solid #ccd2d9;color:#59636e;";
    public const string Table = "margin:0 0 10px;border-collapse:collapse;";
    public const string Cell = "padding:4px 10px;border:1px solid #dfe3e8;font-size:14px;line-height:1.5;";
    public const string Rule = "margin:12px 0;border:0;border-top:1px solid #dfe3e8;";
    public const string Added = Line + "color:#0b5a2a;background-color:#e3f6e8;";
    public const string Removed = Line + "color:#8f1d1d;background-color:#fdeceb;";
    public const string Kept = Line + "color:#3b434d;";
    public const string Place = Line + "color:#59636e;";
    public const string Code = Monospace + "padding:1px 5px;background-color:#e9edf1;border-radius:4px;";

    public const string Block = Monospace
        + "margin:0 0 10px;padding:10px 12px;background-color:#e9edf1;border-radius:6px;line-height:1.5;"
        + "white-space:pre-wrap;overflow-wrap:anywhere;";

    const string Monospace =
        "font-family:Consolas,'SF Mono',Menlo,'Liberation Mono','MS Gothic',monospace;font-size:13px;";

    const string Line =
        Monospace + "display:block;padding:0 8px;line-height:1.5;white-space:pre-wrap;overflow-wrap:anywhere;";
}
