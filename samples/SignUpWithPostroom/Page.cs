using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;

namespace SignUpWithPostroom;

/// <summary>Pages small enough to write by hand. What comes from outside is encoded here.</summary>
static class Page
{
    public static IResult Show(string title, string body, int status = StatusCodes.Status200OK) => Results.Content(
        $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title} - Chess club</title></head>
        <body><main><h1>{title}</h1>{body}</main></body>
        </html>
        """,
        "text/html; charset=utf-8", statusCode: status);

    /// <summary>A form with the antiforgery token; <paramref name="fields"/> is HTML.</summary>
    public static string Form(HttpContext http, string action, string fields, string button)
    {
        var tokens = http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http);
        return $"""
            <form method="post" action="{action}">
            <input type="hidden" name="{tokens.FormFieldName}" value="{tokens.RequestToken}">
            {fields}<p><button>{button}</button></p>
            </form>
            """;
    }

    public static string Field(string name, string label, string type, string autocomplete, string? value = null) =>
        $"""<p><label for="{name}">{label}</label> <input id="{name}" name="{name}" type="{type}" autocomplete="{autocomplete}" value="{Encode(value)}" maxlength="200" required></p>""";

    public static string Problem(string? text) => text is null ? "" : $"""<p role="alert">{Encode(text)}</p>""";

    public static string Encode(string? text) => HtmlEncoder.Default.Encode(text ?? "");
}
