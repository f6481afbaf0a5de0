using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Postroom.Admin.Shell;

/// <summary>
/// The one place where a posted form is read from the wire, before anything looks at it; endpoints and the antiforgery check
/// find it read. So whatever a body can make a reader of forms throw is answered here, once: with a status, never with a fault.
/// </summary>
static class FormDoor
{
    const int MostFields = 1_024;
    const int LongestName = 2_048;
    const int MostPartHeaderBytes = 16 * 1024;

    /// <summary>Reads the form of a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="largest">The largest body, in bytes.</param>
    /// <returns>The status to refuse it with; null: it was read, or there is none.</returns>
    public static async Task<int?> ReadAsync(HttpContext http, long largest)
    {
        var request = http.Request;
        if (request.ContentLength > largest) return StatusCodes.Status413PayloadTooLarge;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound) bound.MaxRequestBodySize = largest;
        if (!request.HasFormContentType) return HasBody(request) ? StatusCodes.Status415UnsupportedMediaType : null;
        if (!IsInUtf8(request.ContentType)) return StatusCodes.Status415UnsupportedMediaType;
        try
        {
            http.Features.Set<IFormFeature>(new FormFeature(request, Options(largest)));
            await request.ReadFormAsync(http.RequestAborted);
            return null;
        }
        catch (BadHttpRequestException fault)
        {
            return fault.StatusCode;
        }
        catch (Exception fault) when (fault is OperationCanceledException or ConnectionResetException)
        {
            throw; // The sender has gone: nobody reads an answer.
        }
#pragma warning disable CA1031 // A door: nothing but the sender's bytes was at work here, so whatever the reader made of them is the sender's.
        catch (Exception)
#pragma warning restore CA1031
        {
            return StatusCodes.Status400BadRequest;
        }
    }

    // A file of a form stays in memory: on the disk of temporary files a private key would lie beside everybody's.
    static FormOptions Options(long largest) => new()
    {
        ValueCountLimit = MostFields,
        KeyLengthLimit = LongestName,
        ValueLengthLimit = (int)Math.Min(largest, int.MaxValue),
        MultipartHeadersLengthLimit = MostPartHeaderBytes,
        MultipartBodyLengthLimit = largest,
        MemoryBufferThreshold = (int)Math.Min(largest, int.MaxValue),
    };

    static bool HasBody(HttpRequest request) =>
        request.ContentLength > 0 || request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;

    // Browsers send UTF-8, and say so or nothing. Any other charset is a way to write text past a check.
    static bool IsInUtf8(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type)) return false;
        var charset = HeaderUtilities.RemoveQuotes(type.Charset);
        return charset.Length == 0 || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            || charset.Equals("utf8", StringComparison.OrdinalIgnoreCase) || charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase);
    }
}
