namespace SignUpWithPostroom;

/// <summary>What the pages behind links share.</summary>
static class PasswordPage
{
    public static IResult Ask(HttpContext http, string path, string? problem) => Page.Show(
        "Choose a password",
        Page.Problem(problem) + Page.Form(http, path, Page.Field("password", "New password", "password", "new-password"), "Set password"),
        problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);

    public static string? ProblemOf(string? password) =>
        password is { Length: >= Members.ShortestPassword and <= 200 } ? null : $"Choose {Members.ShortestPassword} to 200 characters.";

    public static IResult Mailed() => Page.Show("Look into your mail", "<p>If the address can be used here, a letter with a link is on its way.</p>");

    public static IResult Busy(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "60";
        return Page.Show("Too many ask at once", "<p>Try again in a minute.</p>", StatusCodes.Status429TooManyRequests);
    }

    public static IResult Gone(string again) => Page.Show(
        "This link no longer works", $"""<p>It was used, has expired, or a newer one took its place. <a href="{again}">Have a new one mailed</a>.</p>""", StatusCodes.Status410Gone);

    /// <summary>The language of the letter: <c>ja</c> for who reads Japanese; null: Postroom's own.</summary>
    public static string? LanguageOf(HttpContext http) =>
        http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1).FirstOrDefault()?.Value.ToString()[..2] is "ja" ? "ja" : null;
}
