using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.People;
using Postroom.Settings;

namespace Postroom.Admin.SettingsPages;

/// <summary>What the product calls itself and how its letters look.</summary>
static class SettingsEndpoints
{
    const int VersionsShown = 20;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/settings", async Task<IResult> (HttpContext http, ProductSettingsStore store, string? done) =>
            await PageAsync(http, store, StatusCodes.Status200OK, (nameof(SettingsPage.WasSaved), done == "saved")));
        routes.MapGet("/settings/logo", Logo);
        routes.MapPost("/settings/site-url", UseSiteUrlAsync).RequireAuthorization(PeoplePolicies.Administrator);
        routes.MapPost("/settings", SaveAsync).RequireAuthorization(PeoplePolicies.Administrator);
    }

    static IResult Logo(IProductSettings product) => product.Current.LogoPng is { IsEmpty: false } logo
        ? Results.Bytes(logo, "image/png")
        : ErrorPages.Show(StatusCodes.Status404NotFound);

    static async Task<IResult> SaveAsync(HttpContext http, ConsoleRequest here, ProductSettingsStore store)
    {
        var posted = await http.Request.ReadFormAsync(http.RequestAborted);
        var form = await ReadAsync(posted, http.RequestAborted);
        _ = int.TryParse(posted["BasedOn"], NumberStyles.None, CultureInfo.InvariantCulture, out var basedOn);
        return await store.SaveAsync(form, basedOn, here.Actor, http.RequestAborted) switch
        {
            ProductSaveOutcome.Saved => Results.LocalRedirect(here.Url("/settings?done=saved")),
            ProductSaveOutcome.Invalid invalid => await PageAsync(
                http, store, StatusCodes.Status422UnprocessableEntity, (nameof(SettingsPage.Typed), form), (nameof(SettingsPage.Problems), invalid.Problems)),
            _ => await PageAsync(http, store, StatusCodes.Status409Conflict, (nameof(SettingsPage.Typed), form), (nameof(SettingsPage.IsConflict), true)),
        };
    }

    // The address was shown on the button: what is saved is what the administrator pressed, never the Host header of this request.
    static async Task<IResult> UseSiteUrlAsync(HttpContext http, ConsoleRequest here, ProductSettingsStore store)
    {
        var posted = await http.Request.ReadFormAsync(http.RequestAborted);
        var form = new ProductForm { SiteUrl = posted[nameof(ProductForm.SiteUrl)].LastOrDefault() ?? "" };
        return await store.SaveAsync(form, store.Version, here.Actor, http.RequestAborted) switch
        {
            ProductSaveOutcome.Saved => Results.LocalRedirect(Preferences.LocalOr(posted["back"], here.Url("/settings?done=saved"))),
            ProductSaveOutcome.Invalid invalid => await PageAsync(
                http, store, StatusCodes.Status422UnprocessableEntity, (nameof(SettingsPage.Typed), form), (nameof(SettingsPage.Problems), invalid.Problems)),
            _ => Results.LocalRedirect(here.Url("/settings")),
        };
    }

    static async Task<ProductForm> ReadAsync(IFormCollection posted, CancellationToken cancellationToken) => new()
    {
        SiteUrl = posted[nameof(ProductForm.SiteUrl)].LastOrDefault(),
        Name = posted[nameof(ProductForm.Name)].LastOrDefault(),
        Language = posted[nameof(ProductForm.Language)].LastOrDefault(),
        AccentColor = posted[nameof(ProductForm.AccentColor)].LastOrDefault(),
        Footer = posted[nameof(ProductForm.Footer)].LastOrDefault(),
        RemoveLogo = posted[nameof(ProductForm.RemoveLogo)].Count > 0,
        Logo = posted.Files.GetFile(nameof(ProductForm.Logo)) is { Length: > 0 } file ? await BytesAsync(file, cancellationToken) : default(ReadOnlyMemory<byte>?),
    };

    // The form itself is bounded, so one file of it is.
    static async Task<byte[]> BytesAsync(IFormFile file, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    static async Task<IResult> PageAsync(HttpContext http, ProductSettingsStore store, int status, params (string Name, object? Value)[] more)
    {
        var versions = await store.HistoryAsync(VersionsShown, http.RequestAborted);
        return Pages.Show<SettingsPage>(status, [(nameof(SettingsPage.Versions), versions), .. more]);
    }
}
