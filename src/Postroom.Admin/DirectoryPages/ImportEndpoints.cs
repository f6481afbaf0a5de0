using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.Forges;
using Postroom.People;
using Postroom.Settings;

namespace Postroom.Admin.DirectoryPages;

/// <summary>The import of people: look first, then do it, and see how far it is.</summary>
static class ImportEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var imports = routes.MapGroup("/directory/import").RequireAuthorization(PeoplePolicies.Administrator);
        // A little more than a file may have, so that one that is too large is told as such, and not as a form.
        imports.MapPost("", PlanAsync).WithMetadata(new FormLimit(DirectoryImportReader.LargestFile + (1024 * 1024)));
        imports.MapGet("/{id:guid}", Show);
        imports.MapPost("/{id:guid}/run", RunAsync);
    }

    static async Task<IResult> PlanAsync(
        HttpContext http, ConsoleRequest here, IDirectoryStore store, IForgeStore forges, DirectoryImportReader reader, DirectoryImports imports)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var bytes = await BytesOfAsync(form.Files.GetFile("File"), http.RequestAborted);
        var sources = (await forges.ListAsync(http.RequestAborted)).ToDictionary(forge => forge.Name, forge => forge.Id, StringComparer.OrdinalIgnoreCase);
        return await reader.ReadAsync(bytes, sources, http.RequestAborted) switch
        {
            ImportReading.Planned planned => Results.LocalRedirect(here.Url($"/directory/import/{imports.Hold(planned.Plan).Id}")),
            ImportReading.Refused refused => await DirectoryEndpoints.ListAsync(
                http, store, StatusCodes.Status422UnprocessableEntity, null, null, (nameof(DirectoryPage.Problems), (IReadOnlyList<SettingsProblem>)[refused.Problem])),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    // While it runs the browser comes back by itself, without a script.
    static IResult Show(HttpContext http, DirectoryImports imports, Guid id)
    {
        if (imports.Find(id) is not { } import) return ErrorPages.Show(StatusCodes.Status404NotFound);
        if (import.State == ImportState.Running) http.Response.Headers["Refresh"] = "2";
        return Pages.Show<ImportPage>((nameof(ImportPage.Import), import));
    }

    static async Task<IResult> RunAsync(ConsoleRequest here, DirectoryImports imports, IAuditLog audit, Guid id)
    {
        if (imports.Find(id) is not { } import) return ErrorPages.Show(StatusCodes.Status404NotFound);
        if (imports.Start(import))
            await audit.AddAsync(new AuditEntry(here.Now, here.Actor, "directory.imported", FormattableString.Invariant($"+{import.Plan.Added} ~{import.Plan.Changed}"), null), CancellationToken.None);
        return Results.LocalRedirect(here.Url($"/directory/import/{id}"));
    }

    static async Task<ReadOnlyMemory<byte>> BytesOfAsync(IFormFile? file, CancellationToken cancellationToken)
    {
        if (file is null) return default;
        using var bytes = new MemoryStream((int)file.Length);
        await file.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }
}
