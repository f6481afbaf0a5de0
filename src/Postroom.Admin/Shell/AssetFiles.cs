using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Postroom.Admin.Shell;

/// <summary>
/// Style, script and icon, out of the assembly: the same wherever the program was started. The address holds a hash of the
/// content, so that browsers may keep it and still see every change.
/// </summary>
static class AssetFiles
{
    const string Prefix = "assets/";
    const string Brotli = "br";
    const string Gzip = "gzip";

    static readonly Dictionary<string, AssetFile> Files = typeof(AssetFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToDictionary(name => name[Prefix.Length..], name => AssetFile.Read(name, name[Prefix.Length..]));

    /// <summary>The path of a file within the console, such as <c>/assets/postroom.css?v=0a1b2c3d4e</c>.</summary>
    public static string PathOf(string name) => $"/assets/{name}?v={Files[name].Version}";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/assets/{name}", (HttpContext http, string name) => Serve(http, name)).AllowAnonymous();

    static IResult Serve(HttpContext http, string name)
    {
        SecurityHeaders.Common(http.Response);
        if (!Files.TryGetValue(name, out var file)) return Results.NotFound();
        var headers = http.Response.Headers;
        headers.CacheControl = http.Request.Query["v"] == file.Version ? "public, max-age=31536000, immutable" : "no-cache";
        headers.Vary = "Accept-Encoding";
        var encoding = EncodingFor(http.Request);
        if (encoding is not null) headers.ContentEncoding = encoding;
        var tag = new EntityTagHeaderValue(encoding is null ? $"\"{file.Version}\"" : $"\"{file.Version}-{encoding}\"");
        var content = encoding switch { Brotli => file.Brotli.Value, Gzip => file.Gzip.Value, _ => file.Content };
        return Results.Bytes(content, file.ContentType, entityTag: tag);
    }

    // RFC 9110 §12.5.3: q=0 means that it is not wanted.
    static string? EncodingFor(HttpRequest request)
    {
        var wanted = request.GetTypedHeaders().AcceptEncoding;
        bool Takes(string name) => wanted.Any(one => one.Value.Equals(name, StringComparison.OrdinalIgnoreCase) && one.Quality is not 0);
        return Takes(Brotli) ? Brotli : Takes(Gzip) ? Gzip : null;
    }

    sealed record AssetFile(byte[] Content, string ContentType, string Version, Lazy<byte[]> Brotli, Lazy<byte[]> Gzip)
    {
        public static AssetFile Read(string resource, string name)
        {
            using var stream = typeof(AssetFile).Assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException(resource);
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            var version = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 5));
            return new AssetFile(
                content, TypeOf(name), version,
                new Lazy<byte[]>(() => Compress(content, into => new BrotliStream(into, CompressionLevel.SmallestSize))),
                new Lazy<byte[]>(() => Compress(content, into => new GZipStream(into, CompressionLevel.SmallestSize))));
        }

        static string TypeOf(string name) => Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "text/plain; charset=utf-8",
        };

        static byte[] Compress(byte[] content, Func<Stream, Stream> encode)
        {
            using var small = new MemoryStream();
            using (var encoder = encode(small)) encoder.Write(content);
            return small.ToArray();
        }
    }
}
