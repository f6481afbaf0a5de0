using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Postroom.Accepting.Http;

/// <summary>
/// Reads the JSON of a request, bounded in size, fields and values. It is hashed as it was sent, so that a repeat is
/// a repeat
/// to the byte.
/// </summary>
/// <param name="maxBytes">The most bytes.</param>
/// <param name="bounds">The most fields and values; for one request.</param>
/// <param name="fields">The refusal of a request whose fields are wrong.</param>
sealed class JsonBody(long maxBytes, JsonBounds bounds, Func<FieldProblems, IResult> fields)
{
    /// <summary>What is wrong with the request before its body is read; null: nothing.</summary>
    public IResult? Refusal(HttpContext http)
    {
        if (!http.Request.HasJsonContentType()) return Problems.WrongMediaType();
        if (BodyEncoding.Problem(http.Request) is { } encoding) return Problems.WrongEncoding(encoding);
        if (http.Request.ContentLength > maxBytes) return Problems.TooLarge(maxBytes);
        var limit = http.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (limit is { IsReadOnly: false }) limit.MaxRequestBodySize = maxBytes;
        return null;
    }

    /// <summary>Reads. Without a value there is a refusal.</summary>
    public async Task<(T? Value, string Fingerprint, IResult? Refusal)> ReadAsync<T>(
        HttpContext http, JsonTypeInfo<T> type)
        where T : class
    {
        var read = await ReadUnboundedAsync(http, type);
        return bounds.Excess is { } excess ? (null, "", Problems.Body($"{excess} Check how it is made.")) : read;
    }

    async Task<(T? Value, string Fingerprint, IResult? Refusal)> ReadUnboundedAsync<T>(
        HttpContext http, JsonTypeInfo<T> type)
        where T : class
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var body = new HashingStream(http.Request.Body, hash, bounds);
        try
        {
            var value = await JsonSerializer.DeserializeAsync(body, type, http.RequestAborted);
            return value is null
                ? (null, "", Problems.Body("The body is null: send an object."))
                : (value, Convert.ToHexStringLower(hash.GetHashAndReset()), null);
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, "", Problems.TooLarge(maxBytes));
        }
        catch (Exception fault) when (JsonFaults.IsOne(fault))
        {
            return (null, "", JsonFaults.Answer(fault, body.Start, fields));
        }
    }
}
