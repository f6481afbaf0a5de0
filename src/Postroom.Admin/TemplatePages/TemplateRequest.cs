using System.Globalization;
using Microsoft.AspNetCore.Http;
using Postroom.Languages;
using Postroom.Rendering;

namespace Postroom.Admin.TemplatePages;

/// <summary>A letter and language as the address names them, with what was typed.</summary>
/// <param name="Letter">The letter.</param>
/// <param name="Language">The language.</param>
/// <param name="Typed">What was typed; null: nothing was sent.</param>
/// <param name="Sample">The made-up data asked for; null: the first.</param>
/// <param name="BasedOn">The version what was typed was made from.</param>
public sealed record TemplateRequest(Letter Letter, Language Language, LetterSource? Typed, string? Sample, int BasedOn)
{
    /// <summary>The letter with made-up data.</summary>
    public LetterRequest Request => new() { Letter = Letter.Name, Language = Language, Model = Letter.Samples.Get(Sample, Language.Tag) };

    /// <summary>Its address within the console.</summary>
    public string Path => $"/templates/{Letter.Name}/{Language.Tag}";

    /// <summary>Reads a request; null: there is no such letter or language.</summary>
    public static async Task<TemplateRequest?> ReadAsync(HttpContext http, string letter, string language)
    {
        if (LetterCatalog.Find(letter) is not { } known || Language.All.FirstOrDefault(one => one.Tag == language) is not { } spoken) return null;
        if (!HttpMethods.IsPost(http.Request.Method)) return new TemplateRequest(known, spoken, null, http.Request.Query["sample"], 0);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        _ = int.TryParse(form["BasedOn"], NumberStyles.None, CultureInfo.InvariantCulture, out var basedOn);
        var typed = new LetterSource(Lines(form["Subject"]), Lines(form["Html"]), Lines(form["Text"]));
        return new TemplateRequest(known, spoken, typed, form["Sample"], basedOn);
    }

    // A browser sends CRLF.
    static string Lines(string? text) => (text ?? "").ReplaceLineEndings("\n");
}
