using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Accepting;
using Postroom.Admin.Shell;
using Postroom.Languages;
using Postroom.Mail.Addresses;
using Postroom.Mail.Mime;
using Postroom.People;
using Postroom.Rendering;
using Postroom.Rendering.Editing;

namespace Postroom.Admin.TemplatePages;

/// <summary>The letters: their list, and an editor with preview for each in each language.</summary>
static class TemplateEndpoints
{
    const int VersionsShown = 20;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/templates", List);
        var one = routes.MapGroup("/templates/{letter}/{language}");
        one.MapGet("/", ShowAsync);
        one.MapGet("/html", FrameAsync);
        var changes = one.MapGroup("").RequireAuthorization(PeoplePolicies.Administrator);
        // What somebody typed is run here, so that it is for those who may save it.
        changes.MapPost("/preview", PreviewAsync);
        changes.MapPost("/", SaveAsync);
        changes.MapPost("/send", SendAsync);
        changes.MapPost("/reset", ResetAsync);
        changes.MapPost("/restore/{version:int}", RestoreAsync);
    }

    static IResult List(TemplateStore store) => Pages.Show<TemplateListPage>((nameof(TemplateListPage.Rows), (IReadOnlyList<TemplateRow>)
    [
        .. LetterCatalog.All.Select(letter => new TemplateRow(letter, [.. Language.All.Select(language => new TemplateState(language, store.Find(letter.Name, language.Tag)))])),
    ]));

    static async Task<IResult> ShowAsync(HttpContext http, TemplateStore store, string letter, string language, string? done) =>
        await TemplateRequest.ReadAsync(http, letter, language) is { } asked
            ? await PageAsync(http, store, asked, StatusCodes.Status200OK, (nameof(TemplatePage.Done), done))
            : ErrorPages.Show(StatusCodes.Status404NotFound);

    // What is in force, for the frame before anything was typed.
    static async Task<IResult> FrameAsync(HttpContext http, LetterRenderer renderer, string letter, string language, string? view) =>
        await TemplateRequest.ReadAsync(http, letter, language) is { } asked
            ? PreviewFrame.Of(http, renderer.Render(asked.Request), view)
            : ErrorPages.Show(StatusCodes.Status404NotFound);

    static async Task<IResult> PreviewAsync(HttpContext http, LetterRenderer renderer, string letter, string language, string? view)
    {
        if (await TemplateRequest.ReadAsync(http, letter, language) is not { Typed: { } typed } asked) return ErrorPages.Show(StatusCodes.Status404NotFound);
        var problems = TemplateCheck.Check(asked.Letter, typed, language);
        // A letter without its link can be looked at; one that cannot be written or is dangerous cannot.
        if (problems.Any(problem => !TemplateCheck.IsMissingLink(problem))) return Refused(problems);
        try { return PreviewFrame.Of(http, renderer.Preview(asked.Request, typed, http.RequestAborted), view); }
        catch (TemplateProblemException fault) { return Refused([fault.Problem]); }

        IResult Refused(IReadOnlyList<TemplateProblem> all) => PreviewFrame.Problems(http, Texts.Get("Console.Templates.CannotShow"), all.Select(TemplatePage.Line));
    }

    static async Task<IResult> SaveAsync(HttpContext http, ConsoleRequest here, TemplateStore store, string letter, string language)
    {
        if (await TemplateRequest.ReadAsync(http, letter, language) is not { Typed: { } typed } asked) return ErrorPages.Show(StatusCodes.Status404NotFound);
        var problems = TemplateCheck.Check(asked.Letter, typed, language);
        if (problems.Count > 0) return await PageAsync(http, store, asked, StatusCodes.Status422UnprocessableEntity, (nameof(TemplatePage.Problems), problems));
        return await store.SaveAsync(letter, language, typed, asked.BasedOn, here.Actor, http.RequestAborted) is null
            ? await PageAsync(http, store, asked, StatusCodes.Status409Conflict, (nameof(TemplatePage.Done), "conflict"))
            : Results.LocalRedirect(Query.Of(here.Url(asked.Path), ("done", "saved"), ("sample", asked.Sample)));
    }

    static async Task<IResult> SendAsync(
        HttpContext http, ConsoleRequest here, TemplateStore store, LetterRenderer renderer, MailAcceptor acceptor, string letter, string language)
    {
        if (await TemplateRequest.ReadAsync(http, letter, language) is not { Typed: { } typed } asked) return ErrorPages.Show(StatusCodes.Status404NotFound);
        var problems = TemplateCheck.Check(asked.Letter, typed, language);
        if (problems.Count > 0) return await PageAsync(http, store, asked, StatusCodes.Status422UnprocessableEntity, (nameof(TemplatePage.Problems), problems));
        if (MailboxParser.Parse(here.Actor) is not MailboxParse.Parsed me) return ErrorPages.Show(StatusCodes.Status400BadRequest);
        RenderedLetter written;
        try { written = renderer.Preview(asked.Request, typed, http.RequestAborted); }
        catch (TemplateProblemException fault)
        {
            return await PageAsync(http, store, asked, StatusCodes.Status422UnprocessableEntity, (nameof(TemplatePage.Problems), (IReadOnlyList<TemplateProblem>)[fault.Problem]));
        }

        var accepted = await acceptor.AcceptAsync(Submission(written, me.Mailbox), http.RequestAborted);
        return accepted is AcceptResult.Accepted
            ? await PageAsync(http, store, asked, StatusCodes.Status200OK, (nameof(TemplatePage.Done), "sent"))
            : await PageAsync(http, store, asked, StatusCodes.Status409Conflict, (nameof(TemplatePage.NotSent), Reason(accepted)));
    }

    static async Task<IResult> ResetAsync(HttpContext http, ConsoleRequest here, TemplateStore store, string letter, string language)
    {
        if (await TemplateRequest.ReadAsync(http, letter, language) is not { } asked) return ErrorPages.Show(StatusCodes.Status404NotFound);
        var saved = await store.SaveAsync(letter, language, null, asked.BasedOn, here.Actor, http.RequestAborted);
        return Results.LocalRedirect(here.Url($"{asked.Path}?done={(saved is null ? "conflict" : "reset")}"));
    }

    static async Task<IResult> RestoreAsync(HttpContext http, ConsoleRequest here, TemplateStore store, string letter, string language, int version)
    {
        if (await TemplateRequest.ReadAsync(http, letter, language) is not { } asked) return ErrorPages.Show(StatusCodes.Status404NotFound);
        var former = (await store.HistoryAsync(letter, language, 1_000, http.RequestAborted)).FirstOrDefault(saved => saved.Version == version);
        if (former is null) return ErrorPages.Show(StatusCodes.Status404NotFound);
        // What was right when it was saved may not be any more: the letter's model can have changed since.
        var problems = former.Source is { } source ? TemplateCheck.Check(asked.Letter, source, language) : [];
        if (problems.Count > 0)
            return await PageAsync(http, store, asked with { Typed = former.Source }, StatusCodes.Status422UnprocessableEntity, (nameof(TemplatePage.Problems), problems));
        var saved = await store.SaveAsync(letter, language, former.Source, asked.BasedOn, here.Actor, http.RequestAborted);
        return Results.LocalRedirect(here.Url($"{asked.Path}?done={(saved is null ? "conflict" : "restored")}"));
    }

    static MailSubmission Submission(RenderedLetter letter, Mailbox to) => new()
    {
        App = "postroom",
        To = [to],
        Subject = letter.Subject,
        Text = letter.Text,
        Html = letter.Html,
        Attachments = [.. letter.Images.Select(image => new Attachment("logo.png", "image/png", image.Png, image.ContentId))],
        Kind = "template-preview",
        // RFC 3834 §5: nobody's holiday notice answers it.
        Headers = [KeyValuePair.Create("Auto-Submitted", "auto-generated")],
    };

    static string Reason(AcceptResult result) => result switch
    {
        AcceptResult.Rejected rejected => string.Join(' ', rejected.Problems.ToDictionary().Select(problem => $"{problem.Key} {string.Join(' ', problem.Value)}")),
        AcceptResult.Unavailable unavailable => unavailable.Reason,
        _ => "",
    };

    static async Task<IResult> PageAsync(HttpContext http, TemplateStore store, TemplateRequest asked, int status, params (string Name, object? Value)[] more)
    {
        var history = await store.HistoryAsync(asked.Letter.Name, asked.Language.Tag, VersionsShown, http.RequestAborted);
        return Pages.Show<TemplatePage>(status, [(nameof(TemplatePage.Asked), asked), (nameof(TemplatePage.History), history), .. more]);
    }
}
