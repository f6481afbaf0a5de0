using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.MailServers.Trust;
using Postroom.People;
using Postroom.Settings;

namespace Postroom.Admin.TrustPages;

/// <summary>The trust page: certificates and client keys, uploaded once.</summary>
static class TrustEndpoints
{
    const string Path = "/trust";
    const string ClientFileField = "ClientFile";
    const string FilePassphraseField = "FilePassphrase";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, IResult (string? done) => Pages.Show<TrustPage>((nameof(TrustPage.Done), done)));
        routes.MapPost(Path + "/certificates", AddCertificatesAsync).RequireAuthorization(PeoplePolicies.Administrator);
        routes.MapPost(Path + "/clients", AddClientAsync).RequireAuthorization(PeoplePolicies.Administrator);
        routes.MapPost(Path + "/snooze", SnoozeAsync).RequireAuthorization(PeoplePolicies.Operator);
        routes.MapPost(Path + "/remove", RemoveAsync).RequireAuthorization(PeoplePolicies.Administrator);
    }

    static async Task<IResult> AddCertificatesAsync(HttpContext http, ConsoleRequest here, TrustStore trust)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var file = await BytesAsync(form, CertificateUpload.FileField, http.RequestAborted);
        return await AddAsync(http, here, trust, CertificateUpload.ReadTrusted(file, form[FilePassphraseField].ToString(), here.Now), "certificates");
    }

    static async Task<IResult> AddClientAsync(HttpContext http, ConsoleRequest here, TrustStore trust)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var file = await BytesAsync(form, ClientFileField, http.RequestAborted);
        var key = await BytesAsync(form, CertificateUpload.KeyField, http.RequestAborted);
        return await AddAsync(http, here, trust, CertificateUpload.ReadClient(file, key, form["Passphrase"].ToString(), here.Now), "clients");
    }

    static async Task<IResult> SnoozeAsync(HttpContext http, ConsoleRequest here, CertificateUses uses, CertificateSnoozes snoozes)
    {
        var sha256 = (await http.Request.ReadFormAsync(http.RequestAborted))["Sha256"].ToString();
        if (uses.Ending().FirstOrDefault(use => use.Certificate.Sha256 == sha256) is { } ending)
            await snoozes.SnoozeAsync(ending.Certificate, here.Actor, http.RequestAborted);
        return Results.LocalRedirect(here.Url(Path + "?done=snoozed"));
    }

    static async Task<IResult> AddAsync(HttpContext http, ConsoleRequest here, TrustStore trust, CertificateReading reading, string form)
    {
        if (reading is CertificateReading.Refused { Problem: var problem })
            return Invalid(form, problem with { Field = FieldOf(problem.Field, form) });
        var added = await trust.AddAsync(reading, here.Actor, http.RequestAborted);
        return added.Count > 0
            ? Results.LocalRedirect(here.Url(Path + "?done=added"))
            : Invalid(form, new SettingsProblem(FieldOf(CertificateUpload.FileField, form), "Problem.Upload.Duplicate", SubjectOf(reading)));
    }

    static async Task<IResult> RemoveAsync(HttpContext http, ConsoleRequest here, TrustStore trust, CertificateUses uses)
    {
        var sha256 = (await http.Request.ReadFormAsync(http.RequestAborted))["Sha256"].ToString();
        if (trust.All.FirstOrDefault(certificate => certificate.Sha256 == sha256) is not { } wanted) return ErrorPages.Show(StatusCodes.Status404NotFound);
        if (uses.Of(sha256) is { Count: > 0 } kinds)
        {
            return Invalid(
                "",
                new SettingsProblem(
                    $"c-{sha256[..16]}", "Problem.Upload.InUse", wanted.Summary.Subject,
                    string.Join(", ", kinds.Select(CertificateUseText.Of))));
        }
        await trust.DeleteAsync(wanted, here.Actor, http.RequestAborted);
        return Results.LocalRedirect(here.Url(Path + "?done=removed"));
    }

    // Two forms on one page, so their inputs have names of their own.
    static string FieldOf(string field, string form) => (field, form) switch
    {
        (CertificateUpload.FileField, "clients") => ClientFileField,
        ("Passphrase", "certificates") => FilePassphraseField,
        _ => field,
    };

    static string SubjectOf(CertificateReading reading) => reading switch
    {
        CertificateReading.Trusted { Certificates: [var first, ..] } => first.Subject,
        CertificateReading.Client client => client.Identity.Summary.Subject,
        _ => "",
    };

    static IResult Invalid(string form, SettingsProblem problem) => Pages.Show<TrustPage>(
        StatusCodes.Status422UnprocessableEntity, (nameof(TrustPage.Form), form), (nameof(TrustPage.Problems), new[] { problem }));

    // The form itself is bounded, so each file of it is.
    static async Task<byte[]> BytesAsync(IFormCollection form, string field, CancellationToken cancellationToken)
    {
        if (form.Files.GetFile(field) is not { } file) return [];
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }
}
